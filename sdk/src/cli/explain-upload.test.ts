/**
 * `promptpost explain-upload`: it lists every byte an upload would send, and opens no connection. That the service does
 * receive these bytes and no others is held to in tests/privacy.
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import { sealReport } from '@promptpost/base/seal'
import { writeSoftPrompt } from '@promptpost/engine/post'
import { describe, expect, it } from 'vitest'
import { newFolder, type Outcome, runCli } from './cli.test.support.js'
import type { UploadContents } from './explain-upload/contents.js'

const STUDENT = 'stu_00000000000000000000000000'
const TASK = { template: '{text} Ça était', verbalizer: { schlecht: ['übel'], gut: ['gut', 'fein'] } }

/** Signs a report of the prompt as it is. */
const report = async (prompt: string, preconditions: object = { sound: true }): Promise<void> => {
  const read = (name: string): Promise<Buffer> => readFile(join(prompt, name))
  const sealed = sealReport(
    { version: 2, guarantee: { epsilon: 8 }, preconditions },
    {
      'adapter_config.json': JSON.parse(`${await read('adapter_config.json')}`),
      'adapter_model.safetensors': await read('adapter_model.safetensors'),
      'task.json': JSON.parse(`${await read('task.json')}`),
    },
    generateKeyPairSync('ed25519').privateKey,
  )
  await writeFile(join(prompt, 'privacy-report.json'), JSON.stringify(sealed, null, 1))
}

/** A prompt's folder as tuning writes it, with a report, in a folder of the test's own. */
const withPrompt = async (): Promise<{
  folder: string
  explain: (...args: string[]) => Promise<Outcome>
}> => {
  const folder = await newFolder()
  const values = Float32Array.from({ length: 8 }, (_, at) => at / 7)
  const lineage = { method: 'prompt tuning', steps: '4' }
  const prompt = { values, virtualTokens: 2, width: 4, task: TASK, model: 'ab'.repeat(32), lineage }
  await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 2, heads: 2, kind: 'causal' })
  await report(join(folder, 'prompt'))
  return { folder, explain: (...args) => runCli(['explain-upload', 'prompt', ...args], { cwd: folder }) }
}

