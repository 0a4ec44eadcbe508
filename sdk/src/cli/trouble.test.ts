/**
 * What surrounds a command fails: readers that leave, disks that are full, addresses where something else answers.
 * @module
 */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newFolder, PROGRAM, runCli, runCommand, startCli, tuneArgs, writeData } from './cli.test.support.js'
import { shellQuote } from './text.js'

/** The command in a shell where no file may have more than so many KiB. */
const withSmallFiles = (kibibytes: number, args: readonly string[], cwd: string, ledger: string) => {
  const command = [process.execPath, PROGRAM, ...args].map(shellQuote).join(' ')
  return runCommand('bash', ['-c', `ulimit -f ${kibibytes}; ${command}`], {
    cwd,
    environment: { PROMPTPOST_LEDGER: ledger },
  })
}

const serverOf = async (answer: RequestListener): Promise<Record<string, string>> => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { PROMPTPOST_URL: `http://127.0.0.1:${port}`, PROMPTPOST_TOKEN: 'pp_x' }
}

describe('a reader that leaves', () => {
  it('of the progress does not end the work', async () => {
    const folder = await newFolder()
    const running = startCli(tuneArgs(await writeData(folder), 'prompt', '--steps', '60'), { cwd: folder })
    await running.says(/tune {2}\d+ %/)
    running.child.stderr!.destroy()
    expect((await running.ended).code).toBe(0)
    expect(await readdir(folder)).toContain('prompt')
  })

  it.runIf(existsSync('/dev/full'))('is no full disk, which is told', async () => {
    const { code, stderr } = await runCommand('bash', [
      '-c',
      `${process.execPath} ${PROGRAM} doctor >/dev/full`,
    ])
    expect([code, stderr]).toEqual([
      1,
      'error: the result could not be written to stdout: there is no space left on the disk\n',
    ])
  })
})

describe('a disk that takes no more', () => {
  it('ends a private run before it is charged, and leaves nothing', async () => {
    const folder = await newFolder()
    const ledger = join(folder, 'ledger')
    const data = await writeData(folder)
    const args = tuneArgs(data, 'prompt', '--epsilon', '8', '--expected-batch', '8')
    const { code, stdout, stderr } = await withSmallFiles(8, args, folder, ledger)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^error: .*is larger than a file may be here\nRaise the limit/m)
    const shown = await runCli(['privacy', 'ledger', '--json'], {
      environment: { PROMPTPOST_LEDGER: ledger },
    })
    expect(JSON.parse(shown.stdout).accounts).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['ledger', 'private.tsv'])
  })

  it('leaves no half of the body that explain-upload writes', async () => {
    const folder = await newFolder()
    const tuned = await runCli(tuneArgs(await writeData(folder), 'prompt'), { cwd: folder })
    expect(tuned.code).toBe(0)
    const args = ['explain-upload', 'prompt', '--student', 'stu_x', '--out', 'body.json']
    const { code, stderr } = await withSmallFiles(1, args, folder, join(folder, 'ledger'))
    expect([code, stderr]).toEqual([1, expect.stringContaining('is larger than a file may be here')])
    await expect(stat(join(folder, 'body.json'))).rejects.toThrow('ENOENT')
  })

  it('leaves a finished prompt beside its place when something came there, and says where', async () => {
    const folder = await newFolder()
    const args = tuneArgs(await writeData(folder), 'prompt', '--steps', '60', '--checkpoint-seconds', '0')
    const running = startCli(args, { cwd: folder })
    await running.says(/tune {2}\d+ %/)
    await writeFile(join(folder, 'prompt'), 'in the way')
    const { code, stdout, stderr } = await running.ended
    expect([code, stdout]).toEqual([2, ''])
    const kept = /The finished prompt is in (prompt-\w+)/.exec(stderr)![1]!
    expect((await readdir(folder)).sort()).toEqual(['private.tsv', 'prompt', kept])
    expect(await readdir(join(folder, kept))).toContain('adapter_model.safetensors')
  })
})

describe('an address where something else answers', () => {
  const html: RequestListener = (_, response) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<p>')
  const page: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')
  const json =
    (body: unknown): RequestListener =>
    (_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const commands = [
    ['jobs', 'list'],
    ['jobs', 'wait', 'job_x'],
    ['jobs', 'events', 'job_x'],
  ]

  it.each([
    ['no such page', html],
    ['a web page', page],
    ['other JSON', json({ a: 1 })],
    ['a JSON text', json('hello')],
  ])('is called so: %s', async (_, answer) => {
    const environment = await serverOf(answer)
    for (const command of commands) {
      const { code, stdout, stderr } = await runCli(command, { environment })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain('Check --url or PROMPTPOST_URL')
      expect(stderr).not.toMatch(/baseUrl|undefined|iterable/)
    }
  })

  it('is not told apart where an answer looks right, but never as if that were meant', async () => {
    const environment = await serverOf(json({ a: 1 }))
    const { code, stderr } = await runCli(['usage'], { environment })
    expect([code, stderr]).toEqual([1, expect.stringContaining('Run it again with --debug')])
  })
})

describe('a request that is broken off', () => {
  it.each([
    [['jobs', 'cancel', 'job_x'], true],
    [['jobs', 'show', 'job_x'], false],
  ])('may have been carried out, where it changes something: %j', async (args, mayBeDone) => {
    let asked = (): void => {}
    const isAsked = new Promise<void>(resolve => {
      asked = resolve
    })
    const running = startCli(args, { environment: await serverOf(() => asked()) })
    await isAsked
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect(code).toBe(130)
    expect(stderr.includes('The service may have done it all the same')).toBe(mayBeDone)
  })
})

it('a command that is missing is told in JSON too', async () => {
  for (const [args, next] of [
    [[], 'See: promptpost --help'],
    [['tokens'], 'See: promptpost tokens --help'],
  ] as const) {
    const { code, stdout } = await runCli([...args, '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'usage', message: 'a command is missing', exit_code: 2, next },
    })
  }
})

it('a service is not started on a folder of models that is not there', async () => {
  const folder = await newFolder()
  const { code, stdout, stderr } = await runCli(
    ['serve', '--data', 'data', '--models', 'modles', '--port', '0'],
    {
      cwd: folder,
    },
  )
  expect([code, stdout]).toEqual([4, ''])
  expect(stderr).toContain('--models: is no folder (got "modles")')
  expect(await readdir(folder)).toEqual([])
})
