/**
 * Uploads in parts: what may come, in which order, how often, and what becomes of it.
 * @module
 */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { sha256 } from '@promptpost/base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  type Call,
  type Json,
  startServer,
  type TestServer,
} from './testing/server.test.helper.js'
import { filesBelow } from './testing/stored-bytes.test.helper.js'
import {
  announce,
  begin,
  complete,
  contentDigest,
  linesOf,
  PART,
  partsOf,
  putPart,
  sendAll,
} from './testing/uploads.test.helper.js'

let server: TestServer
let client: Call & { token: string }

beforeAll(async () => {
  server = await startServer(['--max-bytes', '2MiB'])
  client = await server.as('client', 'client')
}, 60_000)
afterAll(() => server.close())

const contents = linesOf(3 * PART - 1000)
const parts = partsOf(contents)
const filesOf = (id: string, tenant = 'client'): Promise<string[]> =>
  filesBelow(`${server.data}/objects/tenants/${tenant}/uploads/${id}`)
const codesOf = (answers: readonly Answer[]): string[] =>
  answers.map(({ status, body }) => (status < 300 ? `${status}` : `${status} ${body.code}`)).sort()
const direct = async (call: Call) =>
  (await call('POST', '/v1/datasets?name=large&purpose=public', contents, { 'content-type': 'text/plain' }))
    .body

describe('an upload in parts', () => {
  it('makes what one request makes, whatever the order of its parts, and leaves nothing beside', async () => {
    const begun = await client('POST', '/v1/uploads', announce(contents))
    expect(begun).toMatchObject({
      status: 201,
      body: { status: 'open', part_bytes: PART, part_count: 3, parts_received: 0, parts: [] },
    })
    const { id } = begun.body
    expect(begun.headers.get('location')).toBe(`/v1/uploads/${id}`)
    for (const number of [3, 1])
      expect(await putPart(client, id, number, parts[number - 1]!)).toMatchObject({ status: 204 })
    expect(await complete(client, id)).toMatchObject({
      status: 409,
      body: { code: 'parts-missing', detail: expect.stringContaining('part 2') },
    })
    const { body: half } = await client('GET', `/v1/uploads/${id}`)
    expect(half).toMatchObject({
      parts_received: 2,
      parts: [
        { number: 1, bytes: PART },
        { number: 3, bytes: contents.length - 2 * PART },
      ],
    })
    await putPart(client, id, 2, parts[1]!)
    const made = await complete(client, id)
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(`/v1/datasets/${made.body.id}`)
    const { id: _one, created_at: _then, ...facts } = await direct(client)
    expect(made.body).toMatchObject(facts)
    expect((await client('GET', `/v1/datasets/${made.body.id}/texts?limit=1`)).body.data).toEqual([
      { text: 'text 0 ' },
    ])

    const again = await complete(client, id)
    expect([again.status, again.body]).toEqual([201, made.body])
    expect((await client('GET', `/v1/uploads/${id}`)).body).toMatchObject({
      status: 'completed',
      dataset: made.body.id,
    })
    expect(await filesOf(id)).toEqual(['record.json'])
    // The last part's answer may have been lost.
    expect((await putPart(client, id, 3, parts[2]!)).status).toBe(204)
    expect(await putPart(client, id, 3, Buffer.alloc(parts[2]!.length))).toMatchObject({
      status: 409,
      body: { code: 'completed' },
    })
    expect(await filesOf(id)).toEqual(['record.json'])

    await client('DELETE', `/v1/datasets/${made.body.id}`)
    expect(await complete(client, id)).toMatchObject({ status: 409, body: { code: 'deleted' } })
  })
})

