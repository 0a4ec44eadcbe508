/**
 * Migrations: what a transferred prompt may be brought on to, and what comes of it.
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  promptBody,
  startServer,
  type TestServer,
  writeModel,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call
let issued: Awaited<ReturnType<typeof issueStudent>>
let transfer: string
let newer: string

const register = async (name: string): Promise<string> =>
  (await provider('POST', '/v1/models', { name })).body.id

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  issued = await issueStudent(provider)
  await writeModel(server, 'newer', { n_layer: 9 })
  newer = await register('newer')
  const prompt = (await client('POST', '/v1/prompts', promptBody(issued.student))).body.id
  const made = (await client('POST', '/v1/transfers', { prompt, dataset: issued.dataset, steps: 1 })).body
  await finished(client, made.job)
  transfer = made.id
}, 60_000)
afterAll(() => server.close())

const migrate = (change: object = {}, call: Call = client) =>
  call('POST', '/v1/migrations', { transfer, model: newer, dataset: issued.dataset, steps: 1, ...change })

it('a migration is a transfer that says where it comes from, and predicts', async () => {
  const started = await migrate({ alpha: 0.5, steps: 'auto', seed: 3 })
  expect(started).toMatchObject({
    status: 202,
    body: {
      model: newer,
      migrated_from: transfer,
      student: issued.student,
      alpha: 0.5,
      steps: 'auto',
      seed: 3,
    },
  })
  const { id, job } = started.body
  expect(started.headers.get('location')).toBe(`/v1/transfers/${id}`)
  expect(await finished(client, job)).toMatchObject({ status: 'succeeded', kind: 'transfer' })
  const prediction = (await client('POST', '/v1/predictions', { transfer: id, texts: ['a'] })).body
  expect(prediction.model).toBe(newer)
  expect(await finished(client, prediction.job)).toMatchObject({ status: 'succeeded' })
  const page = (await client('GET', `/v1/transfers?model=${newer}`)).body.data
  expect(page.map(item => item.id)).toEqual([id])
  const again = await migrate({ transfer: id, model: issued.model })
  expect(again.body).toMatchObject({ migrated_from: id, model: issued.model })
  const inUse = await client('DELETE', `/v1/transfers/${id}`)
  expect([inUse.status, inUse.body.dependants]).toEqual([409, expect.arrayContaining([again.body.id])])
})

it.each([
  ['wider', { n_embd: 8 }, {}, 'hidden_size is 8, that of tiny 4'],
  ['wordier', { vocab_size: 65 }, {}, 'vocabulary_size is 65, that of tiny 64'],
  ['masked', { model_type: 'bert' }, {}, 'kind is masked, that of tiny causal'],
  ['foreign', {}, { 'tokenizer.json': '{"other": 1}' }, 'tokenizer.json is not that of tiny'],
])('a model that is %s is refused by name', async (name, config, files, detail) => {
  await writeModel(server, name, config, files as Record<string, string>)
  const { status, body } = await migrate({ model: await register(name) })
  expect([status, body.code, body.pointer]).toEqual([422, 'wrong-model', '/model'])
  expect(body.detail).toContain(detail)
})

it('what is not there, not done, not public or not needed is refused', async () => {
  const running = (
    await client('POST', '/v1/transfers', {
      prompt: (await client('GET', `/v1/transfers/${transfer}`)).body.prompt,
      dataset: issued.dataset,
      steps: 1000,
    })
  ).body
  const kept = { name: 'kept', purpose: 'distillation', texts: ['x', 'y'] }
  const distillation = (await client('POST', '/v1/datasets', kept)).body.id
  const stranger = await server.as('stranger', 'client')
  const nobody = (prefix: string) => `${prefix}_${'0'.repeat(26)}`
  for (const [change, status, pointer, call] of [
    [{ transfer: running.id }, 409, '/transfer'],
    [{ transfer: nobody('trf') }, 404, '/transfer'],
    [{ model: nobody('mod') }, 404, '/model'],
    [{ dataset: nobody('dst') }, 404, '/dataset'],
    [{ dataset: distillation }, 422, '/dataset'],
    [{ model: issued.model }, 422, '/model'],
    [{}, 404, '/transfer', stranger],
  ] as const)
    expect(await migrate(change, call), JSON.stringify(change)).toMatchObject({ status, body: { pointer } })
  await client('POST', `/v1/jobs/${running.job}/cancel`)
})

it('goes with the prompt that it is of', async () => {
  const prompt = (await client('POST', '/v1/prompts', promptBody(issued.student))).body.id
  const first = (await client('POST', '/v1/transfers', { prompt, dataset: issued.dataset, steps: 1 })).body
  await finished(client, first.job)
  const second = (await migrate({ transfer: first.id })).body
  expect((await client('DELETE', `/v1/prompts/${prompt}`)).status).toBe(204)
  for (const path of [`transfers/${first.id}`, `transfers/${second.id}`, `jobs/${second.job}`])
    expect((await client('GET', `/v1/${path}`)).status, path).toBe(404)
})
