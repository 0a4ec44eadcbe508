/**
 * `serve --retention`: what a server finds old when it starts goes, also when it is killed meanwhile.
 * @module
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { JobRecord } from '@promptpost/base/jobs'
import { keyOf, openDirectoryStore, updateJson } from '@promptpost/base/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  startServer,
  TASK,
  type TestServer,
} from './testing/server.test.helper.js'
import { findMarks } from './testing/stored-bytes.test.helper.js'

const DAY = 24 * 3_600_000

let server: TestServer
let client: Call
let model: string
beforeAll(async () => {
  server = await startServer(['--slots', '2'], { PROMPTPOST_RETENTION: '30d' })
  model = (await issueStudent(await server.as('provider', 'provider'))).model
  client = await server.as('client', 'client')
})
afterAll(() => server.close())

const predict = async (): Promise<Json> =>
  (await client('POST', '/v1/predictions', { model, task: TASK, texts: ['x'] })).body

/** As if it had been made, and had ended, a while ago. */
const age = async ({ id, job }: Json, days: number): Promise<void> => {
  const store = await openDirectoryStore(server.data)
  const time = new Date(Date.now() - days * DAY).toISOString()
  const at = (collection: 'predictions' | 'jobs', of: string) =>
    keyOf({ tenant: 'client', collection, id: of })
  await updateJson<Json>(store, at('predictions', id), record => ({ ...record, created_at: time }))
  await updateJson<JobRecord>(store, at('jobs', job), record => ({ ...record, finishedAt: time }))
}

it('deletes what ended while no server ran, killed on the way or not, and keeps what is younger', async () => {
  const made: Json[] = []
  for (let i = 0; i < 8; i++) made.push(await predict())
  for (const { job } of made) expect((await finished(client, job)).status).toBe('succeeded')
  await server.stop()
  const [young, ...old] = made as [Json, ...Json[]]
  await age(young, 29)
  for (const prediction of old) await age(prediction, 31)
  for (const delay of [0, 10, 30]) {
    await server.start()
    await sleep(delay)
    await server.stop('SIGKILL')
  }
  await server.start()
  // What the jobs used stays on the books, under their names.
  const marks = Object.fromEntries(
    old.flatMap(({ id, job }) => [
      [id, `predictions/${id}/`],
      [job, `jobs/${job}/`],
    ]),
  )
  for (let i = 0; i < 200 && (await findMarks(server.data, marks)).length > 0; i++) await sleep(100)
  expect(await findMarks(server.data, marks)).toEqual([])
  for (const { id, job } of old) {
    expect((await client('GET', `/v1/predictions/${id}`)).status).toBe(404)
    expect((await client('GET', `/v1/jobs/${job}`)).status).toBe(404)
  }
  expect((await client('GET', `/v1/predictions/${young.id}`)).body.results).toHaveLength(1)
})

it('takes hours and days only', async () => {
  await expect(startServer(['--retention', '30'])).rejects.toThrow(/--retention.*must be hours or days/)
})