describe('a part', () => {
  /** A PUT whose headers are what they are, and whose body may never come. */
  const raw = async (id: string, number: number, headers: Record<string, string>, body?: Uint8Array) => {
    const call = request(`${server.url}/v1/uploads/${id}/parts/${number}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${client.token}`, ...headers },
    })
    call.on('error', () => {})
    if (body) call.end(body)
    else call.flushHeaders()
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    const { code, pointer } = (await json(response)) as { code: string; pointer?: string }
    call.destroy()
    return { status: response.statusCode, code, pointer }
  }
  const digest = { 'content-digest': contentDigest(parts[0]!) }

  it('that has another length than it must is refused before a byte of it is read', async () => {
    const id = await begin(client, contents)
    expect(await raw(id, 1, { ...digest, 'content-length': `${PART + 1}` })).toEqual({
      status: 413,
      code: 'too-large',
      pointer: 'Content-Length',
    })
    expect(await raw(id, 1, { ...digest, 'content-length': `${PART - 1}` })).toMatchObject({
      status: 422,
      code: 'wrong-length',
    })
    // The last one is shorter.
    expect(await raw(id, 3, { ...digest, 'content-length': `${PART}` })).toMatchObject({ status: 413 })
    const chunked = { ...digest, 'transfer-encoding': 'chunked' }
    expect(await raw(id, 1, chunked)).toMatchObject({ status: 411, code: 'length-required' })
    expect(await filesOf(id)).toEqual(['record.json'])
  })

  it('needs its digest, among others if one likes', async () => {
    const id = await begin(client, contents)
    const length = { 'content-length': `${PART}` }
    for (const wrong of ['', 'sha-256=abc', `sha-256=:${'A'.repeat(20)}=:`, 'sha-512=:AAAA:'])
      expect(await raw(id, 1, { ...length, 'content-digest': wrong })).toEqual({
        status: 400,
        code: 'invalid-digest',
        pointer: 'Content-Digest',
      })
    const several = `md5=:AAAA:, ${contentDigest(parts[0]!)}`
    expect((await putPart(client, id, 1, parts[0]!, { 'content-digest': several })).status).toBe(204)
  })

  it('that changed on the way is not kept, and may be sent again', async () => {
    const id = await begin(client, contents)
    const damaged = Buffer.from(parts[0]!)
    damaged[1000]! ^= 1
    const answer = await putPart(client, id, 1, damaged, digest)
    expect(answer).toMatchObject({ status: 422, body: { code: 'digest-mismatch' } })
    expect(answer.headers.get('x-should-retry')).toBe('true')
    expect(await filesOf(id)).toEqual(['record.json'])
    expect((await putPart(client, id, 1, parts[0]!)).status).toBe(204)
    // Also one that is here already must be what its digest says.
    expect((await putPart(client, id, 1, damaged, digest)).status).toBe(422)
    expect((await putPart(client, id, 1, parts[0]!)).status).toBe(204)
    expect(await filesOf(id)).toEqual([`parts/1-${sha256(parts[0]!)}`, 'record.json'])
  })

  it('is not another one, and not of what there is not', async () => {
    const id = await begin(client, contents)
    await putPart(client, id, 1, parts[0]!)
    expect(await putPart(client, id, 1, parts[1]!)).toMatchObject({
      status: 409,
      body: { code: 'part-differs', pointer: 'number' },
    })
    for (const number of [0, 4, 1001, -1, 1.5, Number.NaN])
      expect((await putPart(client, id, number, parts[0]!)).status).toBe(404)
    const unknown = id.replace(/.$/, last => (last === 'z' ? 'y' : 'z'))
    expect((await putPart(client, unknown, 1, parts[0]!)).status).toBe(404)
  })
})

