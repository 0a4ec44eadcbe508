/**
 * Synchronous predictions over HTTP, on the real model: the answers of the job, kept apart by tenant, and nothing left behind.
 * @module
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Answer, ask, type Served, startServed, TASK } from './served.js'

const MARK = 'zq unmistakable mark qz'
const TEXTS = ['a quiet film', `${MARK}, and far too long for all that it has to say`, 'x', 'dull']

let service: Served
beforeAll(async () => {
  service = await startServed()
}, 120_000)
afterAll(() => service?.stop())

const synchronous = (source: object, texts: readonly string[]) =>
  ask(service, { ...source, texts, synchronous: true })

const expectSame = (results: Answer['body']['results'], wanted: Answer['body']['results']): void => {
  expect(results.map(({ label }) => label)).toEqual(wanted.map(({ label }) => label))
  const difference = results.flatMap(({ scores }, i) =>
    scores.map((score, k) => Math.abs(score - wanted[i]!.scores[k]!)),
  )
  expect(Math.max(...difference)).toBeLessThan(1e-5)
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(folder, name)).isFile())
    .sort()

describe('a synchronous prediction', () => {
  it('is what the job says, from every source', async () => {
    const { client, sources } = service
    const all = []
    for (const [, source] of sources) {
      const { status, body } = await synchronous(source, TEXTS)
      expect(status).toBe(200)
      expect(body).toMatchObject({ ...('task' in source ? {} : source), model: service.made.model })
      expect(body.labels).toEqual(['bad', 'good'])
      const job = await client.predictions.create({ ...source, texts: TEXTS } as never)
      await client.jobs.wait(job.job)
      expectSame(body.results, (await client.predictions.get(job.id)).results!)
      all.push(JSON.stringify(body.results))
    }
    expect(new Set(all).size).toBe(sources.length)
  })

  it('is the same alone and beside others, whatever prompts those have', async () => {
    const requests = Array.from({ length: 24 }, (_, i) => ({
      source: service.sources[i % 4]![1],
      texts: Array.from({ length: 1 + (i % 3) }, (_, k) => `${TEXTS[(i + k) % 4]} ${'word '.repeat(i % 7)}`),
    }))
    const together = await Promise.all(requests.map(({ source, texts }) => synchronous(source, texts)))
    for (const [i, { source, texts }] of requests.entries()) {
      expect(together[i]!.status).toBe(200)
      expectSame(together[i]!.body.results, (await synchronous(source, texts)).body.results)
    }
  })

  it('leaves nothing behind: no file, no entry, no word in the log', async () => {
    // Whoever ended the jobs of the first test keeps a ticket for locks a second longer.
    await vi.waitFor(() => expect(filesIn(join(service.data, 'locks'))).toEqual([]), { timeout: 60_000 })
    const before = filesIn(service.data)
    const { status } = await synchronous({ transfer: service.made.transfer }, TEXTS)
    expect(status).toBe(200)
    expect(filesIn(service.data)).toEqual(before)
    // The jobs of the first test had the mark; their texts are gone, and labels are all that they leave.
    const holders = before.filter(name => readFileSync(join(service.data, name)).includes(MARK))
    expect(holders).toEqual([])
    expect(service.log()).not.toContain(MARK)
  })

  it('of a foreign transfer is not found, like one that is not there', async () => {
    const store = await openDirectoryStore(service.data)
    const { token } = await createToken(store, { tenant: 'stranger', role: 'client' })
    const shown = async (transfer: string) => {
      const { status, body } = await ask(service, { transfer, texts: ['a'], synchronous: true }, { token })
      const { request_id: _, ...rest } = body as Record<string, unknown>
      return { status, rest }
    }
    const foreign = await shown(service.made.transfer)
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await shown(`trf_${'0'.repeat(26)}`))
  })

  it.each([
    ['no texts', { texts: [] }, 400, 'invalid-body'],
    ['an empty text', { texts: [''] }, 400, 'invalid-body'],
    ['a text too long', { texts: ['x'.repeat(20_001)] }, 400, 'invalid-body'],
    ['too many texts', { texts: Array(65).fill('x') }, 422, 'too-many-texts'],
    ['a task too large', { task: { ...TASK, notes: 'x'.repeat(5 << 20) } }, 422, 'too-much-text'],
    [
      'words that are no word',
      { task: { ...TASK, verbalizer: { a: ['fine words'], b: ['c'] } } },
      422,
      'invalid-verbalizer',
    ],
    ['synchronous as a word', { synchronous: 'yes' }, 400, 'invalid-body'],
  ])('with %s is refused', async (_, change, status, code) => {
    const body = { transfer: service.made.transfer, texts: ['a'], synchronous: true, ...change }
    const answer = await ask(service, body)
    expect(answer).toMatchObject({ status, body: { code } })
  })

  it('of a transfer that is not ready says so', async () => {
    const { client, made } = service
    const dataset = (await client.datasets.list().all()).find(({ purpose }) => purpose === 'public')!.id
    const long = await client.transfers.create({ prompt: made.prompt, dataset, steps: 100_000 })
    const answer = await synchronous({ transfer: long.id }, ['a'])
    await client.jobs.cancel(long.job)
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-ready' } })
  })

  it('takes as many texts as it may, and as long as they may be', async () => {
    const { status, body } = await synchronous(
      { transfer: service.made.transfer },
      Array.from({ length: 64 }, (_, i) => (i < 4 ? 'word '.repeat(4000) : `text ${i}`)),
    )
    expect(status).toBe(200)
    expect(body.results).toHaveLength(64)
  })

  it('with one bad request beside it goes well', async () => {
    const bad = { transfer: service.made.transfer, task: { ...TASK, template: '{text}{text}' } }
    const [wrong, right] = await Promise.all([
      synchronous(bad, ['a']),
      synchronous({ transfer: service.made.transfer }, ['a']),
    ])
    expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid-template' } })
    expect(right!.status).toBe(200)
  })

  it('comes through the client, in parts, or as jobs when there are many', async () => {
    const { client, made } = service
    const texts = Array.from({ length: 70 }, (_, i) => `text number ${i}`)
    const few = await client.predictions.classify({ transfer: made.transfer, texts })
    expect(few).toMatchObject({ by: 'answer', predictions: [], labels: ['bad', 'good'] })
    const many = await client.predictions.classify(
      { transfer: made.transfer, texts },
      { mostSynchronous: 64 },
    )
    expect(many).toMatchObject({ by: 'job', predictions: [expect.stringMatching(/^prd_/)] })
    expectSame(few.results, many.results)
    await expect(client.predictions.classify({ transfer: made.transfer, texts: [] })).rejects.toMatchObject({
      status: 400,
    })
  })
})
