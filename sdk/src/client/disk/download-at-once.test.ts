/**
 * Downloads of the same files into one folder by two processes at once, and by one after another was killed.
 * @module
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

const CONTENTS = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251))
const FILE = {
  name: 'model.safetensors',
  size: CONTENTS.length,
  sha256: createHash('sha256').update(CONTENTS).digest('hex'),
}
/** Bytes that are sent at once; the rest when the test says so. */
const FIRST = 50_000

/** Downloads the file in a process of its own: address of the server and folder on its command line. */
const PROGRAM = `
  import { downloadFiles } from ${JSON.stringify(new URL('../../../dist/client/disk/download.js', import.meta.url).href)}
  const [url, folder] = process.argv.slice(1)
  await downloadFiles((name, headers) => fetch(url + name, { headers }), [${JSON.stringify(FILE)}], folder)
`

let folder: string
let ranges: (string | undefined)[]
/** Answers that are not ended yet. */
let begun: { start: number; response: ServerResponse }[]
let told: (() => void) | undefined

const server = createServer((request, response) => {
  const { range } = request.headers
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  ranges.push(range)
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': CONTENTS.length - start })
  response.write(CONTENTS.subarray(start, start + FIRST))
  begun.push({ start, response })
  told?.()
})

const requests = async (count: number): Promise<void> => {
  while (begun.length < count) await new Promise<void>(resolve => (told = resolve))
}

const sendRest = (): void => {
  for (const { start, response } of begun) response.end(CONTENTS.subarray(start + FIRST))
}

const download = (): { kill: () => void; closed: Promise<number | null> } => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, url, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return {
    kill: () => child.kill('SIGKILL'),
    closed: once(child, 'close').then(([code]) => code as number | null),
  }
}

/** Waits until part files of the folder together hold so many bytes. */
const written = async (bytes: number): Promise<void> => {
  for (;;) {
    const names = (await readdir(folder)).filter(name => name.endsWith('.part'))
    const sizes = await Promise.all(names.map(async name => (await readFile(join(folder, name))).length))
    if (sizes.reduce((sum, size) => sum + size, 0) >= bytes) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-at-once-'))
  ranges = []
  begun = []
  return () => rm(folder, { recursive: true, force: true })
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

it('two processes at once both end well, with one right file and nothing else', async () => {
  const both = [download(), download()]
  await requests(2)
  await written(2 * FIRST)
  sendRest()
  expect(await Promise.all(both.map(({ closed }) => closed))).toEqual([0, 0])
  expect(ranges).toEqual([undefined, undefined])
  expect(await readdir(folder)).toEqual([FILE.name])
  expect((await readFile(join(folder, FILE.name))).equals(CONTENTS)).toBe(true)
})

it('what a killed process left is continued, by one of two', async () => {
  const killed = download()
  await requests(1)
  await written(FIRST)
  killed.kill()
  await killed.closed
  begun = []
  const both = [download(), download()]
  await requests(2)
  sendRest()
  expect(await Promise.all(both.map(({ closed }) => closed))).toEqual([0, 0])
  expect(ranges.slice(1).sort()).toEqual([`bytes=${FIRST}-`, undefined])
  expect(await readdir(folder)).toEqual([FILE.name])
  expect((await readFile(join(folder, FILE.name))).equals(CONTENTS)).toBe(true)
})
