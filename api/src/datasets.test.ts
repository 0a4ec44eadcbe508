/**
 * Data sets: statistics, pages of texts, and what would be refused.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Json, startServer, type TestServer } from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
}, 60_000)
afterAll(() => server.close())

const PLAIN = { 'content-type': 'text/plain' }
const NDJSON = { 'content-type': 'application/x-ndjson' }

const create = async (call: Call, texts: string[], purpose = 'public'): Promise<Json> =>
  (await call('POST', '/v1/datasets', { name: 'texts', purpose, texts })).body

/** All texts by pages, and how many pages there were. */
const pages = async (call: Call, id: string, limit: number): Promise<[string[], number]> => {
  const texts: string[] = []
  let count = 0
  for (let cursor: string | null = ''; cursor !== null; count++) {
    const { status, body } = await call(
      'GET',
      `/v1/datasets/${id}/texts?limit=${limit}${cursor && `&cursor=${cursor}`}`,
    )
    expect(status).toBe(200)
    texts.push(...body.data.map(({ text }) => text as string))
    cursor = body.next_cursor
  }
  return [texts, count]
}

describe('statistics', () => {
  it('are of the texts kept, however they came', async () => {
    const statistics = {
      characters: { min: 1, median: 2, max: 4 },
      bytes: { min: 1, median: 3, max: 4 },
      duplicates: 1,
    }
    expect(await create(client, ['a', ' ', 'aé', 'a', 'abcd', 'éa'])).toMatchObject({ count: 5, statistics })
    const lines = await client('POST', '/v1/datasets?name=s&purpose=public', 'a\n\naé\na\nabcd\néa', PLAIN)
    expect(lines.body).toMatchObject({ count: 5, statistics })
  })
})

describe('texts', () => {
  it('come by pages, in their order, whatever they hold', async () => {
    const texts = Array.from({ length: 23 }, (_, i) => `text ${i}\n"é💥\u2028"`)
    const { id } = await create(client, texts)
    for (const [limit, count] of [
      [100, 1],
      [23, 1],
      [10, 3],
      [1, 23],
    ] as const)
      expect(await pages(client, id, limit)).toEqual([texts, count])
  })

  it('that are long make pages that end early', async () => {
    const texts = Array.from({ length: 14 }, (_, i) => `${i}`.repeat(90_000).slice(0, 90_000 + i))
    const { id } = await create(client, texts)
    const [seen, count] = await pages(client, id, 100)
    expect(seen.map(text => text.length)).toEqual(texts.map(text => text.length))
    expect(seen).toEqual(texts)
    expect(count).toBe(2)
  })

  it('are not read from the middle of a line, nor behind the last', async () => {
    const { id, size } = await create(client, ['one', 'two'])
    for (const cursor of ['1', '5', String(size), '999999999999'])
      expect(await client('GET', `/v1/datasets/${id}/texts?cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { code: 'invalid-cursor', pointer: 'cursor' },
      })
    expect((await client('GET', `/v1/datasets/${id}/texts?cursor=../x`)).status).toBe(400)
  })

  it('are one’s own, or public ones of the provider', async () => {
    const shared = await create(provider, ['shared'])
    const kept = await create(provider, ['kept'], 'distillation')
    const own = await create(client, ['own'])
    expect(await pages(client, shared.id, 20)).toEqual([['shared'], 1])
    expect(await pages(client, own.id, 20)).toEqual([['own'], 1])
    expect(await pages(provider, kept.id, 20)).toEqual([['kept'], 1])
    const stranger = await server.as('stranger', 'client')
    for (const [call, { id }] of [
      [client, kept],
      [stranger, own],
      [provider, own],
    ] as const)
      expect((await call('GET', `/v1/datasets/${id}/texts`)).body).toMatchObject({ code: 'not-found' })
  })
})

describe('validate_only', () => {
  const path = '/v1/datasets?name=s&purpose=public&validate_only=true'

  it('names every line that would be refused, and keeps nothing', async () => {
    const reader = await server.as('reader', 'client')
    const before = (await reader('GET', '/v1/datasets')).body
    const body = [
      '"good"',
      '{"secret": 1}',
      '',
      '{"text": "fine"}',
      '[secret',
      `"${'x'.repeat(100_001)}"`,
      '7',
    ]
    const { status, body: found } = await reader('POST', path, body.join('\n'), NDJSON)
    expect(status).toBe(200)
    expect(found).toEqual({
      valid: false,
      count: 2,
      statistics: {
        characters: { min: 4, median: 4, max: 4 },
        bytes: { min: 4, median: 4, max: 4 },
        duplicates: 0,
      },
      problems: [
        { line: 2, detail: 'Line 2 is neither a JSON string nor an object with a text.' },
        { line: 5, detail: 'Line 5 is neither a JSON string nor an object with a text.' },
        { line: 6, detail: 'Line 6 has more than 100000 characters.' },
        { line: 7, detail: 'Line 7 is neither a JSON string nor an object with a text.' },
      ],
      more: false,
    })
    expect(JSON.stringify(found)).not.toContain('secret')
    expect((await reader('GET', '/v1/datasets')).body).toEqual(before)
    const refused = await reader('POST', path.replace('&validate_only=true', ''), body.join('\n'), NDJSON)
    expect(refused).toMatchObject({
      status: 400,
      body: { pointer: 'line 2', detail: found.problems[0]?.detail },
    })
  })

  it('goes on behind a line that is far too long, and ends where there is no UTF-8', async () => {
    const long = await client('POST', path, `one\n${'x'.repeat(2_000_000)}\nthree`, PLAIN)
    expect(long.body).toMatchObject({ count: 2, problems: [{ line: 2 }] })
    const last = await client('POST', path, `one\n${'x'.repeat(2_000_000)}`, PLAIN)
    expect(last.body).toMatchObject({ count: 1, problems: [{ line: 2 }] })
    const bytes = await client('POST', path, Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62]), PLAIN)
    expect(bytes.body).toMatchObject({
      valid: false,
      problems: [{ line: 1, detail: expect.stringContaining('UTF-8') }],
    })
  })

  it('tells of a hundred problems at most', async () => {
    const { body } = await client('POST', path, Array(150).fill('7').join('\n'), NDJSON)
    expect([body.problems.length, body.more, body.valid]).toEqual([100, true, false])
  })

  it('says what would be taken, and that nothing is no data set', async () => {
    const good = await client('POST', path, 'one\ntwo', PLAIN)
    expect(good.body).toMatchObject({ valid: true, count: 2, problems: [], more: false })
    const empty = await client('POST', path, '\n \n', PLAIN)
    expect(empty.body).toEqual({
      valid: false,
      count: 0,
      problems: [{ detail: 'There is no text in it.' }],
      more: false,
    })
    const json = { name: 'j', purpose: 'public', texts: ['one', ' '] }
    expect((await client('POST', '/v1/datasets?validate_only=true', json)).body).toMatchObject({ count: 1 })
    const wrong = { ...json, texts: ['one', 7] }
    expect(await client('POST', '/v1/datasets?validate_only=true', wrong)).toMatchObject({
      status: 400,
      body: { pointer: '/texts/1' },
    })
  })
})
