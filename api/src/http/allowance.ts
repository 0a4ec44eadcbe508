/**
 * How much a tenant may have: jobs that have not ended, resources, bytes.
 *
 * What is let in stands in one object of the tenant that is changed by compare-and-swap, so requests at the same time, also to
 * several servers, cannot pass a limit together. What has ended or was deleted is found by counting anew, which happens
 * before anyone is refused; until then too much is counted, never too little. Only what workers write is noticed
 * later, at the next count. To count takes as long as a tenant has things, so nobody waits for it long whom the last count lets in.
 *
 * That object alone is not flushed to the disk: it is written for every request, while everyone waits who comes with one, and it says
 * nothing that cannot be found again. A machine that lost its power may have an old one, or half of one; so what was not written
 * since it started is not believed, and all is counted.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobStore } from '@promptpost/base/jobs'
import {
  createTogether,
  isConflict,
  type Kept,
  keyOf,
  measureTenant,
  type ObjectStore,
} from '@promptpost/base/store'
import type { CountedName } from '../resources/identifiers.js'
import { Problem } from './problem.js'

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

type Entry = { at: number; bytes: number; collection: CountedName }
type Book = Kept & {
  /** When resources and bytes were counted; 0 when they must be. */
  countedAt: number
  /** Let in since, by identifier. */
  since: Record<string, Entry>
  /** Let in and not known to have ended, by identifier, with the time. */
  jobs: Record<string, number>
  /** The run of the machine in which it was written. */
  boot?: string | undefined
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

/** What was let in and is not there after so long will not come, in milliseconds: no request takes that long. */
const LATE = 600_000
/** Where a count is older than this, one of now is waited for, in milliseconds: it is what notices what workers write. */
const OLDEST_COUNT = 600_000
/** How long, in milliseconds: with a tenant that has very many things it goes on beside the request. */
const PATIENCE = 2_000
/** Before a refusal a count may be this old, in milliseconds: refusing must cost little. */
const FRESH = 1_000
/** Between two counts of a tenant beside its requests, in milliseconds. */
const RECOUNT_INTERVAL = 30_000
/** Entries beside a count from which on they are moved into it. */
const MOST_SINCE = 50
/** Seconds after which a job may have ended. */
const RETRY_AFTER = 10

/** A change of the book, and what it says to whoever asked for it. */
type Change = (book: Book) => Promise<Changed>
type Changed = { book: Book; said: unknown; error?: unknown }

const EMPTY: Book = { resources: 0, bytes: 0, countedAt: 0, since: {}, jobs: {} }

/** Half a book says nothing. */
const parseBook = (bytes: Uint8Array): Book => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Book
  } catch {
    return EMPTY
  }
}

const sum = (book: Book): Kept => {
  const entries = Object.values(book.since)
  return {
    resources: book.resources + entries.length,
    bytes: entries.reduce((bytes, entry) => bytes + entry.bytes, book.bytes),
  }
}

/** @param retryAfter seconds, where waiting helps */
const exceeded = (code: string, policy: string, detail: string, retryAfter?: number): Problem =>
  new Problem(429, code, detail, {
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    members: { 'violated-policies': [policy] },
    headers: retryAfter === undefined ? { 'x-should-retry': 'false' } : { 'retry-after': `${retryAfter}` },
  })

const FREE = 'Delete what you no longer need.'

/** The refusal of more bytes than there is room for. */
export const outOfRoom = (bytes: number, room: number): Problem =>
  exceeded(
    'quota-exceeded',
    'bytes',
    `It has ${bytes} bytes, and you may keep ${Math.max(0, room)} more. ${FREE}`,
  )

