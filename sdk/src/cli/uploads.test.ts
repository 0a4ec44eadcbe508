/**
 * Large data sets from the command line: what is killed is gone on with by the same command.
 * @module
 */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Service, startService } from '../client/service.test.helper.js'
import { newFolder, type Outcome, runCli, startCli } from './cli.test.support.js'

const PART = 4 * 2 ** 20

/** Between CLI and service: counts what parts bring, changes or keeps some of them. */
let proxy: Server
let requests = 0
let sent: { number: number; bytes: number }[] = []
/** Parts that are handed on; the others are read and never answered. */
let open: (number: number) => boolean
/** Changes a byte of the next part. */
let isDamaging = false

const handOn = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
  requests++
  const body = await buffer(asked)
  const [, digits] = /\/parts\/(\d+)$/.exec(asked.url ?? '') ?? []
  if (digits !== undefined) {
    if (!open(Number(digits))) return
    sent.push({ number: Number(digits), bytes: body.length })
    if (isDamaging) body[body.length >> 1]! ^= 1
    isDamaging = false
  }
  const { method, headers, url } = asked
  const onward = request(service.url + url, { method, headers })
  onward.end(body)
  const [came] = (await once(onward, 'response')) as [IncomingMessage]
  const bytes = await buffer(came)
  answer.writeHead(came.statusCode!, came.headers).end(bytes)
}

let service: Service
let folder: string
let text: string
/** Of what is sent, as the command shows it. */
let size: string
let run: (args: readonly string[]) => { environment: Record<string, string>; cwd: string; args: string[] }

beforeAll(async () => {
  service = await startService()
  proxy = createServer((asked, answer) => void handOn(asked, answer).catch(() => answer.destroy()))
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  folder = await newFolder()
  const token = await service.token('client', 'client')
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  run = args => ({
    args: [...args],
    cwd: folder,
    environment: { PROMPTPOST_URL: url, PROMPTPOST_TOKEN: token },
  })
  const lines = Array.from({ length: 40_000 }, (_, i) => `${i} ${'public words '.repeat(24)}.`)
  text = `${lines.join('\n')}\n`
  await writeFile(join(folder, 'large.txt'), text)
  size = `${(total() / 2 ** 20).toFixed(1)} MiB`
}, 60_000)
beforeEach(() => {
  sent = []
  open = () => true
})
afterAll(async () => {
  proxy.closeAllConnections()
  proxy.close()
  await service.close()
})

const create = (name: string): string[] => [
  'datasets',
  'create',
  'large.txt',
  '--name',
  name,
  '--purpose',
  'public',
]
const cli = (args: readonly string[]): Promise<Outcome> => {
  const { args: all, ...settings } = run(args)
  return runCli(all, settings)
}

/** Bytes of the JSON lines of the file. */
const total = (): number =>
  Buffer.byteLength(
    text
      .trimEnd()
      .split('\n')
      .map(line => `${JSON.stringify({ text: line })}\n`)
      .join(''),
  )

describe('datasets create', () => {
  it('of a large file, killed midway, sends only what is missing when it is run again', {
    timeout: 60_000,
  }, async () => {
    const there = new Set([1, 3])
    open = number => there.has(number)
    const { args, ...settings } = run(create('killed'))
    const killed = startCli(args, settings)
    await killed.says(/upload {2}0 %/)
    const upload = async () =>
      JSON.parse((await cli(['uploads', 'list', '--json'])).stdout).data[0] as {
        parts_received: number
        id: string
      }
    while ((await upload())?.parts_received !== 2);
    killed.child.kill('SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    const { id } = await upload()
    expect(JSON.parse((await cli(['uploads', 'show', id, '--json'])).stdout)).toMatchObject({
      status: 'open',
      parts: [{ number: 1 }, { number: 3 }],
    })

    sent = []
    open = () => true
    const { code, stdout, stderr } = await cli([...create('killed'), '--json'])
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'killed', count: 40_000, size: total() })
    expect(sent.map(({ number }) => number).sort()).toEqual([2, 4])
    expect(sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total() - 2 * PART)
    expect(stderr).toContain(`8.0 MiB of ${size} are there already`)
    expect(stderr).toMatch(/upload {2}100 %/)
  })

  it('says how far it got when it is interrupted', { timeout: 40_000 }, async () => {
    open = number => number === 2
    const { args, ...settings } = run(create('interrupted'))
    const stopped = startCli(args, settings)
    while (sent.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
    while (!(await cli(['uploads', 'list'])).stdout.includes('1 of 4'));
    stopped.child.kill('SIGINT')
    const { code, stderr } = await stopped.ended
    expect([code, stderr]).toEqual([130, expect.stringContaining(`stopped with 4.0 MiB of ${size} there`)])
    expect(stderr).toContain(
      'Continue it with: promptpost datasets create large.txt --name interrupted --purpose public',
    )
    const { data } = JSON.parse((await cli(['uploads', 'list', '--json'])).stdout) as {
      data: { id: string; name: string }[]
    }
    const { id } = data.find(({ name }) => name === 'interrupted')!
    expect((await cli(['uploads', 'delete', id, '--yes'])).code).toBe(0)
    expect((await cli(['uploads', 'list'])).stdout).not.toContain('interrupted')
  })

  it('sends nothing with --dry-run, also of a large file', async () => {
    requests = 0
    const { code, stdout } = await cli([...create('planned'), '--dry-run'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('POST ')])
    expect(stdout).toContain('/v1/uploads')
    expect(requests).toBe(0)
  })

  it('names each file of a folder before anything is sent, and the one whose text is refused', async () => {
    const project = join(folder, 'project')
    await mkdir(project)
    await writeFile(join(project, 'notes.txt'), 'A note.\n')
    await writeFile(join(project, 'public.tsv'), `text\nOne.\n${'long '.repeat(20_001)}\n`)
    const create = ['datasets', 'create', 'project', '--name', 'folder', '--purpose', 'public']
    requests = 0
    const planned = await cli([...create, '--dry-run'])
    expect(requests).toBe(0)
    const sent = await cli(create)
    for (const { stderr } of [planned, sent]) {
      expect(stderr).toContain(`taken: ${join('project', 'notes.txt')}, 1 text\n`)
      expect(stderr).toContain(`taken: ${join('project', 'public.tsv')}, 2 texts\n`)
    }
    const place = `${join('project', 'public.tsv')}: text 2 has more than 100000 characters`
    expect([sent.code, sent.stderr]).toEqual([2, expect.stringContaining(place)])
    const looked = await cli([...create, '--validate-only'])
    expect([looked.code, looked.stdout]).toEqual([1, expect.stringContaining('public.tsv: text 2)')])
  })

  it('sends a part again that changed on the way', { timeout: 40_000 }, async () => {
    isDamaging = true
    const { code, stdout, stderr } = await cli([...create('damaged'), '--json'])
    expect(code, stderr).toBe(0)
    expect(sent).toHaveLength(5)
    expect(JSON.parse(stdout)).toMatchObject({ count: 40_000, size: total() })
  })

  it('run twice at the same time ends well twice', { timeout: 40_000 }, async () => {
    const both = await Promise.all([cli([...create('both'), '--json']), cli([...create('both'), '--json'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    const [one, two] = both.map(({ stdout }) => JSON.parse(stdout) as { sha256: string })
    expect(one!.sha256).toBe(two!.sha256)
    expect((await cli(['uploads', 'list'])).stdout).not.toContain(' open ')
  })
})
