/**
 * Jobs in an object store: every change is the reducer's, written only if nobody wrote in between.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { PromptPostError } from '../errors.js'
import {
  createJson,
  keyOf,
  type ObjectStore,
  objectsUnder,
  readJson,
  thisProcess,
  updateJson,
} from '../store/index.js'
import { openDivision } from './division.js'
import { appendEvent, type JobName, readEvents, type WorkName } from './events.js'
import { endedKey, folderPrefix, inputKey, queueKey, recordKey } from './job-keys.js'
import { freshJob, markedJobs, openMaking } from './job-making.js'
import type { JobStore } from './job-store-type.js'
import { isDivided, isFinished, type JobEventType, type JobRecord } from './record.js'
import { type JobAction, type Outcome, reduceJob } from './reducer.js'
import { jobOfWork } from './shards.js'

/** How long a lease holds without a heartbeat, in milliseconds: many times the longest step of a model. */
export const LEASE_MILLISECONDS = 60_000

export const openJobStore = (store: ObjectStore, clock: () => number = Date.now): JobStore => {
  const nowText = (): string => new Date(clock()).toISOString()
  const expiry = (): string => new Date(clock() + LEASE_MILLISECONDS).toISOString()

  /** Deletes the objects in a folder of the job, all or some. */
  const empty = async (name: JobName, folder: string, isDue: (key: string) => boolean): Promise<void> => {
    const prefix = folderPrefix(name, folder)
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await store.list(prefix, { cursor })
      for (const { key } of page.objects) if (isDue(key.slice(prefix.length))) await store.delete(key)
      cursor = page.cursor
    }
  }

  /**
   * After the end nothing but the record, its events and the winner's files remains. The queue marker goes last: as long
   * as it stands, `unfinished` does this again, so no end is lost to those it must be told to, wherever a process dies.
   */
  const clean = async (job: JobRecord): Promise<void> => {
    const isMarked = (await store.head(queueKey(job.id))) !== undefined
    const winner = job.state === 'succeeded' ? `${job.attempt}/` : undefined
    await Promise.all([
      isMarked ? createJson(store, endedKey(job.id), { tenant: job.tenant }) : undefined,
      empty(job, 'input', () => true),
      empty(job, 'checkpoint', () => true),
      job.shards === undefined ? undefined : empty(job, 'shards', () => true),
      empty(job, 'output', file => winner === undefined || !file.startsWith(winner)),
    ])
    if (isMarked) await store.delete(queueKey(job.id))
  }

  const tellEnd = ({ tenant, id, state, failure }: JobRecord): Promise<number> =>
    appendEvent(store, { tenant, id }, { type: state as JobEventType, ...(failure ? { failure } : {}) })

  const apply = async (name: WorkName, action: JobAction): Promise<Outcome> => {
    let outcome: Outcome | undefined
    await updateJson<JobRecord>(store, recordKey(name), job => {
      outcome = reduceJob(job, action, nowText())
      return outcome.job === job ? undefined : outcome.job
    })
    // Records of shards go when their job ends.
    if (!outcome && name.shard !== undefined) return { refused: 'finished' }
    if (!outcome) throw new PromptPostError('not-found', 'no such job', { field: 'job', value: name.id })
    return outcome
  }

  /** Applies the action and tells it in the feed as what the job became, or as `type`. Of a shard its job is told. */
  const announce = async (name: WorkName, action: JobAction, type?: JobEventType): Promise<Outcome> => {
    const outcome = await apply(name, action)
    if (!outcome.job) return outcome
    if (name.shard !== undefined) {
      if (isFinished(outcome.job)) await division.advance(name)
      return outcome
    }
    const { state, failure } = outcome.job
    const told = state === 'running' ? (type ?? 'started') : state === 'queued' ? 'requeued' : state
    await appendEvent(store, name, { type: told, ...(failure ? { failure } : {}) })
    if (isFinished(outcome.job)) await clean(outcome.job)
    return outcome
  }

  const readRecord = async (name: WorkName): Promise<JobRecord | undefined> =>
    (await readJson<JobRecord>(store, recordKey(name)))?.value

  const { prepareShard, beginShard, gatheredTime, ...division } = openDivision({
    read: readRecord,
    create: (name, job) => createJson(store, recordKey(name), freshJob(job, nowText())),
    apply,
    announce,
  })

  const { createJob, sweepUnmade } = openMaking(store, clock, { readJob: readRecord, clean })

  const jobs: JobStore = {
    ...division,
    readJob: readRecord,
    createJob,
    async claim(name, worker = randomUUID()) {
      const token = randomUUID()
      const refused = name.shard === undefined ? undefined : await beginShard(name, name.shard)
      if (refused) return { refused }
      const time = name.shard === undefined ? await gatheredTime(name) : {}
      const lease = { token, worker, owner: thisProcess(), expiresAt: expiry() }
      const outcome = await announce(name, { type: 'claim', lease, ...time })
      if (!outcome.job) return outcome
      // Its record may have been made while the job ended and all else was removed.
      if (name.shard !== undefined && (await jobs.settle(name))) return { refused: 'finished' }
      return outcome.job.state === 'running' ? { job: outcome.job, token } : { refused: 'finished' }
    },
    heartbeat: (name, token, report) =>
      apply(name, { type: 'heartbeat', token, expiresAt: expiry(), ...(report ? { report } : {}) }),
    async tellProgress(name, report, known) {
      const { shard: index } = name
      if (index === undefined) return jobs.appendEvent(name, { type: 'progress', ...report }, known)
      const { job } = await apply(jobOfWork(name), { type: 'shard-report', index, report })
      if (!job) return known ?? 0
      const { stage, progress, metrics, device } = job
      const told = { progress, metrics, ...(stage !== undefined && { stage }), ...(device && { device }) }
      return jobs.appendEvent(name, { type: 'progress', ...told }, known)
    },
    async complete(name, token, result, files) {
      const outcome = await announce(name, { type: 'complete', token, result, files })
      if (outcome.job && name.shard !== undefined) await jobs.tellProgress(name, { progress: 1 })
      return outcome
    },
    fail: (name, token, failure) => announce(name, { type: 'fail', token, failure }),
    release: (name, token) => announce(name, { type: 'release', token }),
    async lost(name, worker, settings) {
      // It may have vanished before it could claim.
      if (name.shard !== undefined) await prepareShard(name, name.shard)
      return announce(name, { type: 'lost', worker, ...settings })
    },
    async requestCancel(name) {
      const outcome = await announce(name, { type: 'cancel' }, 'cancel_requested')
      if (!outcome.job || !isDivided(outcome.job)) return outcome
      const job = await jobs.advance(name)
      return job ? { job } : outcome
    },
    appendEvent: (name, event, known) => appendEvent(store, name, event, known),
    readEvents: (name, after, limit) => readEvents(store, name, after, limit),
    async readInput(name, file) {
      const job = await jobs.readJob(jobOfWork(name))
      return job && (await store.get(inputKey(job, file)))?.bytes
    },
    async removeJob(name) {
      await store.delete(recordKey(name))
      await store.delete(queueKey(name.id))
      await store.delete(endedKey(name.id))
      const folder = keyOf({ tenant: name.tenant, collection: 'jobs' })
      for await (const { key } of objectsUnder(store, `${folder}/${name.id}/`)) await store.delete(key)
    },
    async unfinishedOf(tenant) {
      const found: string[] = []
      for await (const name of markedJobs(store)) {
        if (name.tenant !== tenant) continue
        const job = await jobs.readJob(name)
        if (job && !isFinished(job)) found.push(name.id)
      }
      return found
    },
    async unfinished() {
      const found: JobRecord[] = []
      for await (const name of markedJobs(store)) {
        const job = await jobs.readJob(name)
        if (job && !isFinished(job)) found.push(job)
        else if (job) await jobs.settle(name)
        else await sweepUnmade(name)
      }
      return found
    },
    async settle(name) {
      const job = await jobs.readJob(jobOfWork(name))
      if (!job || !isFinished(job)) return false
      await tellEnd(job)
      await clean(job)
      return true
    },
    async ended(limit = 100) {
      const found: JobRecord[] = []
      for (const { key } of (await store.list('ended/', { limit })).objects) {
        const entry = await readJson<{ tenant: string }>(store, key)
        const id = key.slice('ended/'.length, -'.json'.length)
        const job = entry && (await jobs.readJob({ tenant: entry.value.tenant, id }))
        if (job) found.push(job)
        else await store.delete(key)
      }
      return found
    },
    async forgetEnd(id) {
      await store.delete(endedKey(id))
    },
  }
  return jobs
}
