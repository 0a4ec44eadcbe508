/**
 * Students: what they say of themselves, and under which terms they are issued.
 * @module
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  startServer,
  type TestServer,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call
let issued: Awaited<ReturnType<typeof issueStudent>>

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  issued = await issueStudent(provider)
}, 60_000)
afterAll(() => server.close())

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

it('issues students that say what they are made of, and under which terms', async () => {
  const { model, dataset } = issued
  const create = { model, dataset, layers: 2, steps: 1 }
  for (const license of ['', '  ', 'x'.repeat(20_001)])
    expect(await provider('POST', '/v1/students', { ...create, license })).toMatchObject({
      status: 400,
      body: { pointer: '/license' },
    })
  const { id, job } = (await provider('POST', '/v1/students', { ...create, license: 'CC-BY-4.0' })).body
  const early = (await provider('GET', `/v1/students/${id}`)).body
  expect(early).not.toHaveProperty('sha256')
  await finished(provider, job)
  const student = (await client('GET', `/v1/students/${id}`)).body
  const { name, revision, sha256 } = (await client('GET', `/v1/models/${model}`)).body
  expect(student).toMatchObject({ license: 'CC-BY-4.0', teacher: { model, name, revision, sha256 } })
  const sums = student.files.map(file => `${file.sha256}  ${file.name}\n`)
  expect(student.sha256).toBe(digest(sums.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('')))
  const card = await client('GET', `/v1/students/${id}/files/promptpost.json`)
  expect(JSON.parse(String(card.body))).toMatchObject({ license: 'CC-BY-4.0' })
  expect((await client('GET', `/v1/students/${issued.student}`)).body.license).toBe('As the teacher model.')
})

it('refuses layers that are not those of its number, ascending, in the model', async () => {
  const create = { model: issued.model, dataset: issued.dataset, layers: 2, steps: 1 }
  const { limits } = (await provider('GET', `/v1/models/${issued.model}`)).body
  const depth = (limits as { max_layers: number }).max_layers
  for (const keep of [[0], [0, 1, 2], [1, 0], [1, 1], [0, depth]])
    expect(await provider('POST', '/v1/students', { ...create, settings: { keep } })).toMatchObject({
      status: 422,
      body: {
        code: 'wrong-layers',
        pointer: '/settings/keep',
        detail: expect.stringContaining(`0 to ${depth - 1}`),
      },
    })
  for (const settings of [
    { keep: 'last' },
    { keep: [] },
    { keep: [-1, 0] },
    { positions: 0 },
    { proxy_share: 1.1 },
  ])
    expect(await provider('POST', '/v1/students', { ...create, settings })).toMatchObject({
      status: 400,
      body: { pointer: expect.stringContaining(`/settings/${Object.keys(settings)[0]}`) },
    })
  for (const keep of ['early', [0, depth - 1]])
    expect((await provider('POST', '/v1/students', { ...create, settings: { keep } })).status).toBe(202)
})
