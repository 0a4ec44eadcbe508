/**
 * Large data sets from the client: in parts, each again where it did not arrive, none again that is there.
 * @module
 */
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faulty, json } from './faulty-server.test.helper.js'
import {
  BadRequestError,
  ConnectionError,
  IntegrityError,
  PromptPost,
  RateLimitError,
  UserAbortError,
} from './index.js'
import { type FaultyProxy, type Service, startProxy, startService } from './service.test.helper.js'

const PART = 4 * 2 ** 20
let service: Service
let proxy: FaultyProxy
const clientOf = async (tenant: string): Promise<PromptPost> =>
  new PromptPost({ baseUrl: proxy.url, token: await service.token(tenant, 'client') })

beforeAll(async () => {
  service = await startService(['--max-bytes', '40MiB'])
  proxy = await startProxy(service.url)
}, 60_000)
afterEach(() => {
  proxy.mischief = undefined
  proxy.seen.length = 0
})
afterAll(async () => {
  await proxy.close()
  await service.close()
})

/** Texts whose lines have about so many bytes in all, no two alike. */
const textsOf = (bytes: number, word = 'word'): string[] =>
  Array.from({ length: Math.ceil(bytes / 20_000) }, (_, i) => `${i} ${word} `.repeat(5_000).slice(0, 19_988))
const linesOf = (texts: readonly string[]): Buffer =>
  Buffer.from(texts.map(text => `${JSON.stringify({ text })}\n`).join(''))
const texts = textsOf(2.5 * PART)
const large = { name: 'large', purpose: 'public', texts } as const

/** Numbers of the parts that were sent, in their order. */
const partsSent = (): number[] =>
  proxy.seen.flatMap(({ method, path }) => (method === 'PUT' ? [Number(path.split('/').at(-1))] : []))

describe('a data set', () => {
  it('of more than one part is sent in parts, and is the one that was sent', async () => {
    const client = await clientOf('one')
    const told: number[] = []
    const onProgress = (done: number, total: number): void => {
      told.push(done)
      expect(total).toBe(linesOf(texts).length)
    }
    const dataset = await client.datasets.create(large, { onProgress })
    expect(dataset).toMatchObject({ name: 'large', purpose: 'public', count: texts.length })
    expect(dataset.sha256).toBe(createHash('sha256').update(linesOf(texts)).digest('hex'))
    expect(partsSent().sort()).toEqual([1, 2, 3])
    expect(told[0]).toBe(0)
    expect(told.at(-1)).toBe(linesOf(texts).length)
    expect([...told].sort((a, b) => a - b)).toEqual(told)
    const { data } = await client.datasets.texts(dataset.id, { limit: 2 })
    expect(data).toEqual(texts.slice(0, 2).map(text => ({ text })))
    const [upload] = await client.uploads.list({ status: 'completed' }).all()
    expect((await client.uploads.get(upload!.id)).dataset).toBe(dataset.id)
  })

  it('that is there already is not sent again, but for a key of its own; one that was deleted is', async () => {
    const client = await clientOf('again')
    const first = await client.datasets.create(large)
    proxy.seen.length = 0
    expect(await client.datasets.create(large)).toEqual(first)
    expect(partsSent()).toEqual([])
    const other = await client.datasets.create({ ...large, name: 'other' })
    const keyed = await client.datasets.create(large, { idempotencyKey: 'k' })
    expect(new Set([first.id, other.id, keyed.id]).size).toBe(3)
    expect(await client.datasets.create(large, { idempotencyKey: 'k' })).toEqual(keyed)
    for (const { id } of [first, keyed]) await client.datasets.delete(id)
    proxy.seen.length = 0
    expect((await client.datasets.create(large)).id).not.toBe(first.id)
    expect(partsSent().sort()).toEqual([1, 2, 3])
  })

  it('with blank texts is the rest, in parts as in one request', async () => {
    const client = await clientOf('blank')
    for (const some of [
      ['a', ' ', 'b', ''],
      [...texts, '\n', ' '],
    ]) {
      const { count, sha256 } = await client.datasets.create({ ...large, texts: some })
      const rest = some.filter(text => text.trim() !== '')
      expect(count).toBe(rest.length)
      expect(sha256).toBe(createHash('sha256').update(linesOf(rest)).digest('hex'))
    }
  })

  it('that is kept otherwise than it was sent is an error', async () => {
    const { client } = await faulty(response => json(response, 201, { id: 'dst_x', sha256: 'f'.repeat(64) }))
    await expect(client.datasets.create({ ...large, texts: ['a'] })).rejects.toBeInstanceOf(IntegrityError)
  })

  it('whose texts are refused takes no room after', async () => {
    const client = await clientOf('refused')
    const some = [...texts, 'x'.repeat(100_001)]
    const refusal = client.datasets.create({ ...large, texts: some })
    await expect(refusal).rejects.toBeInstanceOf(BadRequestError)
    await expect(refusal).rejects.toMatchObject({ code: 'invalid-text', pointer: `line ${some.length}` })
    expect(await client.uploads.list().all()).toEqual([])
  })

  it('for which there is no room is refused before any of it is sent', async () => {
    const client = await clientOf('full')
    for (let i = 0; i < 3; i++) await client.datasets.create({ ...large, name: `n${i}` })
    proxy.seen.length = 0
    await expect(client.datasets.create(large)).rejects.toBeInstanceOf(RateLimitError)
    expect(partsSent()).toEqual([])
  })
})