describe('two clients at once', () => {
  it('with the same parts make one data set', async () => {
    const both = await server.as('both', 'client')
    const id = await begin(both, contents)
    await Promise.all([sendAll(both, id, contents), sendAll(both, id, contents)])
    const made = await Promise.all(Array.from({ length: 4 }, () => complete(both, id)))
    expect(codesOf(made)).toEqual(['201', '201', '201', '201'])
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1)
    expect((await both('GET', '/v1/datasets')).body.data).toHaveLength(1)
    expect(await filesBelow(`${server.data}/objects/tenants/both/datasets`)).toHaveLength(2)
    expect(await filesOf(id, 'both')).toEqual(['record.json'])
  })

  it('with other bytes for a part: one of them is refused, and what was kept is whole', async () => {
    const id = await begin(client, contents)
    const other = Buffer.alloc(PART, 'y')
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => putPart(client, id, 1, i % 2 === 0 ? parts[0]! : other)),
    )
    expect(codesOf(answers)).toEqual([...Array(3).fill('204'), ...Array(3).fill('409 part-differs')])
    const here = (await client('GET', `/v1/uploads/${id}`)).body.parts as Json[]
    expect(await filesOf(id)).toEqual([`parts/1-${here[0]!.sha256}`, 'record.json'])
  })

  it('of which one gives up while the other sends and completes: there is a data set or there is none', async () => {
    const giver = await server.as('giver', 'client')
    const id = await begin(giver, contents)
    await putPart(giver, id, 1, parts[0]!)
    await putPart(giver, id, 2, parts[1]!)
    const sending = putPart(giver, id, 3, parts[2]!).then(() => complete(giver, id))
    await giver('DELETE', `/v1/uploads/${id}`)
    const { status } = await sending
    expect([201, 404]).toContain(status)
    expect((await giver('GET', '/v1/datasets')).body.data).toHaveLength(status === 201 ? 1 : 0)
    expect((await giver('GET', `/v1/uploads/${id}`)).status).toBe(404)
    expect(
      (await filesBelow(`${server.data}/objects/tenants/giver`)).filter(name => name.includes(id)),
    ).toEqual([`idempotency/deleted/${id}.json`])
  })
})

describe('what cannot become a data set', () => {
  it('is refused as by one request, and stays an upload', async () => {
    const lines = Buffer.from('"good"\n{"secret": 1}\n')
    const ndjson = { content_type: 'application/x-ndjson' }
    const id = await begin(client, lines, ndjson)
    await sendAll(client, id, lines)
    const refused = await complete(client, id)
    const type = { 'content-type': 'application/x-ndjson' }
    const asOne = await client('POST', '/v1/datasets?name=large&purpose=public', lines, type)
    const { instance: _one, request_id: _two, ...problem } = refused.body
    expect(asOne.body).toMatchObject(problem)
    expect(problem).toMatchObject({ code: 'invalid-text', pointer: 'line 2' })
    expect((await client('GET', `/v1/uploads/${id}`)).body.status).toBe('open')
    const blank = Buffer.from('\n \n')
    const empty = await begin(client, blank)
    await sendAll(client, empty, blank)
    expect(await complete(client, empty)).toMatchObject({ status: 422, body: { code: 'empty-dataset' } })
  })

  it('is what does not have the digest that was announced', async () => {
    const id = await begin(client, contents, { sha256: sha256('other') })
    await sendAll(client, id, contents)
    const before = (await client('GET', '/v1/datasets')).body.data.length
    expect(await complete(client, id)).toMatchObject({ status: 422, body: { code: 'digest-mismatch' } })
    expect((await client('GET', '/v1/datasets')).body.data).toHaveLength(before)
    expect((await filesOf(id)).filter(name => name.startsWith('staged'))).toEqual([])
  })

  it.each([
    [{ bytes: 2 ** 30 + 1 }, 413, 'too-large', '/bytes'],
    [{ part_bytes: 2 ** 22 + 1 }, 422, 'part-too-large', '/part_bytes'],
    [{ bytes: 2 ** 26 }, 422, 'too-many-parts', '/part_bytes'],
    [{ part_bytes: 1000 }, 400, 'invalid-body', '/part_bytes'],
    [{ bytes: 0 }, 400, 'invalid-body', '/bytes'],
    [{ sha256: 'x' }, 400, 'invalid-body', '/sha256'],
    [{ content_type: 'text/csv' }, 400, 'invalid-body', '/content_type'],
    [{ kind: 'prompt' }, 400, 'invalid-body', '/kind'],
    [{ bytes: 2 ** 25 }, 429, 'quota-exceeded', undefined],
  ])('is refused when it is announced: %j', async (more, status, code, pointer) => {
    const answer = await client('POST', '/v1/uploads', announce(contents, more))
    expect([answer.status, answer.body.code, answer.body.pointer]).toEqual([status, code, pointer])
  })
})

