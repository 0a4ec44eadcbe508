/**
 * Deletion over HTTP: what is deleted is gone with all that was made of it, whatever happens meanwhile.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '@promptpost/base'
import { bytesHeld, computedFolder, openComputedCache } from '@promptpost/base/cache'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Call,
  finished,
  isRunning,
  issueStudent,
  type Json,
  MISCHIEF,
  promptBody,
  safetensors,
  startServer,
  type TestServer,
  until,
  workerPids,
} from './testing/server.test.helper.js'
import { findMarks, type Marks } from './testing/stored-bytes.test.helper.js'

let server: TestServer
let provider: Call
let client: Call
let issued: Awaited<ReturnType<typeof issueStudent>>

beforeAll(async () => {
  server = await startServer(['--slots', '2'])
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
  issued = await issueStudent(provider)
})
afterAll(() => server.close())

const word = (): string => `w${randomBytes(9).toString('hex')}`
/** Numbers that stand nowhere else. */
const weights = (): Buffer =>
  safetensors(
    2,
    4,
    Float32Array.from(randomBytes(8), byte => byte / 7 + Math.random()),
  )

/** Uploads a prompt whose every part can be found again. */
const upload = async (): Promise<{ id: string; marks: Marks; texts: string[] }> => {
  const tensor = weights()
  const [cue, label, token, text] = [word(), word(), word(), word()]
  const task = { template: `{text} ${cue}`, verbalizer: { [label]: [token], good: ['great'] } }
  const { body } = await client('POST', '/v1/prompts', { ...promptBody(issued.student, tensor), task })
  const marks = { id: body.id, tensor: tensor.subarray(-32), digest: sha256(tensor), cue, label, token, text }
  return { id: body.id, marks, texts: [text] }
}
const transfer = async (prompt: string, settings: object = {}): Promise<Json> =>
  (await client('POST', '/v1/transfers', { prompt, dataset: issued.dataset, steps: 1, ...settings })).body
const predict = async (source: object, texts: string[]): Promise<Json> =>
  (await client('POST', '/v1/predictions', { ...source, texts })).body
const remove = (path: string, headers = {}, as = client) => as('DELETE', `/v1/${path}`, undefined, headers)
const idsIn = async (collection: string): Promise<string[]> =>
  (await client('GET', `/v1/${collection}?limit=100`)).body.data.map(({ id }) => id)
/** Marks without identifiers, which tombstones keep so that no retry brings a thing back. */
const valuesOf = ({ id: _id, ...values }: Marks): Marks => values

