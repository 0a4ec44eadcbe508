/**
 * What is done with a tenant's book beside its requests, which do not wait for it: it is made small, and what the tenant has is counted.
 * @module
 */
import { type Book, type Books, remaining, sum } from './book.js'
import type { Counter } from './count.js'

/** Between two counts of a tenant, in milliseconds. */
const RECOUNT_INTERVAL = 30_000

export type Beside = {
  /** Moves what has come into the count, so that the book stays small and nothing has to be measured. */
  fold(tenant: string, book: Book): void
  /** Counts anew. @returns what the measure says, unless one is under way or was just made, or fails */
  measure(tenant: string, before: Book): Promise<((book: Book) => Book) | undefined>
}

export const createBeside = (books: Books, counter: Counter, now: () => number): Beside => {
  /** Tenants whose book is being made small. */
  const folding = new Set<string>()
  /** When tenants were last counted; infinite while one is. */
  const counted = new Map<string, number>()

  const foldNow = async (tenant: string, book: Book): Promise<void> => {
    const { since, come, jobs } = await counter.sort(tenant, book)
    await books.update(tenant, async now => {
      const entries = Object.entries(now.since)
      // What was deleted meanwhile, or counted, is not there any more.
      const moved = Object.fromEntries(entries.filter(([id]) => id in come))
      const kept = {
        ...sum({ ...now, since: moved }),
        since: remaining(now.since, book.since, since),
        jobs: remaining(now.jobs, book.jobs, jobs),
      }
      return { book: { ...now, ...kept }, said: undefined }
    })
  }

  return {
    fold(tenant, book) {
      if (folding.has(tenant)) return
      folding.add(tenant)
      // What fails now is done with a later request.
      const done = foldNow(tenant, book).catch(() => undefined)
      void done.finally(() => folding.delete(tenant))
    },
    async measure(tenant, before) {
      const last = counted.get(tenant) ?? Number.NEGATIVE_INFINITY
      if (now() - last < RECOUNT_INTERVAL) return undefined
      counted.set(tenant, Number.POSITIVE_INFINITY)
      const measured = counter.measure(tenant, before)
      const written = measured.then(change =>
        books.update(tenant, async book => ({ book: change(book), said: undefined })),
      )
      // What fails now is done with a later request.
      void written.catch(() => undefined).finally(() => counted.set(tenant, now()))
      return measured.catch(() => undefined)
    },
  }
}