describe('uploads', () => {
  it('are found by digest, name and state, and are one for one key', async () => {
    const finder = await server.as('finder', 'client')
    const key = { 'idempotency-key': 'k' }
    const { id } = (await finder('POST', '/v1/uploads', announce(contents), key)).body
    const again = await finder('POST', '/v1/uploads', announce(contents), key)
    expect([again.body.id, again.headers.get('idempotent-replayed')]).toEqual([id, 'true'])
    const other = await begin(finder, linesOf(100), { name: 'small' })
    await sendAll(finder, other, linesOf(100))
    await complete(finder, other)
    const list = async (query: string) =>
      (await finder('GET', `/v1/uploads?${query}`)).body.data.map(upload => upload.id as string)
    expect(await list('')).toEqual([id, other])
    expect(await list(`sha256=${sha256(contents)}`)).toEqual([id])
    expect(await list('name=small')).toEqual([other])
    expect(await list('status=open')).toEqual([id])
    expect(await list(`sha256=${sha256(contents)}&name=small`)).toEqual([])
    expect((await finder('GET', '/v1/uploads?sha256=x')).status).toBe(400)
    expect((await finder('GET', '/v1/uploads')).body.data[0]).not.toHaveProperty('parts')

    const stale = { 'if-match': '"x"' }
    expect((await finder('DELETE', `/v1/uploads/${id}`, undefined, stale)).status).toBe(412)
    expect((await finder('DELETE', `/v1/uploads/${id}`)).status).toBe(204)
    expect((await finder('DELETE', `/v1/uploads/${id}`)).status).toBe(404)
    expect(await finder('POST', '/v1/uploads', announce(contents), key)).toMatchObject({
      status: 409,
      body: { code: 'deleted' },
    })
  })

  it('count with all they announced, however many are begun at once, until they are done or given up', async () => {
    const full = await server.as('full', 'client')
    const large = linesOf(2 ** 20 + 200_000)
    const announced = announce(linesOf(300_000))
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => full('POST', '/v1/uploads', announced)),
    )
    const room = Math.floor(2 ** 21 / announced.bytes)
    expect(codesOf(answers)).toEqual([
      ...Array(room).fill('201'),
      ...Array(10 - room).fill('429 quota-exceeded'),
    ])
    const ids = answers.flatMap(({ status, body }) => (status === 201 ? [body.id] : []))
    const texts = { name: 'd', purpose: 'public', texts: Array(4).fill('x'.repeat(90_000)) }
    expect((await full('POST', '/v1/datasets', texts)).status).toBe(429)
    for (const id of ids) await full('DELETE', `/v1/uploads/${id}`)
    // More than half of what may be kept: its parts make room for what becomes of them.
    const id = await begin(full, large)
    await sendAll(full, id, large)
    expect((await complete(full, id)).status).toBe(201)
    const left = announce(Buffer.alloc(600_000))
    expect((await full('POST', '/v1/uploads', left)).status).toBe(201)
    expect(codesOf([await full('POST', '/v1/uploads', left)])).toEqual(['429 quota-exceeded'])
  })

  it('are not for tokens that may only read', async () => {
    const reader = await server.as('client', 'client', 'read')
    const id = await begin(client, contents)
    expect((await reader('GET', `/v1/uploads/${id}`)).status).toBe(200)
    expect((await reader('POST', '/v1/uploads', announce(contents))).status).toBe(403)
    expect((await putPart(reader, id, 1, parts[0]!)).status).toBe(403)
    expect((await complete(reader, id)).status).toBe(403)
    expect((await reader('DELETE', `/v1/uploads/${id}`)).status).toBe(403)
  })
})
