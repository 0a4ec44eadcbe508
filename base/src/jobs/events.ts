/**
 * The event feed of a job: one object per event under its sequence number, so the order is total and none is lost.
 * @module
 */
import { createJson, keyOf, type ObjectStore, readJson } from '../store/index.js'
import type { JobEvent } from './record.js'

export type JobName = { tenant: string; id: string }

const DIGITS = 10

const eventKey = ({ tenant, id }: JobName, sequence: number): string =>
  keyOf({
    tenant,
    collection: 'jobs',
    id,
    path: ['events', `${String(sequence).padStart(DIGITS, '0')}.json`],
  })

const eventFolder = ({ tenant, id }: JobName): string =>
  keyOf({ tenant, collection: 'jobs', id, path: ['events'] })

/** The number of the last event written, 0 when there is none. Sequence numbers have no gaps. */
const lastSequence = async (store: ObjectStore, name: JobName, known: number): Promise<number> => {
  let last = known
  for (let cursor: string | undefined = eventKey(name, known); cursor; ) {
    const page = await store.list(`${eventFolder(name)}/`, { cursor })
    last += page.objects.length
    cursor = page.cursor
  }
  return last
}

/**
 * Appends one event after all others, whoever writes at the same time.
 *
 * @param known a sequence number that is certainly taken; saves the search
 * @returns the event's sequence number, from 1
 */
export const appendEvent = async (
  store: ObjectStore,
  name: JobName,
  event: Omit<JobEvent, 'sequence' | 'at'>,
  known = 0,
): Promise<number> => {
  const at = new Date().toISOString()
  for (let sequence = (await lastSequence(store, name, known)) + 1; ; sequence++)
    if (await createJson(store, eventKey(name, sequence), { sequence, at, ...event })) return sequence
}

/** Events after a sequence number, oldest first. */
export const readEvents = async (
  store: ObjectStore,
  name: JobName,
  after = 0,
  limit = 100,
): Promise<JobEvent[]> => {
  const page = await store.list(`${eventFolder(name)}/`, { cursor: eventKey(name, after), limit })
  const events = await Promise.all(page.objects.map(({ key }) => readJson<JobEvent>(store, key)))
  return events.flatMap(event => (event ? [event.value] : []))
}
