import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { contractDocument } from './generated/document.js'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  promptBody,
  reportedBody,
  safetensors,
  startServer,
  TASK,
  type TestServer,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call & { token: string }
let client: Call & { token: string }
let issued: Awaited<ReturnType<typeof issueStudent>>

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  issued = await issueStudent(provider)
})
afterAll(() => server.close())

const ids = (page: Json): string[] => page.data.map(item => item.id)
const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

describe('the service', () => {
  it('says that it is there, and by which contract', async () => {
    expect((await client('GET', '/health')).body).toEqual({ status: 'ok', version: '0.1.0' })
    const contract = await client('GET', '/openapi.yaml')
    expect(contract.headers.get('content-type')).toContain('yaml')
    expect(parse(String(contract.body))).toEqual(contractDocument)
  })

  it('goes from a model to predictions', async () => {
    const uploaded = await client('POST', '/v1/prompts', promptBody(issued.student))
    expect(uploaded.status).toBe(201)
    expect(uploaded.body).toMatchObject({
      virtual_tokens: 2,
      hidden_size: 4,
      dtype: 'F32',
      sha256: digest(safetensors()),
    })
    const prompt = uploaded.body.id
    const started = await client('POST', '/v1/transfers', {
      prompt,
      dataset: issued.dataset,
      steps: 5,
      alpha: 0.5,
    })
    expect(started.status).toBe(202)
    expect(started.headers.get('location')).toBe(`/v1/transfers/${started.body.id}`)
    expect(started.body.files).toEqual([])
    const early = await client('POST', '/v1/predictions', { transfer: started.body.id, texts: ['a'] })
    expect(early).toMatchObject({ status: 409, body: { code: 'not-ready', pointer: '/transfer' } })
    expect(await finished(client, started.body.job)).toMatchObject({ status: 'succeeded', kind: 'transfer' })
    const transfer = (await client('GET', `/v1/transfers/${started.body.id}`)).body
    expect(transfer).toMatchObject({
      status: 'succeeded',
      model: issued.model,
      student: issued.student,
      facts: { steps: 5 },
    })
    expect(transfer).not.toHaveProperty('task')
    const [file] = transfer.files
    const sent = await fetch(`${server.url}/v1/transfers/${transfer.id}/files/${file?.name}`, {
      headers: { authorization: `Bearer ${client.token}`, range: 'bytes=60-' },
    })
    expect([sent.status, sent.headers.get('content-range'), sent.headers.get('etag')]).toEqual([
      206,
      'bytes 60-112/113',
      `"${file?.sha256}"`,
    ])
    // The fixture handler gives the prompt back as it came.
    expect(digest(safetensors())).toBe(file?.sha256)
    expect(Buffer.from(await sent.arrayBuffer())).toEqual(safetensors().subarray(60))
    expect((await client('GET', `/v1/transfers/${transfer.id}/files/task.json`)).status).toBe(404)

    for (const source of [{ transfer: transfer.id }, { prompt }, { model: issued.model, task: TASK }]) {
      const asked = await client('POST', '/v1/predictions', { ...source, texts: ['a', 'bb'] })
      expect(asked).toMatchObject({ status: 202, body: { labels: ['bad', 'good'], count: 2 } })
      await finished(client, asked.body.job)
      const results = [
        { label: 'good', scores: [0, 1] },
        { label: 'bad', scores: [1, 0] },
      ]
      expect((await client('GET', `/v1/predictions/${asked.body.id}`)).body).toMatchObject({
        status: 'succeeded',
        results,
      })
    }
    expect(ids((await client('GET', '/v1/transfers')).body)).toEqual([transfer.id])
    expect(ids((await client('GET', '/v1/predictions')).body)).toHaveLength(3)
    expect((await client('GET', '/v1/jobs')).body.data).toHaveLength(4)
  })

  it('registers a model with digests of its files and the facts of its configuration', async () => {
    const model = (await provider('GET', `/v1/models/${issued.model}`)).body
    expect(model.config).toEqual({
      model_type: 'gpt2',
      architecture: 'GPT2LMHeadModel',
      hidden_size: 4,
      layers: 6,
      heads: 2,
      vocabulary_size: 64,
    })
    expect((model.files as Json[]).map(file => file.name)).toEqual([
      'config.json',
      'model.safetensors',
      'tokenizer.json',
    ])
    expect(model.files[1]).toMatchObject({ size: 1000, sha256: digest(Buffer.alloc(1000, 3)) })
    expect(await provider('POST', '/v1/models', { name: 'absent' })).toMatchObject({
      status: 404,
      body: { pointer: '/name' },
    })
  })

  it('takes data sets as JSON, as lines of text and as JSON lines', async () => {
    const kept = ['one', 'zwei ü', ' three'].map(text => `${JSON.stringify({ text })}\n`).join('')
    const query = '?name=stream&purpose=public'
    const answers = [
      await client('POST', '/v1/datasets', {
        name: 'j',
        purpose: 'public',
        texts: ['one', 'zwei ü', '  ', ' three'],
      }),
      await client('POST', `/v1/datasets${query}`, 'one\r\n\nzwei ü\n three', {
        'content-type': 'text/plain; charset=utf-8',
      }),
      await client('POST', `/v1/datasets${query}`, '"one"\n{"text":"zwei ü"}\n" three"\n', {
        'content-type': 'application/x-ndjson',
      }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(201)
      expect(body).toMatchObject({
        count: 3,
        size: Buffer.byteLength(kept),
        sha256: digest(kept),
        purpose: 'public',
      })
      expect((await client('GET', `/v1/datasets/${body.id}`)).body).toEqual(body)
    }
    const bad = await client('POST', `/v1/datasets${query}`, '"one"\n{"secret":1}\n', {
      'content-type': 'application/x-ndjson',
    })
    expect(bad).toMatchObject({ status: 400, body: { code: 'invalid-text', pointer: 'line 2' } })
    expect(JSON.stringify(bad.body)).not.toContain('secret')
    const noName = await client('POST', '/v1/datasets?purpose=public', 'x', { 'content-type': 'text/plain' })
    expect(noName).toMatchObject({ status: 422, body: { pointer: 'name' } })
  })

  it('gives files whole and by ranges, with digests', async () => {
    const path = `/v1/students/${issued.student}/files/model.safetensors`
    const manifest = (await client('GET', `/v1/students/${issued.student}`)).body.files as Json[]
    const file = manifest.find(({ name }) => name === 'model.safetensors') as Json
    const get = (headers: Record<string, string> = {}) =>
      fetch(server.url + path, { headers: { authorization: `Bearer ${client.token}`, ...headers } })
    const whole = await get()
    expect(whole.headers.get('etag')).toBe(`"${file.sha256}"`)
    expect(whole.headers.get('repr-digest')).toBe(
      `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    )
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(digest(bytes)).toBe(file.sha256)
    const ranges: [string, string | null, number, number][] = [
      ['bytes=0-9', 'bytes 0-9/300000', 0, 10],
      ['bytes=299990-', 'bytes 299990-299999/300000', 299990, 300000],
      ['bytes=-5', 'bytes 299995-299999/300000', 299995, 300000],
      ['bytes=5-999999', 'bytes 5-299999/300000', 5, 300000],
      ['bytes=9-5', null, 0, 300000],
      ['lines=1-2', null, 0, 300000],
    ]
    for (const [range, content, start, end] of ranges) {
      const part = await get({ range })
      expect(part.status, range).toBe(content ? 206 : 200)
      expect(part.headers.get('content-range')).toBe(content)
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true)
    }
    const beyond = await get({ range: 'bytes=300000-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */300000'])
    expect((await get({ 'if-none-match': `"${file.sha256}"` })).status).toBe(304)
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
    const head = await fetch(server.url + path, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${client.token}` },
    })
    expect(head.headers.get('content-length')).toBe('300000')
    expect((await client('GET', `/v1/students/${issued.student}/files/none`)).status).toBe(404)
    expect((await client('GET', `/v1/students/${issued.student}/files/..%2f..%2frecord.json`)).status).toBe(
      404,
    )
  })

  it('gives a prompt back byte for byte, until it is deleted', async () => {
    const key = { 'idempotency-key': 'prompt-1' }
    const report = reportedBody(issued.student)
    const prompt = (await client('POST', '/v1/prompts', report, key)).body
    expect((prompt.files as Json[]).map(({ name }) => name)).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'privacy-report.json',
      'task.json',
    ])
    const auth = { headers: { authorization: `Bearer ${client.token}` } }
    const weights = await fetch(`${server.url}/v1/prompts/${prompt.id}/files/adapter_model.safetensors`, auth)
    expect(Buffer.from(await weights.arrayBuffer()).equals(safetensors())).toBe(true)
    expect(ids((await client('GET', '/v1/prompts')).body)).toContain(prompt.id)
    expect((await client('DELETE', `/v1/prompts/${prompt.id}`)).status).toBe(204)
    for (const path of ['', '/files/task.json'])
      expect((await client('GET', `/v1/prompts/${prompt.id}${path}`)).status).toBe(404)
    expect((await client('DELETE', `/v1/prompts/${prompt.id}`)).status).toBe(404)
    expect(ids((await client('GET', '/v1/prompts')).body)).not.toContain(prompt.id)
    expect(await client('POST', '/v1/prompts', report, key)).toMatchObject({
      status: 409,
      body: { code: 'deleted' },
    })
  })

  it('does the same request once, however often it comes', async () => {
    const body = { model: issued.model, task: TASK, texts: ['private words'] }
    const key = { 'idempotency-key': 'once' }
    const answers = await Promise.all([1, 2, 3].map(() => client('POST', '/v1/predictions', body, key)))
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
    expect(new Set(answers.map(answer => answer.body.job)).size).toBe(1)
    await finished(client, answers[0]?.body.job as string)
    const replay = await client('POST', '/v1/predictions', body, key)
    expect(replay).toMatchObject({
      status: 202,
      body: { id: answers[0]?.body.id, status: 'succeeded' },
    })
    expect(replay.headers.get('idempotent-replayed')).toBe('true')
    const other = await client('POST', '/v1/predictions', { ...body, texts: ['x'] }, key)
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
    const elsewhere = await client(
      'POST',
      '/v1/datasets',
      { name: 'x', purpose: 'public', texts: ['x'] },
      key,
    )
    expect(elsewhere.status).toBe(422)
    const stranger = await server.as('stranger', 'client')
    expect(
      (await stranger('POST', '/v1/datasets', { name: 'x', purpose: 'public', texts: ['x'] }, key)).status,
    ).toBe(201)
  })

  it('makes one data set of a stream sent twice, and refuses another under the same key', async () => {
    const send = (text: string) =>
      client('POST', '/v1/datasets?name=s&purpose=public', text, {
        'content-type': 'text/plain',
        'idempotency-key': 'stream',
      })
    const first = await send('a\nb')
    expect((await send('a\nb')).body).toEqual(first.body)
    expect((await send('a\nc')).status).toBe(422)
  })

  it('lists by pages, oldest first', async () => {
    const reader = await server.as('reader', 'client')
    const made: string[] = []
    for (let i = 0; i < 5; i++)
      made.push(
        (await reader('POST', '/v1/datasets', { name: `d${i}`, purpose: 'distillation', texts: ['x'] })).body
          .id,
      )
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await reader('GET', `/v1/datasets?limit=2${cursor && `&cursor=${cursor}`}`)).body
      expect(page.data.length).toBeLessThanOrEqual(2)
      seen.push(...ids(page))
      if (page.next_cursor === null) break
      cursor = page.next_cursor
    }
    expect(seen).toEqual([issued.dataset, ...made])
    expect((await reader('GET', '/v1/students?limit=1')).body).toMatchObject({
      data: [{ id: issued.student }],
      next_cursor: null,
    })
  })

  it('tells events by cursor, waits for news, and says when all is told', async () => {
    const path = `/v1/jobs/${issued.job}/events`
    const all = (await provider('GET', `${path}?limit=100`)).body
    expect(all.finished).toBe(true)
    expect(all.data.map(event => event.sequence)).toEqual(all.data.map((_, i) => i + 1))
    const two = (await provider('GET', `${path}?after=1&limit=2`)).body
    expect(two).toMatchObject({ next: 3, finished: false })
    const job = (await client('POST', '/v1/predictions', { model: issued.model, task: TASK, texts: ['a'] }))
      .body.job
    const seen: string[] = []
    for (let after = 0; ; ) {
      const page = (await client('GET', `/v1/jobs/${job}/events?after=${after}&wait=10`)).body
      seen.push(...page.data.map(event => event.type))
      after = page.next
      if (page.finished) break
    }
    expect(seen.filter(type => type !== 'progress')).toEqual(['queued', 'started', 'succeeded'])
  })

  it('logs neither texts nor tokens', () => {
    const log = server.log()
    expect(log).toContain('"event":"request"')
    for (const secret of ['private words', 'zwei', client.token, provider.token, 'secret'])
      expect(log).not.toContain(secret)
  })
})
