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