describe('a part', () => {
  it('that does not arrive, arrives changed or whose answer is lost is sent again, alone', async () => {
    const client = await clientOf('parts')
    const failed = new Set<string>()
    proxy.mischief = ({ method, path }, response) => {
      const number = path.split('/').at(-1) as string
      if (method !== 'PUT' || failed.has(number)) return false
      failed.add(number)
      if (number === '1') response.writeHead(503, { 'retry-after': '0' }).end()
      else if (number === '2') response.destroy()
      else
        response
          .writeHead(422, { 'content-type': 'application/problem+json', 'x-should-retry': 'true' })
          .end(JSON.stringify({ status: 422, code: 'digest-mismatch' }))
      return true
    }
    const { count } = await client.datasets.create(large)
    expect(count).toBe(texts.length)
    expect(partsSent().sort()).toEqual([1, 1, 2, 2, 3, 3])
  })

  it('that is there is not sent again by the next call, however the first one ended', async () => {
    const client = await clientOf('resumes')
    const some = textsOf(5.5 * PART, 'other')
    const asked = { ...large, texts: some }
    const control = new AbortController()
    proxy.mischief = ({ method, path }, response) => {
      if (method !== 'PUT' || Number(path.split('/').at(-1)) <= 2) return false
      response.destroy()
      return true
    }
    await expect(client.datasets.create(asked, { maxRetries: 0 })).rejects.toBeInstanceOf(ConnectionError)
    const there = async (): Promise<number[]> => {
      const [upload] = await client.uploads.list({ status: 'open' }).all()
      return (await client.uploads.get(upload!.id)).parts.map(({ number }) => number)
    }
    expect((await there()).every(number => number <= 2)).toBe(true)
    // The last part is not answered until the call is given up, and that is once it has come: later it would be let through.
    let [isHeld, isFar] = [false, false]
    const giveUp = (): void => {
      if (isHeld && isFar) control.abort()
    }
    proxy.mischief = ({ path }) => {
      if (!path.endsWith('/parts/6')) return false
      isHeld = true
      giveUp()
      return true
    }
    const aborted = client.datasets.create(asked, {
      signal: control.signal,
      onProgress: done => {
        if (done > 3 * PART) isFar = true
        giveUp()
      },
    })
    await expect(aborted).rejects.toBeInstanceOf(UserAbortError)
    proxy.mischief = undefined
    const now = await there()
    expect(now.length).toBeGreaterThan(3)
    proxy.seen.length = 0
    const told: number[] = []
    await client.datasets.create(asked, { onProgress: done => told.push(done) })
    expect(told[0]).toBeGreaterThanOrEqual(now.length * PART)
    expect(partsSent()).toContain(6)
    expect(partsSent().filter(number => now.includes(number))).toEqual([])
    expect(await client.uploads.list({ status: 'open' }).all()).toEqual([])
  })

  it('of other contents under this digest is not gone on with', async () => {
    const client = await clientOf('foreign')
    const bytes = linesOf(texts)
    const headers = {
      authorization: `Bearer ${await service.token('foreign', 'client')}`,
      'content-type': 'application/json',
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const facts = { kind: 'dataset', name: 'large', purpose: 'public', content_type: 'application/x-ndjson' }
    const body = JSON.stringify({ ...facts, bytes: bytes.length, sha256 })
    const begun = await fetch(`${service.url}/v1/uploads`, { method: 'POST', headers, body })
    const { id } = (await begun.json()) as { id: string }
    const wrong = Buffer.alloc(PART, 'x')
    const digest = createHash('sha256').update(wrong).digest('base64')
    const put = {
      method: 'PUT',
      headers: { ...headers, 'content-digest': `sha-256=:${digest}:` },
      body: wrong,
    }
    expect((await fetch(`${service.url}/v1/uploads/${id}/parts/2`, put)).status).toBe(204)
    const { sha256: kept } = await client.datasets.create(large)
    expect(kept).toBe(sha256)
    await expect(client.uploads.get(id)).rejects.toMatchObject({ status: 404 })
  })
})

it('two calls at once end well, with whole data sets and nothing open', async () => {
  const client = await clientOf('two')
  const made = await Promise.all([client.datasets.create(large), client.datasets.create(large)])
  for (const { sha256 } of made) expect(sha256).toBe(made[0]!.sha256)
  expect(await client.uploads.list({ status: 'open' }).all()).toEqual([])
})