/** @param boot names this run of the machine, of a store that may lose what was written last when it ends */
export const createAllowances = (
  { store, jobs }: { store: ObjectStore; jobs: JobStore },
  limit: Allowance = DEFAULT_ALLOWANCE,
  now: () => number = Date.now,
  boot?: string,
): Allowances => {
  const keyFor = (tenant: string): string => keyOf({ tenant, collection: 'allowance', id: 'book' })

  const refusal = (book: Book, { bytes, job, replaces }: Addition): Problem | undefined => {
    const kept = sum(book)
    if (replaces !== undefined) {
      kept.resources--
      kept.bytes -= replaces
    }
    if (job !== undefined && Object.keys(book.jobs).length >= limit.jobs)
      return exceeded(
        'queue-full',
        'unfinished-jobs',
        `You have ${limit.jobs} jobs that have not ended, and may not have more. Wait for one to end, or cancel one.`,
        RETRY_AFTER,
      )
    if (kept.resources >= limit.resources)
      return exceeded(
        'quota-exceeded',
        'resources',
        `You keep ${kept.resources} things, and may not keep more. ${FREE}`,
      )
    if (kept.bytes + bytes > limit.bytes) return outOfRoom(bytes, limit.bytes - kept.bytes)
    return undefined
  }

  /** Entries that have not come and may still come, and those that have; jobs that have not ended. */
  const sort = async (tenant: string, book: Book) => {
    const started = now()
    const mayCome = (at: number): boolean => started - at < LATE
    const come: Record<string, Entry> = {}
    const since = await keep(book.since, async (id, entry) => {
      const isThere = await store.head(keyOf({ tenant, collection: entry.collection, id }))
      if (isThere) come[id] = entry
      return !isThere && mayCome(entry.at)
    })
    const unfinished = await keep(book.jobs, async (id, at) => {
      const job = await jobs.readJob({ tenant, id })
      return job ? !isFinished(job) : mayCome(at)
    })
    return { since, come, jobs: unfinished }
  }

  /** @returns what makes the book as counted of the one before, or of what requests have made of that meanwhile */
  const measure = async (tenant: string, before: Book): Promise<(book: Book) => Book> => {
    const started = now()
    // First what has come, then the measure: what has come is certainly in it, and what has not, or only in part, is left out.
    const left = await sort(tenant, before)
    const measured = await measureTenant(store, tenant, new Set(Object.keys(left.since)))
    return book => {
      // Counted or deleted from meanwhile: the measure may be of before.
      if (book.countedAt !== before.countedAt) return book
      const since = remaining(book.since, before.since, left.since)
      const unfinished = remaining(book.jobs, before.jobs, left.jobs)
      // What was folded meanwhile may have been measured too: rather too much than too little, until the next count.
      const resources = measured.resources + book.resources - before.resources
      const bytes = measured.bytes + book.bytes - before.bytes
      return { resources, bytes, countedAt: started, since, jobs: unfinished }
    }
  }

  const count = async (tenant: string, book: Book): Promise<Book> => (await measure(tenant, book))(book)

  const readBook = async (tenant: string): Promise<{ book: Book; etag?: string }> => {
    const found = await store.get(keyFor(tenant))
    return found ? { book: parseBook(found.bytes), etag: found.etag } : { book: EMPTY }
  }

  const isBelieved = (book: Book): boolean => book.boot === boot

  /** What can be found out without a book. */
  const countAll = async (tenant: string, { since }: Book): Promise<Book> => {
    const unfinished = await jobs.unfinishedOf(tenant)
    return count(tenant, { ...EMPTY, since, jobs: Object.fromEntries(unfinished.map(id => [id, now()])) })
  }

  /**
   * Changes the book, again while others were first. Changes that are asked for at the same time are made one after another and
   * written once, so that only requests to other servers collide.
   */
  const updateTogether = createTogether<Change, Changed>(async (tenant, changes) => {
    for (;;) {
      const found = await readBook(tenant)
      let book = isBelieved(found.book) ? found.book : await countAll(tenant, found.book)
      const outcomes: Changed[] = []
      for (const change of changes)
        try {
          const changed = await change(book)
          book = changed.book
          outcomes.push(changed)
        } catch (error) {
          outcomes.push({ book, said: undefined, error })
        }
      if (book === found.book) return outcomes
      const condition = found.etag === undefined ? ({ ifAbsent: true } as const) : { ifMatch: found.etag }
      try {
        await store.put(keyFor(tenant), JSON.stringify({ ...book, boot }), { ...condition, mayBeLost: true })
        return outcomes
      } catch (error) {
        if (!isConflict(error)) throw error
      }
    }
  })

  /** @returns what `change` said of the state that was written */
  const update = async <T>(
    tenant: string,
    change: (book: Book) => Promise<{ book: Book; said: T }>,
  ): Promise<T> => {
    const changed = await updateTogether(tenant, change)
    if (changed.error !== undefined) throw changed.error
    return changed.said as T
  }

  /** Tenants whose book is being made small. */
  const folding = new Set<string>()

  /** Moves what has come into the count, so that the book stays small and nothing has to be measured; requests go on meanwhile. */
  const fold = async (tenant: string, book: Book): Promise<void> => {
    const { since, come, jobs: unfinished } = await sort(tenant, book)
    await update(tenant, async now => {
      const entries = Object.entries(now.since)
      // What was deleted meanwhile, or counted, is not there any more.
      const moved = Object.fromEntries(entries.filter(([id]) => id in come))
      const kept = {
        ...sum({ ...now, since: moved }),
        since: remaining(now.since, book.since, since),
        jobs: remaining(now.jobs, book.jobs, unfinished),
      }
      return { book: { ...now, ...kept }, said: undefined }
    })
  }

  const foldBeside = (tenant: string, book: Book): void => {
    if (folding.has(tenant)) return
    folding.add(tenant)
    // What fails now is done with a later request.
    const done = fold(tenant, book).catch(() => undefined)
    void done.finally(() => folding.delete(tenant))
  }

  /** When tenants were last counted beside their requests; infinite while one is. */
  const counted = new Map<string, number>()

  /** Counts anew while requests go on. @returns what the measure says, unless one is under way or was just made, or fails */
  const measureBeside = (tenant: string, before: Book): Promise<((book: Book) => Book) | undefined> => {
    const last = counted.get(tenant) ?? Number.NEGATIVE_INFINITY
    if (now() - last < RECOUNT_INTERVAL) return Promise.resolve(undefined)
    counted.set(tenant, Number.POSITIVE_INFINITY)
    const measured = measure(tenant, before)
    const written = measured.then(change =>
      update(tenant, async book => ({ book: change(book), said: undefined })),
    )
    // What fails now is done with a later request.
    void written.catch(() => undefined).finally(() => counted.set(tenant, now()))
    return measured.catch(() => undefined)
  }

  const current = async (tenant: string, written: Book): Promise<Book> => {
    if (written === EMPTY) return count(tenant, written)
    const age = now() - written.countedAt
    let book = written
    if (age >= OLDEST_COUNT / 2) {
      const measured = measureBeside(tenant, written)
      const isWaitedFor = written.countedAt > 0 && age >= OLDEST_COUNT
      // All requests of the tenant wait behind this one.
      if (isWaitedFor) book = (await inTime(measured, PATIENCE))?.(written) ?? written
    }
    if (Object.keys(book.since).length >= MOST_SINCE) foldBeside(tenant, book)
    return book
  }

  return {
    async admit(tenant, addition) {
      const { id, collection, bytes, job } = addition
      const refused = await update(tenant, async written => {
        let book = await current(tenant, written)
        if (book.since[id] && (job === undefined || book.jobs[job])) return { book, said: undefined }
        let said = refusal(book, addition)
        if (said && now() - book.countedAt >= FRESH) {
          book = await count(tenant, book)
          said = refusal(book, addition)
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
      update(tenant, async written => {
        const left = (book: Book): number => limit.bytes - sum(book).bytes
        let book = await current(tenant, written)
        if (left(book) < wanted && now() - book.countedAt >= FRESH) book = await count(tenant, book)
        return { book, said: left(book) }
      }),
    async release(tenant, { id, job = '' }) {
      await update(tenant, async book => {
        const { [id]: _addition, ...since } = book.since
        const { [job]: _job, ...unfinished } = book.jobs
        return { book: { ...book, countedAt: 0, since, jobs: unfinished }, said: undefined }
      })
    },
    async recount(tenant) {
      const { book: before } = await readBook(tenant)
      if (before === EMPTY || !isBelieved(before) || now() - before.countedAt < OLDEST_COUNT / 2) return
      const isAsLeft = Object.keys({ ...before.since, ...before.jobs }).length === 0
      if (before.countedAt > 0 && isAsLeft) return
      const change = await measure(tenant, before)
      await update(tenant, async book => ({ book: change(book), said: undefined }))
    },
  }
}

/** The entries of now, without those of before that have been looked at and were not left. */
const remaining = <V>(
  now: Record<string, V>,
  before: Record<string, V>,
  left: Record<string, V>,
): Record<string, V> =>
  Object.fromEntries(Object.entries(now).filter(([id]) => id in left || !(id in before)))

/** What a promise gives, if it does within so many milliseconds. */
const inTime = <T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> =>
  Promise.race([promise, sleep(milliseconds, undefined, { ref: false })])

/** The entries for which `isKept` holds. */
const keep = async <V>(
  entries: Record<string, V>,
  isKept: (name: string, value: V) => Promise<boolean>,
): Promise<Record<string, V>> => {
  const all = Object.entries(entries)
  const kept = await Promise.all(all.map(([name, value]) => isKept(name, value)))
  return Object.fromEntries(all.filter((_, i) => kept[i]))
}
