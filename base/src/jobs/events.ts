/**
 * The event feed of a job: one object per event under its sequence number, so the order is total and none is lost.
 * @module
 */
import {
  appendNumbered,
  keyOf,
  type NewObject,
  type NumberedFolder,
  type ObjectStore,
  padded,
  readNumbered,
} from '../store/index.js'
import { isEnd, type JobEvent } from './record.js'

export type JobName = { tenant: string; id: string }

/** A job, or one shard of it: what one worker does. */
export type WorkName = JobName & { shard?: number }

const DIGITS = 10

const eventsOf = ({ tenant, id }: JobName): NumberedFolder => {
  const at = (path: string[]) => keyOf({ tenant, collection: 'jobs', id, path: ['events', ...path] })
  return { folder: at([]), keyFor: sequence => at([`${padded(sequence, DIGITS)}.json`]) }
}

/**
 * Appends one event after all others, whoever writes at the same time. After the event of the job's end nothing is appended, so
 * whoever finds that the end was not told may tell it.
 *
 * @param known a sequence number that is certainly taken; saves the search
 * @returns the event's sequence number, from 1, or that of the end
 */
export const appendEvent = async (
  store: ObjectStore,
  name: JobName,
  event: Omit<JobEvent, 'sequence' | 'at'>,
  known = 0,
): Promise<number> => {
  const at = new Date().toISOString()
  const valuesFrom = (sequence: number): JobEvent[] => [{ sequence, at, ...event }]
  return appendNumbered(store, eventsOf(name), valuesFrom, known, ({ type }) => isEnd(type))
}

/** The event that a job begins with, as an object that is created with the job. */
export const firstEvent = (name: JobName, event: Omit<JobEvent, 'sequence' | 'at'>): NewObject => {
  const first: JobEvent = { sequence: 1, at: new Date().toISOString(), ...event }
  return { key: eventsOf(name).keyFor(1), data: JSON.stringify(first) }
}

/** Events after a sequence number, oldest first. */
export const readEvents = (store: ObjectStore, name: JobName, after = 0, limit = 100): Promise<JobEvent[]> =>
  readNumbered(store, eventsOf(name), after, limit)