describe('deleting a prompt', () => {
  it('takes along its files, transfers, predictions and jobs, ended, running or waiting', async () => {
    const kept = await upload()
    const keptTransfer = await transfer(kept.id)
    const { id, marks, texts } = await upload()
    const done = await transfer(id)
    await finished(client, done.job)
    const made = [await predict({ transfer: done.id }, texts), await predict({ prompt: id }, texts)]
    for (const { job } of made) await finished(client, job)
    const running = await transfer(id, { steps: 2000 })
    await until(
      () => client('GET', `/v1/jobs/${running.job}`),
      job => job.progress > 0,
    )
    const waiting = [await transfer(id, { steps: 2000 }), await predict({ prompt: id }, texts)]
    expect((await findMarks(server.data, marks)).length).toBeGreaterThan(10)
    const worker = workerPids(server).at(-1) as number

    expect((await remove(`prompts/${id}`)).status).toBe(204)
    expect((await remove(`prompts/${id}`)).status).toBe(404)
    expect(isRunning(worker)).toBe(false)
    const gone = [done, running, ...waiting, ...made]
    for (const { id: other, job } of [{ id, job: done.job } as Json, ...gone]) {
      const collection = { pmt: 'prompts', trf: 'transfers', prd: 'predictions' }[other.slice(0, 3)]
      expect((await client('GET', `/v1/${collection}/${other}`)).status, other).toBe(404)
      expect((await client('GET', `/v1/jobs/${job}`)).status, job).toBe(404)
      expect((await client('GET', `/v1/jobs/${job}/events`)).status, job).toBe(404)
    }
    expect(await idsIn('prompts')).toEqual([kept.id])
    expect(await idsIn('transfers')).toEqual([keptTransfer.id])
    expect(await idsIn('predictions')).toEqual([])
    expect(await idsIn('jobs')).toEqual([keptTransfer.job])
    expect(await findMarks(server.data, valuesOf(marks))).toEqual([])
    const jobs = Object.fromEntries(gone.map(({ job }) => [job, job]))
    expect(await findMarks(server.data, jobs)).toEqual([])
    expect(await finished(client, keptTransfer.job)).toMatchObject({ status: 'succeeded' })
    expect(await findMarks(server.data, kept.marks)).not.toEqual([])
  })

  it('takes along what workers computed for it alone, and a data set what is computed from it', async () => {
    const { id } = await upload()
    const kept = await upload()
    const made = await transfer(id)
    await finished(client, made.job)
    const own = await client('POST', '/v1/datasets', {
      name: 'own',
      purpose: 'public',
      texts: ['one', 'two'],
    })
    const directory = computedFolder(join(server.data, 'work'))
    const cache = (of: string, owner?: string) =>
      openComputedCache({
        directory,
        bytes: 1e6,
        of: { tenant: of === issued.dataset ? 'provider' : 'client', id: of },
        ...(owner ? { owner: { tenant: 'client', id: owner } } : {}),
      })
    const what = (number: number) => ({ number })
    const there = () =>
      Promise.all(
        [cache(issued.dataset, kept.id), cache(issued.dataset, kept.id), cache(issued.dataset, kept.id)].map(
          (one, number) => one.read(what(number), new Uint8Array(4)),
        ),
      )
    await cache(issued.dataset, id).write(what(0), new Uint8Array(4))
    await cache(issued.dataset, made.job).write(what(1), new Uint8Array(4))
    await cache(issued.dataset, id).write(what(2), new Uint8Array(4))
    await cache(issued.dataset, kept.id).read(what(2), new Uint8Array(4))
    await cache(own.body.id).write(what(3), new Uint8Array(4))

    expect((await remove(`prompts/${id}`)).status).toBe(204)
    expect(await there()).toEqual([false, false, true])
    expect(await cache(own.body.id).read(what(3), new Uint8Array(4))).toBe(true)
    expect((await remove(`datasets/${own.body.id}`)).status).toBe(204)
    expect(await cache(own.body.id).read(what(3), new Uint8Array(4))).toBe(false)
    expect((await remove(`prompts/${kept.id}`)).status).toBe(204)
    expect(await bytesHeld(directory)).toBe(0)
  })

  it('ends a worker that does not listen', async () => {
    const { id, marks } = await upload()
    const deaf = await transfer(id, { steps: 2000, seed: MISCHIEF.ignoreAbort })
    await until(
      () => client('GET', `/v1/jobs/${deaf.job}`),
      job => job.progress > 0,
    )
    expect((await remove(`prompts/${id}`)).status).toBe(204)
    expect(await findMarks(server.data, { ...valuesOf(marks), job: deaf.job })).toEqual([])
  })

  it('leaves nothing of what is made of it at the same time', async () => {
    for (let round = 0; round < 6; round++) {
      const { id, marks, texts } = await upload()
      const requests = Array.from({ length: 6 }, async (_, i) => {
        await sleep(i * 3)
        const body = i % 2 ? { prompt: id, texts } : { prompt: id, dataset: issued.dataset, steps: 1 }
        return client('POST', i % 2 ? '/v1/predictions' : '/v1/transfers', body)
      })
      await sleep(round * 4)
      expect((await remove(`prompts/${id}`)).status).toBe(204)
      for (const { status } of await Promise.all(requests)) expect([202, 404, 409]).toContain(status)
      expect(await idsIn('transfers').then(ids => ids.length)).toBe(1)
      expect(await idsIn('predictions')).toEqual([])
      // A worker that was just started finds no job and goes.
      for (let i = 0; i < 100 && (await findMarks(server.data, valuesOf(marks))).length > 0; i++)
        await sleep(50)
      expect(await findMarks(server.data, valuesOf(marks))).toEqual([])
    }
  })

  it('is not undone by a retry of the upload', async () => {
    const body = promptBody(issued.student, weights())
    const key = { 'idempotency-key': word() }
    const { id } = (await client('POST', '/v1/prompts', body, key)).body
    await remove(`prompts/${id}`)
    const again = await client('POST', '/v1/prompts', body, key)
    expect([again.status, again.body.code]).toEqual([409, 'deleted'])
    expect((await client('GET', `/v1/prompts/${id}`)).status).toBe(404)
  })

  it('that was killed on the way is finished by a new server, or by asking again', async () => {
    for (const delay of [0, 2, 5, 10, 20, 40]) {
      const { id, marks, texts } = await upload()
      const { id: transferred, job } = await transfer(id)
      await finished(client, job)
      await finished(client, (await predict({ transfer: transferred }, texts)).job)
      const asked = remove(`prompts/${id}`).catch(() => undefined)
      await sleep(delay)
      await server.stop('SIGKILL')
      await asked
      await server.start()
      const { status } = await client('GET', `/v1/prompts/${id}`)
      // Wholly there or wholly gone.
      const file = await client('GET', `/v1/prompts/${id}/files/task.json`)
      const [after] = [await client('GET', `/v1/transfers/${transferred}`)]
      expect([file.status, after.status], `${delay} ms`).toEqual([status, status])
      expect((await remove(`prompts/${id}`)).status).toBe(status === 200 ? 204 : 404)
      expect(await findMarks(server.data, valuesOf(marks))).toEqual([])
    }
  }, 120_000)
})