const parsed = ({ code, stdout, stderr }: Outcome): UploadContents => {
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

describe('the body that --out writes', () => {
  it('holds each file where it is said to be, and nothing but the files and the student', async () => {
    const { folder, explain } = await withPrompt()
    const told = parsed(await explain('--student', STUDENT, '--out', 'body.json', '--json'))
    const body = await readFile(join(folder, 'body.json'))
    expect(told.request.body).toMatchObject({ bytes: body.length, sha256: sha256(body) })
    const rest: Buffer[] = []
    let done = 0
    for (const { name, size, sha256: digest, body: place } of told.files) {
      const file = await readFile(join(folder, 'prompt', name))
      expect([size, digest]).toEqual([file.length, sha256(file)])
      const sent = body.subarray(place.start, place.end)
      expect(place.sha256).toBe(sha256(sent))
      if (place.encoding === 'base64') expect(Buffer.from(sent.toString(), 'base64')).toEqual(file)
      else expect(sent.toString()).toBe(JSON.stringify(JSON.parse(file.toString())))
      rest.push(body.subarray(done, place.start))
      done = place.end
    }
    rest.push(body.subarray(done))
    expect(Buffer.concat(rest).toString()).toBe(
      `{"adapter_config":,"adapter_model":"","privacy_report":,"task":,"student":"${STUDENT}"}`,
    )
  })

  it('never replaces a file, and needs a student', async () => {
    const { folder, explain } = await withPrompt()
    const before = await readFile(join(folder, 'prompt/task.json'))
    const taken = await explain('--student', STUDENT, '--out', 'prompt/task.json')
    expect([taken.code, taken.stdout]).toEqual([2, ''])
    expect(taken.stderr).toContain('--out: exists already (got "prompt/task.json"). Name a new file.')
    expect(await readFile(join(folder, 'prompt/task.json'))).toEqual(before)
    const nameless = await explain('--out', 'body.json')
    expect([nameless.code, nameless.stderr]).toEqual([2, expect.stringContaining('--out needs --student')])
  })
})

describe('what is told', () => {
  it('without a student or a service, is null where it depends on them and the same elsewhere', async () => {
    const { explain } = await withPrompt()
    const whole = parsed(await explain('--student', STUDENT, '--url', 'http://127.0.0.1:8080/post', '--json'))
    const part = parsed(await explain('--json'))
    expect(whole.destination).toBe('http://127.0.0.1:8080/post/v1/prompts')
    expect(whole.request.path).toBe('/post/v1/prompts')
    expect(part.files).toEqual(whole.files)
    expect([part.destination, part.request.body.bytes, part.request.body.sha256]).toEqual([null, null, null])
    const headerOf = ({ request }: UploadContents, header: string): string | null | undefined =>
      request.headers.find(({ name }) => name === header)?.value
    expect(headerOf(whole, 'content-length')).toBe(`${whole.request.body.bytes}`)
    for (const header of ['host', 'content-length']) expect(headerOf(part, header)).toBeNull()
    for (const contents of [part, whole])
      for (const header of ['authorization', 'idempotency-key']) expect(headerOf(contents, header)).toBeNull()
  })

  it('is every value of every document, known to PEFT or not, and every line of metadata', async () => {
    const { folder, explain } = await withPrompt()
    const file = join(folder, 'prompt/adapter_config.json')
    const config = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(
      file,
      JSON.stringify({ ...config, base_model_name_or_path: '/home/ann/student', note: { to: 'Bob' } }),
    )
    await report(join(folder, 'prompt'))
    const { stdout } = await explain()
    for (const value of [
      'base_model_name_or_path "/home/ann/student"',
      'note.to "Bob"',
      'template "{text} Ça était"',
      'verbalizer.gut ["gut","fein"]',
      'guarantee.epsilon 8',
      'prompt_embeddings [2, 4] float32',
      `metadata model "${'ab'.repeat(32)}"`,
    ])
      expect(stdout).toContain(value)
  })

  it('names what stays, and says when nothing keeps the prompt from revealing its data', async () => {
    const { folder, explain } = await withPrompt()
    await writeFile(join(folder, 'prompt/diary.txt'), 'dear diary')
    await mkdir(join(folder, 'prompt/notes'))
    const noised = await explain()
    expect(noised.stdout).toContain('What else lies in the folder stays: diary.txt, notes/.')
    expect(noised.stdout).not.toContain('without differential privacy')
    expect(noised.stdout).not.toContain('dear diary')
    await rm(join(folder, 'prompt/privacy-report.json'))
    expect((await explain()).stdout).toContain('tuned without differential privacy: it may reveal')
  })

  it('is nothing of a report that is not this prompt’s or whose preconditions do not hold, and no epsilon', async () => {
    const { folder, explain } = await withPrompt()
    await report(join(folder, 'prompt'), { sound: false })
    const off = await explain()
    expect([off.code, off.stdout]).toEqual([5, ''])
    expect(off.stderr).toContain('privacy-report.json: preconditions.sound: does not hold')
    await report(join(folder, 'prompt'))
    const config = JSON.parse(await readFile(join(folder, 'prompt/adapter_config.json'), 'utf8'))
    await writeFile(join(folder, 'prompt/adapter_config.json'), JSON.stringify({ ...config, note: 1 }))
    const swapped = await explain('--json')
    expect([swapped.code, swapped.stdout]).toEqual([5, expect.not.stringContaining('epsilon')])
    expect(swapped.stderr).toContain('prompt.adapter_config.json: is not the digest of the file beside it')
  })

  it('is the same of `prompts upload --explain-upload`', async () => {
    const { folder, explain } = await withPrompt()
    const flag = ['prompts', 'upload', 'prompt', '--explain-upload', '--student', STUDENT]
    for (const json of [[], ['--json']]) {
      const told = await explain('--student', STUDENT, ...json)
      expect(await runCli([...flag, ...json], { cwd: folder })).toEqual(told)
    }
  })
})

it('opens no connection to the service it names, and needs no token', async () => {
  const { explain } = await withPrompt()
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const told = parsed(await explain('--student', STUDENT, '--url', url, '--json'))
  expect(told.destination).toBe(`${url}/v1/prompts`)
  expect(connections).toBe(0)
  // The server does count: the upload itself cannot do without a connection.
  const environment = { PROMPTPOST_TOKEN: `pp_${'A'.repeat(43)}` }
  const upload = ['prompts', 'upload', 'prompt', '--student', STUDENT, '--url', url]
  const { folder } = await withPrompt()
  expect((await runCli(upload, { cwd: folder, environment })).code).toBe(1)
  expect(connections).toBeGreaterThan(0)
  server.close()
})

it('refuses an address to which the upload would not go', async () => {
  const { explain } = await withPrompt()
  const { code, stderr } = await explain('--url', 'http://post.example.com')
  expect([code, stderr]).toEqual([2, expect.stringContaining('--url: would send the token unencrypted')])
})
