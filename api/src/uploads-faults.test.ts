/**
 * Uploads whose server is killed, or whose disk is full, at the worst moments: nothing is lost, nothing half-written.
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Json, startServer, type TestServer } from './testing/server.test.helper.js'
import { filesBelow } from './testing/stored-bytes.test.helper.js'
import {
  begin,
  complete,
  contentDigest,
  linesOf,
  PART,
  partsOf,
  putPart,
  sendAll,
} from './testing/uploads.test.helper.js'

/** Bytes of all files of a folder, which may go while they are looked at. */
const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0
  for (const name of await readdir(folder).catch(() => []))
    bytes += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0
  return bytes
}

/** When to kill, unless all is over before: once so many bytes of texts are staged, or after so many milliseconds. */
const MOMENTS = [
  { staged: 1, wait: 10_000 },
  { staged: 900_000, wait: 10_000 },
  { staged: Number.POSITIVE_INFINITY, wait: 30 },
  { staged: Number.POSITIVE_INFINITY, wait: 60 },
]

describe('a server that is killed', () => {
  let server: TestServer
  let client: Call & { token: string }
  beforeAll(async () => {
    server = await startServer()
    client = await server.as('client', 'client')
  }, 60_000)
  afterAll(() => server.close())

  const objects = (): Promise<string[]> => filesBelow(join(server.data, 'objects/tenants/client'))
  const restart = async (): Promise<void> => {
    await server.stop('SIGKILL')
    await server.start()
    expect(await readdir(join(server.data, 'drafts'))).toEqual([])
  }

  it('in the middle of a part has the parts before it, and that one not at all', async () => {
    const contents = linesOf(4 * PART)
    const parts = partsOf(contents)
    const id = await begin(client, contents)
    await putPart(client, id, 1, parts[0]!)
    const half = request(`${server.url}/v1/uploads/${id}/parts/2`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${client.token}`,
        'content-length': `${PART}`,
        'content-digest': contentDigest(parts[1]!),
      },
    })
    half.on('error', () => {})
    half.write(parts[1]!.subarray(0, PART / 2))
    while ((await bytesIn(join(server.data, 'drafts'))) < PART / 2) await sleep(10)
    await restart()
    const { parts: here } = (await client('GET', `/v1/uploads/${id}`)).body as unknown as { parts: Json[] }
    expect(here.map(({ number }) => number)).toEqual([1])
    expect((await objects()).filter(name => name.includes('/parts/'))).toHaveLength(1)
    await sendAll(client, id, contents)
    // Killed again, with all parts here.
    await restart()
    const { status, body } = await complete(client, id)
    expect([status, body.name]).toEqual([201, 'large'])
    expect((await objects()).filter(name => name.startsWith('uploads/'))).toEqual([
      `uploads/${id}/record.json`,
    ])
  })

  it('while it makes the data set makes the same one when it is asked again', {
    timeout: 120_000,
  }, async () => {
    const contents = linesOf(20 * PART)
    const count = contents.toString().trim().split('\n').length
    const killed = await server.as('killed', 'client')
    for (const { staged, wait } of MOMENTS) {
      const id = await begin(killed, contents)
      await sendAll(killed, id, contents)
      let isOver = false
      const answer = complete(killed, id)
        .catch(() => undefined)
        .finally(() => {
          isOver = true
        })
      const begun = performance.now()
      while (
        !isOver &&
        (await bytesIn(join(server.data, 'drafts'))) < staged &&
        performance.now() - begun < wait
      )
        await sleep(1)
      await restart()
      const before = await answer
      const { status, body } = await complete(killed, id)
      expect(status).toBe(201)
      if (before?.status === 201) expect(body).toEqual(before.body)
      expect(body.count).toBe(count)
      expect((await killed('GET', '/v1/datasets')).body.data).toEqual([body])
      const left = await filesBelow(join(server.data, 'objects/tenants/killed'))
      expect(left.filter(name => /^(uploads|datasets)\//.test(name) && !name.includes(body.id))).toEqual(
        (await killed('GET', '/v1/uploads')).body.data.map(upload => `uploads/${upload.id}/record.json`),
      )
      await killed('DELETE', `/v1/datasets/${body.id}`)
    }
  })
})

const canMount =
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0

describe.runIf(canMount)('a full disk', () => {
  const PROGRAM = fileURLToPath(new URL('../dist/node.js', import.meta.url))
  let root: string
  let child: ChildProcess
  let call: Call
  /** The data folder as the server sees it. */
  let data: string

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'promptpost-full-'))
    const [seed, inside] = [join(root, 'seed'), join(root, 'data')]
    const { token } = await createToken(await openDirectoryStore(seed), { tenant: 'client', role: 'client' })
    await cp(seed, inside, { recursive: true })
    const program = `"${process.execPath}" "${PROGRAM}" --data "${inside}" --models "${root}" --port 0 --predictor off`
    const script = `mount -t tmpfs -o size=8m tmpfs "${inside}" && cp -r "${seed}/." "${inside}" && exec ${program}`
    child = spawn('unshare', ['-m', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = (await once(child.stdout!, 'data')) as [Buffer]
    const { url } = JSON.parse(line.toString()) as { url: string }
    data = `/proc/${child.pid}/root${inside}`
    call = async (method, path, body, headers = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body) }),
      })
      const text = await response.text()
      const parsed = (text === '' ? {} : JSON.parse(text)) as Json
      return { status: response.status, headers: response.headers, body: parsed }
    }
  }, 60_000)
  afterAll(async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
    await rm(root, { recursive: true, force: true })
  })

  /** A data set of so many bytes, which makes room again when it is deleted. */
  const fill = async (bytes: number): Promise<() => Promise<void>> => {
    const texts = Array(Math.floor(bytes / 100_000)).fill('x'.repeat(99_980))
    const { status, body } = await call('POST', '/v1/datasets', { name: 'filler', purpose: 'public', texts })
    expect(status).toBe(201)
    return async () => void expect((await call('DELETE', `/v1/datasets/${body.id}`)).status).toBe(204)
  }

  it('refuses a part or the data set with 503, keeps all that is here, and goes on once there is room', async () => {
    const contents = linesOf(1_500_000)
    const parts = partsOf(contents)
    const id = await begin(call, contents)
    const fillers = []
    for (const bytes of [3_500_000, 1_800_000, 1_300_000, 500_000]) fillers.push(await fill(bytes))
    const statuses: number[] = []
    for (const [i, part] of parts.entries()) statuses.push((await putPart(call, id, i + 1, part)).status)
    expect(statuses[0]).toBe(204)
    expect(statuses).toContain(503)
    expect(await readdir(join(data, 'drafts'))).toEqual([])
    const here = (await call('GET', `/v1/uploads/${id}`)).body as unknown as { parts: Json[] }
    expect(here.parts.map(({ number }) => number)).toEqual(
      statuses.flatMap((status, i) => (status === 204 ? [i + 1] : [])),
    )
    await fillers[1]!()
    for (const [i, part] of parts.entries())
      if (statuses[i] === 503) expect((await putPart(call, id, i + 1, part)).status).toBe(204)
    const refused = await complete(call, id)
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(refused.body.detail).toContain('no space left')
    expect((await call('GET', `/v1/uploads/${id}`)).body.parts).toHaveLength(parts.length)
    await fillers[0]!()
    const { status, body } = await complete(call, id)
    expect(status).toBe(201)
    expect(body.count).toBe(contents.toString().trim().split('\n').length)
    expect(await readdir(join(data, 'drafts'))).toEqual([])
    const left = await filesBelow(join(data, 'objects/tenants/client'))
    expect(left.filter(name => name.startsWith('uploads/'))).toEqual([`uploads/${id}/record.json`])
  })
})
