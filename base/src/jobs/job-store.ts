/**
 * Jobs in an object store: every change is the reducer's, written only if nobody wrote in between.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { PromptPostError } from '../errors.js'
import {
  createGroups,
  createJson,
  keyOf,
  type NewObject,
  type ObjectStore,
  objectsUnder,
  putOnce,
  readJson,
  thisProcess,
  updateJson,
} from '../store/index.js'
import { appendEvent, firstEvent, type JobName, readEvents } from './events.js'
import {
  type Failure,
  isFinished,
  type JobEvent,
  type JobEventType,
  type JobProgress,
  type JobRecord,
  type OutputFile,
} from './record.js'
import { type JobAction, type Outcome, type Refusal, reduceJob } from './reducer.js'

/** How long a lease holds without a heartbeat, in milliseconds: many times the longest step of a model. */
export const LEASE_MILLISECONDS = 60_000

export type NewJob = Pick<JobRecord, 'id' | 'tenant' | 'kind' | 'resource' | 'input' | 'flops'>

export type JobStore = {
  /** Creates the job with its input files, or gives the one of that id: creating twice makes one job. */
  createJob(job: NewJob, input?: Readonly<Record<string, string | Uint8Array>>): Promise<JobRecord>
  readJob(name: JobName): Promise<JobRecord | undefined>
  /** Takes the lease. At most one claimant of a job wins. */
  claim(name: JobName, worker?: string): Promise<{ job: JobRecord; token: string } | { refused: Refusal }>
  heartbeat(name: JobName, token: string, report?: JobProgress): Promise<Outcome>
  complete(
    name: JobName,
    token: string,
    result: Record<string, unknown>,
    files: OutputFile[],
  ): Promise<Outcome>
  fail(name: JobName, token: string, failure: Failure): Promise<Outcome>
  release(name: JobName, token: string): Promise<Outcome>
  /** Says that a worker is gone for certain; a reclaimed machine is no crash. */
  lost(name: JobName, worker: string, settings?: { isReclaimed?: boolean }): Promise<Outcome>
  requestCancel(name: JobName): Promise<Outcome>
  appendEvent(name: JobName, event: Omit<JobEvent, 'sequence' | 'at'>, known?: number): Promise<number>
  readEvents(name: JobName, after?: number, limit?: number): Promise<JobEvent[]>
  /** A file that the job was made with. Such files stand beside its record and go when it ends. */
  readInput(name: JobName, file: string): Promise<Uint8Array | undefined>
  /** Removes all there is of a job that has ended. Its record goes first: without it no worker writes. */
  removeJob(name: JobName): Promise<void>
  /** Identifiers of a tenant's jobs that are not yet finished, oldest first. Changes nothing. */
  unfinishedOf(tenant: string): Promise<string[]>
  /** Jobs not yet finished, oldest first. Also puts ends in order that their writers died over. */
  unfinished(): Promise<JobRecord[]>
  /**
   * Does what follows an end, if the job has one and whoever wrote it died before it could: tells it, and removes what nobody needs.
   *
   * @returns whether the job has ended
   */
  settle(name: JobName): Promise<boolean>
  /**
   * Finished jobs whose end has not been told on, the first finished not always first. Each is given until
   * `forgetEnd`, and may come once more after that: what is done with it must bear being done twice.
   */
  ended(limit?: number): Promise<JobRecord[]>
  forgetEnd(id: string): Promise<void>
}

/** The key of a file written by one attempt of a job. */
export const outputKey = (job: Pick<JobRecord, 'tenant' | 'id' | 'attempt'>, name: string): string =>
  keyOf({ tenant: job.tenant, collection: 'jobs', id: job.id, path: ['output', String(job.attempt), name] })

/** The folder of a job's checkpoints, one folder for each attempt in it, where its store is the only thing that lasts. */
export const checkpointFolder = ({ tenant, id }: JobName): string =>
  keyOf({ tenant, collection: 'jobs', id, path: ['checkpoint'] })

const recordKey = ({ tenant, id }: JobName): string => keyOf({ tenant, collection: 'jobs', id })
const inputKey = ({ tenant, id }: JobName, file: string): string =>
  keyOf({ tenant, collection: 'jobs', id, path: ['input', file] })
const queueKey = (id: string): string => keyOf({ shared: 'queue', id })
const endedKey = (id: string): string => keyOf({ shared: 'ended', id })

