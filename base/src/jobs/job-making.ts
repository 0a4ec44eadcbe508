/**
 * How a job is made: marker, input, record and first event, in this order, by as many as try and wherever one of them dies.
 * @module
 */
import { randomUUID } from 'node:crypto'
import {
  createInOrder,
  createOrUpdate,
  isConflict,
  type ObjectStore,
  objectsUnder,
  readJson,
} from '../store/index.js'
import { firstEvent, type JobName } from './events.js'
import { folderPrefix, inputKey, queueKey, recordKey } from './job-keys.js'
import type { JobStore, NewJob } from './job-store-type.js'
import { isFinished, type JobRecord } from './record.js'

/**
 * What says that a job is being made is believed for so long, in milliseconds: longer than a request takes, and than clocks of two
 * machines are apart.
 */
export const CREATION_MILLISECONDS = 3_600_000

/** Of a job that is being made or has not ended. */
type Marker = {
  tenant: string
  /** When it was last begun to make it; markers of old have no time. */
  at?: string
}

/** Of a job of which nothing has been done. */
export const freshJob = (job: NewJob & Pick<JobRecord, 'shard'>, at: string): JobRecord => ({
  ...job,
  state: 'queued',
  progress: 0,
  metrics: {},
  attempt: 0,
  crashes: 0,
  cancelRequested: false,
  createdAt: at,
  updatedAt: at,
})

/** All that have a marker, oldest first. */
export async function* markedJobs(store: ObjectStore): AsyncGenerator<JobName> {
  for await (const { key } of objectsUnder(store, 'queue/')) {
    const marker = await readJson<{ tenant: string }>(store, key)
    if (marker) yield { tenant: marker.value.tenant, id: key.slice('queue/'.length, -'.json'.length) }
  }
}

type JobMaking = Pick<JobStore, 'createJob'> & { sweepUnmade: (name: JobName) => Promise<void> }

/** @param clean what is done with a job that turns out to have ended */
export const openMaking = (
  store: ObjectStore,
  clock: () => number,
  { readJob, clean }: Pick<JobStore, 'readJob'> & { clean: (job: JobRecord) => Promise<void> },
): JobMaking => {
  /** It comes before all else of a job: what has an old one and no record is swept away, a record without would never run. */
  const freshMarker = ({ tenant }: JobName): Marker => ({ tenant, at: new Date(clock()).toISOString() })
  const isYoung = ({ at }: Marker): boolean =>
    at !== undefined && clock() - Date.parse(at) < CREATION_MILLISECONDS

  /** Puts a young marker in the place of what an earlier try to make the job left, or of none. */
  const renewMarker = async (name: JobName): Promise<void> => {
    const marker = freshMarker(name)
    await createOrUpdate(store, queueKey(name.id), marker, () => marker)
  }

  /**
   * Removes what is left of a job that nobody is making any more.
   *
   * Another may begin to make it again meanwhile. He renews the marker before he writes anything, under names of his own: so all
   * that is listed before a marker is found to be old is of those who gave up, and a marker that was renewed is not deleted.
   */
  const sweepUnmade = async (name: JobName): Promise<void> => {
    const left: string[] = []
    for await (const { key } of objectsUnder(store, folderPrefix(name, 'input'))) left.push(key)
    const marker = await readJson<Marker>(store, queueKey(name.id))
    if (!marker || isYoung(marker.value) || (await readJob(name))) return
    for (const key of left) await store.delete(key)
    await store.delete(queueKey(name.id), { ifMatch: marker.etag }).catch(error => {
      if (!isConflict(error)) throw error
    })
  }

  const createJob: JobStore['createJob'] = async (job, input = {}) => {
    const record = { ...freshJob(job, new Date(clock()).toISOString()), inputFolder: randomUUID() }
    // If it is there, its input may be gone already, and must not come back.
    let existing = await readJob(job)
    if (!existing) {
      const marker = { key: queueKey(job.id), data: JSON.stringify(freshMarker(job)) }
      const files = Object.entries(input).map(([file, data]) => ({ key: inputKey(record, file), data }))
      const rest = [
        ...files,
        { key: recordKey(job), data: JSON.stringify(record) },
        firstEvent(job, { type: 'queued' }),
      ]
      let made = (await createInOrder(store, [marker, ...rest])) - 1
      if (made < 0) {
        await renewMarker(job)
        made = await createInOrder(store, rest)
      }
      if (made > files.length) return record
      for (const { key } of files) await store.delete(key)
      existing = (await readJob(job)) as JobRecord
    }
    if (isFinished(existing)) await clean(existing)
    return existing
  }

  return { createJob, sweepUnmade }
}
