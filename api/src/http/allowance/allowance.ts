/**
 * How much a tenant may have: jobs that have not ended, resources, bytes.
 *
 * What is let in stands in one object of the tenant that is changed by compare-and-swap, so requests at the same time, also to
 * several servers, cannot pass a limit together. What has ended or was deleted is found by counting anew, which happens
 * before anyone is refused; until then too much is counted, never too little. Only what workers write is noticed
 * later, at the next count. To count takes as long as a tenant has things, so nobody waits for it long whom the last count lets in.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobStore } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { CountedName } from '../../resources/identifiers.js'
import { createBeside } from './beside.js'
import { type Book, EMPTY, openBooks, sum } from './book.js'
import { createCounter } from './count.js'
import { refusalOf } from './refusal.js'

export type Allowance = {
  /** Jobs of a tenant that have not ended. */
  jobs: number
  /** Models, data sets, open uploads, students, prompts, transfers and predictions of a tenant. */
  resources: number
  /** Bytes that a tenant keeps. */
  bytes: number
}

export const DEFAULT_ALLOWANCE: Allowance = { jobs: 200, resources: 100_000, bytes: 100 * 2 ** 30 }

/** What a request would add. */
export type Addition = {
  collection: CountedName
  id: string
  bytes: number
  /** Bytes of one thing that is counted and goes when this has come: both are counted meanwhile, and no limit refuses that. */
  replaces?: number
  /** Its job, if it starts one. */
  job?: string
}

export type Allowances = {
  /** Lets an addition in, once: to let it in again changes nothing. @throws Problem 429 */
  admit(tenant: string, addition: Addition): Promise<void>
  /** Bytes that may still come; counted anew where `wanted` would not fit otherwise. */
  room(tenant: string, wanted: number): Promise<number>
  /** Says that something was deleted, or will not come after all. */
  release(tenant: string, addition: { id: string; job?: string }): Promise<void>
  /** Counts anew, unless nothing can have changed since the last count, or that is young: for those who have the time that it takes. */
  recount(tenant: string): Promise<void>
}

/** Where a count is older than this, one of now is waited for, in milliseconds: it is what notices what workers write. */
const OLDEST_COUNT = 600_000
/** How long, in milliseconds: with a tenant that has very many things it goes on beside the request. */
const PATIENCE = 2_000
/** Before a refusal a count may be this old, in milliseconds: refusing must cost little. */
const FRESH = 1_000
/** Entries beside a count from which on they are moved into it. */
const MOST_SINCE = 50

/** What a promise gives, if it does within so many milliseconds. */
const inTime = <T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> =>
  Promise.race([promise, sleep(milliseconds, undefined, { ref: false })])

/** @param boot names this run of the machine, of a store that may lose what was written last when it ends */
export const createAllowances = (
  { store, jobs }: { store: ObjectStore; jobs: JobStore },
  limit: Allowance = DEFAULT_ALLOWANCE,
  now: () => number = Date.now,
  boot?: string,
): Allowances => {
  const counter = createCounter({ store, jobs }, now)
  const books = openBooks(store, counter.countAll, boot)
  const beside = createBeside(books, counter, now)

  const current = async (tenant: string, written: Book): Promise<Book> => {
    if (written === EMPTY) return counter.count(tenant, written)
    const age = now() - written.countedAt
    let book = written
    if (age >= OLDEST_COUNT / 2) {
      const measured = beside.measure(tenant, written)
      const isWaitedFor = written.countedAt > 0 && age >= OLDEST_COUNT
      // All requests of the tenant wait behind this one.
      if (isWaitedFor) book = (await inTime(measured, PATIENCE))?.(written) ?? written
    }
    if (Object.keys(book.since).length >= MOST_SINCE) beside.fold(tenant, book)
    return book
  }

  return {
    async admit(tenant, addition) {
      const { id, collection, bytes, job } = addition
      const refused = await books.update(tenant, async written => {
        let book = await current(tenant, written)
        if (book.since[id] && (job === undefined || book.jobs[job])) return { book, said: undefined }
        let said = refusalOf(book, addition, limit)
        if (said && now() - book.countedAt >= FRESH) {
          book = await counter.count(tenant, book)
          said = refusalOf(book, addition, limit)
        }
        if (said) return { book, said }
        const at = now()
        const unfinished = job === undefined ? book.jobs : { ...book.jobs, [job]: at }
        return {
          book: { ...book, since: { ...book.since, [id]: { at, bytes, collection } }, jobs: unfinished },
          said,
        }
      })
      if (refused) throw refused
    },
    room: (tenant, wanted) =>
      books.update(tenant, async written => {
        const left = (book: Book): number => limit.bytes - sum(book).bytes
        let book = await current(tenant, written)
        if (left(book) < wanted && now() - book.countedAt >= FRESH) book = await counter.count(tenant, book)
        return { book, said: left(book) }
      }),
    async release(tenant, { id, job = '' }) {
      await books.update(tenant, async book => {
        const { [id]: _addition, ...since } = book.since
        const { [job]: _job, ...unfinished } = book.jobs
        return { book: { ...book, countedAt: 0, since, jobs: unfinished }, said: undefined }
      })
    },
    async recount(tenant) {
      const before = await books.read(tenant)
      if (before === EMPTY || !books.isBelieved(before) || now() - before.countedAt < OLDEST_COUNT / 2) return
      const isAsLeft = Object.keys({ ...before.since, ...before.jobs }).length === 0
      if (before.countedAt > 0 && isAsLeft) return
      const change = await counter.measure(tenant, before)
      await books.update(tenant, async book => ({ book: change(book), said: undefined }))
    },
  }
}
