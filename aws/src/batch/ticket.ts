/**
 * Which Batch job runs a job, or shards of it, beside the job's record. SubmitJob knows no idempotency: whoever submits first says so here by
 * compare-and-swap, so that of two who try at the same time one does.
 * @module
 */
import { isConflict, keyOf, type ObjectStore, readJson } from '@promptpost/base/store'
import { type BatchWork, ticketFile } from './work.js'

export type Ticket =
  /** Someone is submitting, or died over it. */
  | { state: 'submitting'; at: string }
  /** A try failed, or seemed to: it may be there all the same. */
  | { state: 'unsubmitted' }
  | { state: 'submitted'; batchJob: string }

export type Held = { ticket: Ticket; etag: string }

const keyOfTicket = (work: BatchWork): string =>
  keyOf({ tenant: work.tenant, collection: 'jobs', id: work.id, path: [ticketFile(work)] })

export const readTicket = async (store: ObjectStore, work: BatchWork): Promise<Held | undefined> => {
  const found = await readJson<Ticket>(store, keyOfTicket(work))
  return found && { ticket: found.value, etag: found.etag }
}

/** Replaces the ticket that was read, or makes the first. @returns undefined when another was faster */
export const writeTicket = async (
  store: ObjectStore,
  work: BatchWork,
  ticket: Ticket,
  before: Held | undefined,
): Promise<Held | undefined> => {
  try {
    const condition = before ? { ifMatch: before.etag } : ({ ifAbsent: true } as const)
    const { etag } = await store.put(keyOfTicket(work), JSON.stringify(ticket), condition)
    return { ticket, etag }
  } catch (error) {
    if (isConflict(error)) return undefined
    throw error
  }
}
