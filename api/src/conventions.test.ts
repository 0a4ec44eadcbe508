/**
 * What every resource has in common: conditional requests, filters and order of lists, rate limits, methods.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Call,
  issueStudent,
  promptBody,
  startServer,
  type TestServer,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call
let student: string
let model: string

beforeAll(async () => {
  server = await startServer(['--rate', '100000/60'])
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  ;({ student, model } = await issueStudent(provider))
}, 60_000)
afterAll(() => server.close())

const upload = async (): Promise<string> => (await client('POST', '/v1/prompts', promptBody(student))).body.id

describe('conditional requests', () => {
  it('spare a body that the client has', async () => {
    const first = await client('GET', `/v1/models/${model}`)
    const etag = first.headers.get('etag') as string
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await client('GET', `/v1/models/${model}`, undefined, { 'if-none-match': known })
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag])
    }
    const other = await client('GET', `/v1/models/${model}`, undefined, { 'if-none-match': '"other"' })
    expect(other.status).toBe(200)
  })

  it('delete nothing but what the client knows', async () => {
    const id = await upload()
    const { headers } = await client('GET', `/v1/prompts/${id}`)
    const stale = await client('DELETE', `/v1/prompts/${id}`, undefined, { 'if-match': '"other"' })
    expect([stale.status, stale.body.code]).toEqual([412, 'changed'])
    const fresh = { 'if-match': headers.get('etag') as string }
    expect((await client('DELETE', `/v1/prompts/${id}`, undefined, fresh)).status).toBe(204)
    expect((await client('DELETE', `/v1/prompts/${id}`, undefined, fresh)).status).toBe(404)
  })
})

describe('lists', () => {
  const idsOf = async (path: string): Promise<string[]> => {
    const ids: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await client('GET', `${path}${cursor}`)).body
      ids.push(...page.data.map(({ id }) => id))
      if (page.next_cursor === null) return ids
      cursor = `&cursor=${page.next_cursor}`
    }
  }

  it('go either way, page by page, without loss or repetition', async () => {
    const uploaded = []
    for (let i = 0; i < 5; i++) uploaded.push(await upload())
    for (const limit of [1, 2, 5, 100]) {
      expect(await idsOf(`/v1/prompts?limit=${limit}`)).toEqual(uploaded)
      expect(await idsOf(`/v1/prompts?limit=${limit}&order=desc`)).toEqual([...uploaded].reverse())
    }
  })

  it('hold to their filters', async () => {
    const count = async (path: string) => (await provider('GET', path)).body.data.length
    expect(await count(`/v1/students?model=${model}`)).toBe(1)
    expect(await count('/v1/students?status=failed')).toBe(0)
    expect(await count('/v1/jobs?kind=distil&status=succeeded')).toBe(1)
    expect(await count('/v1/jobs?kind=predict')).toBe(0)
    expect(await count('/v1/models?name=tiny')).toBe(1)
    expect(await count('/v1/models?name=other')).toBe(0)
    const wrong = await provider('GET', '/v1/jobs?kind=other')
    expect([wrong.status, wrong.body.pointer]).toEqual([400, 'kind'])
  })
})

describe('methods', () => {
  it('that a path does not have are refused with those it has', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/v1/models', 'GET, POST'],
      ['PUT', `/v1/prompts/prm`, 'GET, DELETE'],
      ['POST', '/health', 'GET'],
    ] as const) {
      const { status, body, headers } = await client(method, path)
      expect([status, body.code, headers.get('allow')]).toEqual([405, 'method-not-allowed', allow])
    }
  })
})

describe('an address that no operation has', () => {
  it('is told apart from a thing that is not there', async () => {
    const told = async (path: string) => {
      const { status, body } = await client('GET', path)
      return [status, body.code, body.detail]
    }
    const none = [404, 'not-found', 'No operation has this address; /openapi.yaml tells which there are.']
    expect(await told('/v1/v1/students')).toEqual(none)
    expect(await told('/nothing')).toEqual(none)
    const other = await told(`/v1/prompts/pmt_${'0'.repeat(26)}`)
    expect(other.slice(0, 2)).toEqual([404, 'not-found'])
    expect(other).not.toEqual(none)
  })
})

describe('tokens', () => {
  it('that may only read change nothing', async () => {
    const reader = await server.as('client', 'client', 'read')
    const id = await upload()
    expect((await reader('GET', `/v1/prompts/${id}`)).status).toBe(200)
    for (const [method, path, body] of [
      ['DELETE', `/v1/prompts/${id}`, undefined],
      ['POST', '/v1/prompts', promptBody(student)],
    ] as const) {
      const { status, body: problem } = await reader(method, path, body)
      expect([status, problem.code]).toEqual([403, 'read-only'])
    }
    expect((await client('GET', `/v1/prompts/${id}`)).status).toBe(200)
  })
})

describe('the audit log', () => {
  it('holds every request to change something, refused or not, and nothing of its body', async () => {
    const own = await server.as('logged', 'client')
    const made = await own('POST', '/v1/prompts', promptBody(student))
    await own('GET', '/v1/prompts')
    await own('POST', '/v1/prompts', { secret: 'Zanzibarquux' })
    await own('DELETE', `/v1/prompts/${made.body.id}`)
    const { body } = await own('GET', '/v1/audit_log')
    expect(body.next).toBe(3)
    expect(body.data.map(({ number, operation, status, role }) => [number, operation, status, role])).toEqual(
      [
        [1, 'createPrompt', 201, 'client'],
        [2, 'createPrompt', 400, 'client'],
        [3, 'deletePrompt', 204, 'client'],
      ],
    )
    expect(body.data[0]!.request).toBe(made.headers.get('x-request-id'))
    expect(JSON.stringify(body)).not.toMatch(/Zanzibarquux|pp_/)
    expect((await own('GET', '/v1/audit_log?after=2')).body.data).toHaveLength(1)
    expect((await (await server.as('fresh', 'client'))('GET', '/v1/audit_log')).body.data).toEqual([])
  })
})

describe('the rate limit', () => {
  it('counts a tenant’s requests, says what is left, and refuses one too many', async () => {
    const strict = await startServer(['--rate', '5/3600'])
    try {
      const [one, two] = [await strict.as('one', 'client'), await strict.as('two', 'client')]
      for (let left = 4; left >= 0; left--) {
        const { status, headers } = await one('GET', '/v1/jobs')
        expect(status).toBe(200)
        expect(headers.get('ratelimit-policy')).toBe('"default";q=5;w=3600')
        expect(headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${left};t=\\d+$`))
      }
      const refused = await one('POST', '/v1/prompts', {})
      expect(refused.status).toBe(429)
      expect(refused.body).toMatchObject({
        type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
        'violated-policies': ['default'],
        code: 'quota-exceeded',
      })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000)
      expect((await two('GET', '/v1/jobs')).status).toBe(200)
      expect((await fetch(`${strict.url}/health`)).status).toBe(200)
    } finally {
      await strict.close()
    }
  })
})
