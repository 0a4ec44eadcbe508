import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportCases } from './testing/report-cases.test.helper.js'
import {
  type Answer,
  type Call,
  issueStudent,
  promptBody,
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

const isProblem = (answer: Answer, label?: string): void => {
  expect(answer.status, label).toBeGreaterThanOrEqual(400)
  expect(answer.status, label).toBeLessThan(500)
  expect(answer.headers.get('content-type'), label).toBe('application/problem+json')
  expect(answer.body).toMatchObject({ status: answer.status, request_id: answer.headers.get('x-request-id') })
  for (const field of ['type', 'title', 'detail', 'instance', 'code'])
    expect(answer.body[field], field).toBeTypeOf('string')
}

/** Sends a body whose declared length is `length`, and only its first bytes. */
const declare = (path: string, length: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${client.token}`,
      'content-type': 'application/json',
      'content-length': length,
    }
    const sent = request(server.url + path, { method: 'POST', headers }, response => {
      response.resume()
      resolve(response.statusCode as number)
      sent.destroy()
    })
    sent.on('error', error => (error.message.includes('socket hang up') ? undefined : reject(error)))
    sent.write('{')
  })

describe('malformed requests', () => {
  it('get a problem that names the field', async () => {
    const prediction = { model: issued.model, task: TASK, texts: ['x'] }
    const cases: [string, unknown, string | undefined][] = [
      ['predictions', '{', undefined],
      ['predictions', '', undefined],
      ['predictions', Buffer.from([0x22, 0xff, 0x22]), undefined],
      ['predictions', '[]', ''],
      ['predictions', 'null', ''],
      ['predictions', {}, ''],
      ['predictions', { texts: ['x'] }, ''],
      ['predictions', { ...prediction, prompt: 'pmt_x' }, ''],
      ['predictions', { ...prediction, transfer: `trf_${'0'.repeat(26)}` }, ''],
      ['predictions', { model: issued.model, texts: ['x'] }, ''],
      ['predictions', { ...prediction, texts: [] }, '/texts'],
      ['predictions', { ...prediction, texts: [1] }, '/texts/0'],
      ['predictions', { ...prediction, texts: Array(1001).fill('x') }, '/texts'],
      ['predictions', { ...prediction, texts: ['x'.repeat(20_001)] }, '/texts/0'],
      ['predictions', { ...prediction, task: { ...TASK, template: 'no place' } }, '/task/template'],
      ['predictions', { ...prediction, task: { ...TASK, verbalizer: { a: ['b'] } } }, '/task/verbalizer'],
      [
        'predictions',
        { ...prediction, task: { ...TASK, verbalizer: { a: [], b: ['c'] } } },
        '/task/verbalizer/a',
      ],
      ['transfers', { prompt: 'x', dataset: issued.dataset }, '/prompt'],
      ['transfers', { prompt: `pmt_${'0'.repeat(26)}`, dataset: issued.dataset }, '/prompt'],
      ['transfers', { prompt: issued.dataset, dataset: issued.dataset }, '/prompt'],
      ['transfers', { prompt: issued.student, dataset: issued.dataset, alpha: 2 }, '/alpha'],
      ['transfers', { prompt: issued.student, dataset: issued.dataset, alpha: 'best' }, '/alpha'],
      [
        'transfers',
        { prompt: issued.student, dataset: issued.dataset, settings: { omega: -1 } },
        '/settings/omega',
      ],
      ['transfers', { prompt: issued.student, dataset: issued.dataset, steps: 1.5 }, '/steps'],
      ['transfers', { prompt: issued.student, dataset: issued.dataset, steps: 'many' }, '/steps'],
      ['transfers', { prompt: issued.student, dataset: issued.dataset, seed: -1 }, '/seed'],
      ['datasets', { name: '../x', purpose: 'public', texts: ['x'] }, '/name'],
      ['datasets', { name: 'x', purpose: 'private', texts: ['x'] }, '/purpose'],
      ['datasets', { name: 'x', purpose: 'public', texts: [' '] }, '/texts'],
      ['datasets', { name: 'x', purpose: 'public', texts: ['x'], labels: [1] }, '/labels'],
      ['prompts', { ...promptBody(issued.student), adapter_config: [] }, '/adapter_config'],
      ['prompts', { ...promptBody(issued.student), adapter_model: 'AAAA*AAAAAAA' }, '/adapter_model'],
      [
        'prompts',
        { ...promptBody(issued.student), adapter_config: { num_virtual_tokens: 3 } },
        '/adapter_config/num_virtual_tokens',
      ],
      ['prompts', promptBody(`stu_${'0'.repeat(26)}`), '/student'],
      ['prompts', { ...promptBody(issued.student, safetensors(2, 5)), adapter_config: {} }, '/student'],
      ...reportCases(issued.student),
    ]
    for (const [collection, body, pointer] of cases) {
      const answer = await client('POST', `/v1/${collection}`, body)
      const label = `${collection} ${JSON.stringify(body).slice(0, 100)}`
      isProblem(answer, label)
      expect(answer.body.pointer, label).toBe(pointer)
    }
    const layers = await provider('POST', '/v1/students', {
      model: issued.model,
      dataset: issued.dataset,
      layers: 7,
    })
    expect(layers).toMatchObject({ status: 422, body: { pointer: '/layers' } })
    for (const name of ['..', '.', 'a/b', 'A', '', 'x'.repeat(65), 'tiny/../tiny', '%2e%2e'])
      expect(await provider('POST', '/v1/models', { name })).toMatchObject({
        status: 400,
        body: { pointer: '/name' },
      })
    expect((await client('GET', '/v1/jobs')).body.data).toEqual([])
  })

  it('get a problem for parameters, paths, methods and media types that are wrong', async () => {
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=../..', 'unknown=1'])
      isProblem(await client('GET', `/v1/jobs?${query}`), query)
    for (const query of ['after=-1', 'after=x', 'wait=21', 'wait=-1'])
      isProblem(await provider('GET', `/v1/jobs/${issued.job}/events?${query}`), query)
    for (const id of [
      'x',
      '..%2f..%2ftokens',
      'job_',
      `job_${'I'.repeat(26)}`,
      'a'.repeat(5000),
      '%00',
      '%ff',
    ])
      isProblem(await client('GET', `/v1/jobs/${id}`), id)
    for (const [method, path] of [
      ['PUT', '/v1/jobs'],
      ['DELETE', '/v1/models/x'],
      ['GET', '/v2'],
      ['GET', '/v1'],
    ] as const)
      isProblem(await client(method, path), `${method} ${path}`)
    const types = ['text/html', 'application/xml', '', 'application/jsonx']
    for (const type of types)
      expect(await client('POST', '/v1/predictions', '{}', { 'content-type': type })).toMatchObject({
        status: 415,
      })
    const long = await client('POST', '/v1/predictions', {}, { 'idempotency-key': 'x'.repeat(256) })
    isProblem(long)
  })

  it('of too great a length are refused before they are read, and while they are when the length was not said', async () => {
    expect(await declare('/v1/transfers', 2 ** 20 + 1)).toBe(413)
    expect(await declare('/v1/prompts', 2 ** 25 + 1)).toBe(413)
    let left = 200
    const unsaid = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await sleep(1)
        if (left-- > 0) controller.enqueue(new Uint8Array(65_536).fill(32))
        else controller.close()
      },
    })
    const init = {
      method: 'POST',
      body: unsaid,
      duplex: 'half',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
    }
    const status = await fetch(`${server.url}/v1/transfers`, init as RequestInit).then(
      response => response.status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(status)
    expect((await client('GET', '/health')).status).toBe(200)
  })

  it('as prompts are refused for what is wrong with the tensor', async () => {
    const header = (entries: object, data = 32): Buffer => {
      const text = JSON.stringify(entries)
      const length = Buffer.alloc(8)
      length.writeBigUInt64LE(BigInt(text.length))
      return Buffer.concat([length, Buffer.from(text), Buffer.alloc(data)])
    }
    const tensor = { dtype: 'F32', shape: [2, 4], data_offsets: [0, 32] }
    const huge = Buffer.alloc(16, 0xff)
    const cases: [string, Buffer][] = [
      ['a pickle', Buffer.from('\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00pickle')],
      ['a header longer than the file', huge],
      ['another name', header({ prompt: tensor })],
      ['two tensors', header({ prompt_embeddings: tensor, more: tensor })],
      ['no tensor', header({}, 0)],
      ['int64', header({ prompt_embeddings: { ...tensor, dtype: 'I64' } })],
      ['one dimension', header({ prompt_embeddings: { ...tensor, shape: [8] } })],
      ['a negative size', header({ prompt_embeddings: { ...tensor, shape: [-2, -4] } })],
      [
        'too many tokens',
        header({ prompt_embeddings: { dtype: 'F32', shape: [1025, 4], data_offsets: [0, 16400] } }, 16_400),
      ],
      ['offsets elsewhere', header({ prompt_embeddings: { ...tensor, data_offsets: [4, 36] } }, 36)],
      ['too little data', header({ prompt_embeddings: tensor }, 31)],
      ['data left over', header({ prompt_embeddings: tensor }, 33)],
      ['no numbers', safetensors(2, 4, new Float32Array(8).fill(Number.NaN))],
      ['infinity', safetensors(2, 4, new Float32Array(8).fill(Number.NEGATIVE_INFINITY))],
    ]
    for (const [label, weights] of cases) {
      const answer = await client('POST', '/v1/prompts', promptBody(issued.student, weights))
      expect(answer, label).toMatchObject({
        status: 422,
        body: { code: 'invalid-prompt', pointer: '/adapter_model' },
      })
    }
    for (const dtype of ['F16', 'BF16']) {
      const good = header(
        { prompt_embeddings: { dtype, shape: [2, 4], data_offsets: [0, 16] }, __metadata__: { a: 'b' } },
        16,
      )
      expect((await client('POST', '/v1/prompts', promptBody(issued.student, good))).status).toBe(201)
    }
  })

  it('of any shape never break the server', async () => {
    const bodies: Record<string, object> = {
      predictions: { model: issued.model, task: TASK, texts: ['x'] },
      transfers: { prompt: `pmt_${'0'.repeat(26)}`, dataset: issued.dataset },
      datasets: { name: 'x', purpose: 'public', texts: [''] },
      prompts: promptBody(issued.student, Buffer.from('not safetensors')),
      students: { model: issued.model, dataset: issued.dataset, layers: 99 },
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(bodies)),
        fc.nat(5),
        fc.jsonValue(),
        async (collection, at, value) => {
          const good = bodies[collection] as Record<string, unknown>
          const names = Object.keys(good)
          const body = at < names.length ? { ...good, [names[at] as string]: value } : value
          const answer = await provider('POST', `/v1/${collection}`, JSON.stringify(body))
          if (answer.status < 300) expect(Object.keys(answer.body)).toContain('id')
          else isProblem(answer, collection)
        },
      ),
      { numRuns: 200 },
    )
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async bytes => {
        isProblem(await client('POST', '/v1/prompts', promptBody(issued.student, bytes)))
      }),
      { numRuns: 100 },
    )
    expect(server.log()).not.toContain('"level":"error"')
  })
})
