/**
 * Divided jobs on one machine: real workers, a real model, results that are the same to the last byte however many there are.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobRecord, type JobStore, openJobStore, outputKey } from '@promptpost/base/jobs'
import { type ObjectStore, openDirectoryStore } from '@promptpost/base/store'
import { openWorkbench, tuneWith, writeSoftPrompt } from '@promptpost/engine/post'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leftovers } from '../aws/leftovers.js'
import { type Service, startService } from '../support/service.js'
import { TASK, textsOf } from './texts.js'

const SHARDS = [1, 2, 3, 7]
const TEXTS = textsOf(200)

let service: Service
let store: ObjectStore
let jobs: JobStore
let model: string
beforeAll(async () => {
  service = await startService({ PROMPTPOST_SLOTS: '3' })
  store = await openDirectoryStore(service.data)
  jobs = openJobStore(store)
  model = (await service.provider.models.create({ name: 'reviews-gpt2' })).id
}, 60_000)
afterAll(() => service?.stop())

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const ofClient = (id: string) => ({ tenant: 'client', id })

/** @returns the job, ended, and the digest of each of its files */
const settled = async (id: string): Promise<{ job: JobRecord; files: Record<string, string> }> => {
  for (;;) {
    const job = (await jobs.readJob(ofClient(id)))!
    if (!isFinished(job)) {
      await sleep(30)
      continue
    }
    const files: Record<string, string> = {}
    for (const { name } of job.files ?? [])
      files[name] = digest((await store.get(outputKey(job, name)))!.bytes)
    return { job, files }
  }
}

/** How often a worker was started for each shard, and for the job itself. */
const started = (id: string): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const line of service.log().split('\n')) {
    const { event, job = '' } = (line.startsWith('{') ? JSON.parse(line) : {}) as Record<string, string>
    if (event !== 'worker-started' || !job.startsWith(id)) continue
    const name = job.slice(id.length + 1) || 'job'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

const predict = async (shards: number, texts = TEXTS) =>
  service.client.predictions.create({ model, task: TASK, texts, shards })

/** Nothing but what a record names; ends are told by a timer of the server's. */
const expectNothingLeft = async (): Promise<void> => {
  for (let tries = 0; tries < 150 && (await leftovers(store)).length > 0; tries++) await sleep(200)
  expect(await leftovers(store)).toEqual([])
  const work = readdirSync(join(service.data, 'work'))
  expect(work.filter(name => name !== 'computed')).toEqual([])
}

describe('a prediction that is divided', () => {
  it('gives the bytes of one that is not, whatever the number of shards', { timeout: 180_000 }, async () => {
    const made = await Promise.all(SHARDS.map(shards => predict(shards)))
    const ends = await Promise.all(made.map(({ job }) => settled(job)))
    for (const [i, { job, files }] of ends.entries()) {
      expect(job.state).toBe('succeeded')
      expect(files).toEqual(ends[0]!.files)
      expect(job.shards).toBe(SHARDS[i] === 1 ? undefined : SHARDS[i])
      // Every shard by one worker, the last of which went on with the job.
      const workers =
        SHARDS[i] === 1
          ? { job: 1 }
          : Object.fromEntries(Array.from({ length: SHARDS[i]! }, (_, k) => [k, 1]))
      expect(started(job.id)).toEqual(workers)
    }
    const seen = await service.client.jobs.get(made[3]!.job)
    expect(seen).toMatchObject({ status: 'succeeded', progress: 1, shards: 7, attempt: 1 })
    expect(seen.metrics).toMatchObject({ shards: 7, shards_done: 7 })
    expect((await service.client.predictions.get(made[3]!.id)).results).toHaveLength(TEXTS.length)
    await expectNothingLeft()
  })

  it('does a shard again that is killed, and no other', { timeout: 120_000 }, async () => {
    const undisturbed = await settled((await predict(1)).job)
    const { job: id } = await predict(3)
    const victim = { ...ofClient(id), shard: 1 }
    for (;;) {
      const lease = (await jobs.readJob(victim))?.lease
      if (lease) {
        process.kill(lease.owner.pid, 'SIGKILL')
        break
      }
      await sleep(5)
    }
    const { job, files } = await settled(id)
    expect(job.state).toBe('succeeded')
    expect(files).toEqual(undisturbed.files)
    expect(started(id)).toEqual({ 0: 1, 1: 2, 2: 1 })
    // The job itself never was without a worker of its own.
    expect(job).toMatchObject({ attempt: 1, crashes: 0 })
    await expectNothingLeft()
  })

  it('leaves nothing when it is cancelled', { timeout: 120_000 }, async () => {
    const { job: id, id: prediction } = await predict(7)
    while (!(await jobs.shards((await jobs.readJob(ofClient(id)))!)).some(({ record }) => record?.lease))
      await sleep(5)
    await service.client.jobs.cancel(id)
    const { job } = await settled(id)
    expect(job.state).toBe('cancelled')
    // What its workers did until then counts.
    expect(job.computeMilliseconds).toBeGreaterThan(0)
    await expectNothingLeft()
    await service.client.predictions.delete(prediction)
    expect(await jobs.readJob(ofClient(id))).toBeUndefined()
    await expectNothingLeft()
  })

  it('is refused with more shards than texts, and while the caller waits', async () => {
    await expect(predict(4, TEXTS.slice(0, 3))).rejects.toMatchObject({
      status: 422,
      code: 'too-many-shards',
    })
    const body = { model, task: TASK, texts: TEXTS.slice(0, 3), shards: 2 }
    const answer = await fetch(`${service.url}/v1/predictions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.tokens.client}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, synchronous: true }),
    })
    expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'no-job' }])
    await expect(predict(65)).rejects.toMatchObject({ status: 400 })
  })
})

describe('a transfer that is divided', () => {
  it('gives the bytes of one that is not', { timeout: 300_000 }, async () => {
    const { provider, client } = service
    const folder = mkdtempSync(join(tmpdir(), 'promptpost-shards-'))
    const texts = textsOf(60)
    const dataset = await provider.datasets.create({ name: 'texts', purpose: 'public', texts })
    const made = await provider.students.create({
      model,
      dataset: dataset.id,
      layers: 2,
      steps: 2,
      settings: { batch_tokens: 256 },
    })
    await provider.jobs.wait(made.job!)
    await client.students.download(made.id, join(folder, 'student'))
    const examples = texts
      .slice(0, 20)
      .map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
    const student = await openWorkbench(join(folder, 'student'))
    const { prompt } = await tuneWith(student, {
      examples,
      task: TASK,
      virtualTokens: 4,
      steps: 2,
      maxTokens: 32,
    })
    await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 2, heads: 8, kind: 'causal' })
    const uploaded = await client.prompts.upload(join(folder, 'prompt'), { student: made.id })
    rmSync(folder, { recursive: true, force: true })
    const body = { prompt: uploaded.id, dataset: dataset.id, steps: 3, settings: { max_tokens: 160 } }
    const [one, three] = await Promise.all(
      [1, 3].map(async shards => settled((await client.transfers.create({ ...body, shards })).job)),
    )
    expect([one!.job.state, three!.job.state]).toEqual(['succeeded', 'succeeded'])
    expect(Object.keys(one!.files)).toContain('adapter_model.safetensors')
    expect(three!.files).toEqual(one!.files)
    const { seconds: _, ...facts } = (one!.job.result as { facts: Record<string, unknown> }).facts
    expect((three!.job.result as { facts: Record<string, unknown> }).facts).toMatchObject(facts)
    await expectNothingLeft()
  })
})