export const openJobStore = (store: ObjectStore, clock: () => number = Date.now): JobStore => {
  const nowText = (): string => new Date(clock()).toISOString()
  const expiry = (): string => new Date(clock() + LEASE_MILLISECONDS).toISOString()

  /** Deletes the objects in a folder of the job, all or some. */
  const empty = async (name: JobName, folder: string, isDue: (key: string) => boolean): Promise<void> => {
    const prefix = `${keyOf({ tenant: name.tenant, collection: 'jobs', id: name.id, path: [folder] })}/`
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
      empty(job, 'output', file => winner === undefined || !file.startsWith(winner)),
    ])
    if (isMarked) await store.delete(queueKey(job.id))
  }

  const tellEnd = ({ tenant, id, state, failure }: JobRecord): Promise<number> =>
    appendEvent(store, { tenant, id }, { type: state as JobEventType, ...(failure ? { failure } : {}) })

  /** It comes before all else of a job: what has one and no record is swept away, a record without would never run. */
  const markerOf = ({ tenant, id }: JobName): NewObject => ({
    key: queueKey(id),
    data: JSON.stringify({ tenant }),
  })

  /** All that have a marker, oldest first. */
  async function* marked(): AsyncGenerator<JobName> {
    for await (const { key } of objectsUnder(store, 'queue/')) {
      const marker = await readJson<{ tenant: string }>(store, key)
      if (marker) yield { tenant: marker.value.tenant, id: key.slice('queue/'.length, -'.json'.length) }
    }
  }

  const apply = async (name: JobName, action: JobAction): Promise<Outcome> => {
    let outcome: Outcome | undefined
    await updateJson<JobRecord>(store, recordKey(name), job => {
      outcome = reduceJob(job, action, nowText())
      return outcome.job
    })
    if (!outcome) throw new PromptPostError('not-found', 'no such job', { field: 'job', value: name.id })
    return outcome
  }

  /** Applies the action and tells it in the feed as what the job became, or as `type`. */
  const announce = async (name: JobName, action: JobAction, type?: JobEventType): Promise<Outcome> => {
    const outcome = await apply(name, action)
    if (!outcome.job) return outcome
    const { state, failure } = outcome.job
    const told = state === 'running' ? (type ?? 'started') : state === 'queued' ? 'requeued' : state
    await appendEvent(store, name, { type: told, ...(failure ? { failure } : {}) })
    if (isFinished(outcome.job)) await clean(outcome.job)
    return outcome
  }

  const jobs: JobStore = {
    async createJob(job, input = {}) {
      const now = nowText()
      const record: JobRecord = {
        ...job,
        state: 'queued',
        progress: 0,
        metrics: {},
        attempt: 0,
        crashes: 0,
        cancelRequested: false,
        createdAt: now,
        updatedAt: now,
      }
      // If it is there, its input may be gone already, and must not come back.
      let existing = await jobs.readJob(job)
      if (!existing) {
        const files = Object.entries(input).map(([file, data]) => ({ key: inputKey(job, file), data }))
        const made = await createGroups(store, [
          [markerOf(job)],
          files,
          [{ key: recordKey(job), data: JSON.stringify(record) }],
          [firstEvent(job, { type: 'queued' })],
        ])
        if (made[1 + files.length]) {
          // Whoever sweeps may have taken the marker while there was no record.
          if (!(await store.head(queueKey(job.id))))
            await putOnce(store, queueKey(job.id), markerOf(job).data)
          return record
        }
        existing = (await jobs.readJob(job)) as JobRecord
      }
      if (isFinished(existing)) await clean(existing)
      return existing
    },
    async readJob(name) {
      return (await readJson<JobRecord>(store, recordKey(name)))?.value
    },
    async claim(name, worker = randomUUID()) {
      const token = randomUUID()
      const lease = { token, worker, owner: thisProcess(), expiresAt: expiry() }
      const outcome = await announce(name, { type: 'claim', lease })
      if (!outcome.job) return outcome
      return outcome.job.state === 'running' ? { job: outcome.job, token } : { refused: 'finished' }
    },
    heartbeat: (name, token, report) =>
      apply(name, { type: 'heartbeat', token, expiresAt: expiry(), ...(report ? { report } : {}) }),
    complete: (name, token, result, files) => announce(name, { type: 'complete', token, result, files }),
    fail: (name, token, failure) => announce(name, { type: 'fail', token, failure }),
    release: (name, token) => announce(name, { type: 'release', token }),
    lost: (name, worker, settings) => announce(name, { type: 'lost', worker, ...settings }),
    requestCancel: name => announce(name, { type: 'cancel' }, 'cancel_requested'),
    appendEvent: (name, event, known) => appendEvent(store, name, event, known),
    readEvents: (name, after, limit) => readEvents(store, name, after, limit),
    async readInput(name, file) {
      return (await store.get(inputKey(name, file)))?.bytes
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
      for await (const name of marked()) {
        if (name.tenant !== tenant) continue
        const job = await jobs.readJob(name)
        if (job && !isFinished(job)) found.push(name.id)
      }
      return found
    },
    async unfinished() {
      const found: JobRecord[] = []
      for await (const name of marked()) {
        const job = await jobs.readJob(name)
        if (job && !isFinished(job)) found.push(job)
        else if (job) await jobs.settle(name)
        else {
          await empty(name, 'input', () => true)
          await store.delete(queueKey(name.id))
        }
      }
      return found
    },
    async settle(name) {
      const job = await jobs.readJob(name)
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