describe('deleting what others need', () => {
  it('is refused with their names, and possible in the right order', async () => {
    const texts = { name: 'mine', purpose: 'public', texts: ['a'] }
    const dataset = (await client('POST', '/v1/datasets', texts)).body.id
    const prompt = await upload()
    const { id, job } = await transfer(prompt.id, { dataset })
    await finished(client, job)
    const prediction = await predict({ transfer: id }, ['x'])
    await finished(client, prediction.job)
    const refused = await remove(`transfers/${id}`)
    expect(refused).toMatchObject({ status: 409, body: { code: 'in-use', dependants: [prediction.id] } })
    expect(refused.body.detail).toContain(prediction.id)
    expect(await remove(`datasets/${dataset}`)).toMatchObject({ status: 409, body: { dependants: [id] } })
    // What was refused is as it was, and may be named.
    const another = await predict({ transfer: id }, ['x'])
    expect(another.status).toBe('queued')
    for (const path of [`predictions/${prediction.id}`, `predictions/${another.id}`, `transfers/${id}`])
      expect((await remove(path)).status, path).toBe(204)
    expect((await remove(`datasets/${dataset}`)).status).toBe(204)
    expect((await client('GET', `/v1/datasets/${dataset}`)).status).toBe(404)
    await remove(`prompts/${prompt.id}`)
  })

  it('counts what clients have, without telling of them', async () => {
    const body = { model: issued.model, dataset: issued.dataset, layers: 1, steps: 1 }
    const student = (await provider('POST', '/v1/students', body)).body
    await finished(provider, student.job)
    const prompt = (await client('POST', '/v1/prompts', promptBody(student.id, weights()))).body.id
    const refused = await remove(`students/${student.id}`, {}, provider)
    expect(refused).toMatchObject({ status: 409, body: { code: 'in-use', dependants: [] } })
    expect(JSON.stringify(refused.body)).not.toContain(prompt)
    expect(await remove(`models/${issued.model}`, {}, provider)).toMatchObject({ status: 409 })
    await remove(`prompts/${prompt}`)
    expect((await remove(`students/${student.id}`, {}, provider)).status).toBe(204)
    expect((await client('GET', `/v1/students/${student.id}`)).status).toBe(404)
    expect(await findMarks(server.data, { job: student.job })).toEqual([])
  })

  it('is not for those to whom it is only open', async () => {
    for (const [path, status] of [
      [`datasets/${issued.dataset}`, 404],
      [`models/${issued.model}`, 403],
      [`students/${issued.student}`, 403],
    ] as const) {
      expect((await remove(path)).status, path).toBe(status)
      expect((await client('GET', `/v1/${path}`)).status, path).toBe(200)
    }
  })

  it('holds to If-Match', async () => {
    const { id } = await upload()
    const made = await transfer(id)
    await finished(client, made.job)
    const before = (await client('GET', `/v1/transfers/${made.id}`)).headers.get('etag') as string
    const stale = await remove(`transfers/${made.id}`, { 'if-match': '"other"' })
    expect([stale.status, stale.body.code]).toEqual([412, 'changed'])
    expect((await remove(`transfers/${made.id}`, { 'if-match': before })).status).toBe(204)
    await remove(`prompts/${id}`)
  })
})
