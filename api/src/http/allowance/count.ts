/**
 * What a tenant has, counted anew: what was let in and has come, or will not come any more, jobs that have ended, and what is kept.
 * @module
 */
import { isFinished, type JobStore } from '@promptpost/base/jobs'
import { keyOf, measureTenant, type ObjectStore } from '@promptpost/base/store'
import { type Book, EMPTY, type Entry, remaining } from './book.js'

/** What was let in and is not there after so long will not come, in milliseconds: no request takes that long. */
export const LATE = 600_000

export type Sorted = {
  /** Not come, and may still come. */
  since: Record<string, Entry>
  come: Record<string, Entry>
  /** Not ended. */
  jobs: Record<string, number>
}

export type Counter = {
  sort(tenant: string, book: Book): Promise<Sorted>
  /** @returns what makes the book as counted of the one before, or of what requests have made of that meanwhile */
  measure(tenant: string, before: Book): Promise<(book: Book) => Book>
  count(tenant: string, book: Book): Promise<Book>
  /** What can be found out without a book, but for what was let in and has not come. */
  countAll(tenant: string, written: Book): Promise<Book>
}

/** The entries for which `isKept` holds. */
const keep = async <V>(
  entries: Record<string, V>,
  isKept: (name: string, value: V) => Promise<boolean>,
): Promise<Record<string, V>> => {
  const all = Object.entries(entries)
  const kept = await Promise.all(all.map(([name, value]) => isKept(name, value)))
  return Object.fromEntries(all.filter((_, i) => kept[i]))
}

export const createCounter = (
  { store, jobs }: { store: ObjectStore; jobs: JobStore },
  now: () => number,
): Counter => {
  const sort = async (tenant: string, book: Book): Promise<Sorted> => {
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

  return {
    sort,
    measure,
    count,
    async countAll(tenant, { since }) {
      const unfinished = await jobs.unfinishedOf(tenant)
      return count(tenant, { ...EMPTY, since, jobs: Object.fromEntries(unfinished.map(id => [id, now()])) })
    },
  }
}
