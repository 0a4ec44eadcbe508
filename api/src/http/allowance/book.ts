/**
 * The book of a tenant: what was counted, and what was let in since. It is one object that is changed by compare-and-swap.
 *
 * It alone is not flushed to the disk: it is written for every request, while everyone waits who comes with one, and it says
 * nothing that cannot be found again. A machine that lost its power may have an old one, or half of one; so what was not written
 * since it started is not believed, and all is counted.
 * @module
 */
import { createTogether, isConflict, type Kept, keyOf, type ObjectStore } from '@promptpost/base/store'
import type { CountedName } from '../../resources/identifiers.js'

export type Entry = { at: number; bytes: number; collection: CountedName }
export type Book = Kept & {
  /** When resources and bytes were counted; 0 when they must be. */
  countedAt: number
  /** Let in since, by identifier. */
  since: Record<string, Entry>
  /** Let in and not known to have ended, by identifier, with the time. */
  jobs: Record<string, number>
  /** The run of the machine in which it was written. */
  boot?: string | undefined
}

/** A change of the book, and what it says to whoever asked for it. */
type Change = (book: Book) => Promise<Changed>
type Changed = { book: Book; said: unknown; error?: unknown }

export type Books = {
  /** {@link EMPTY} where there is none. */
  read(tenant: string): Promise<Book>
  isBelieved(book: Book): boolean
  /** @returns what `change` said of the state that was written */
  update<T>(tenant: string, change: (book: Book) => Promise<{ book: Book; said: T }>): Promise<T>
}

export const EMPTY: Book = { resources: 0, bytes: 0, countedAt: 0, since: {}, jobs: {} }

/** Half a book says nothing. */
const parseBook = (bytes: Uint8Array): Book => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Book
  } catch {
    return EMPTY
  }
}

export const sum = (book: Book): Kept => {
  const entries = Object.values(book.since)
  return {
    resources: book.resources + entries.length,
    bytes: entries.reduce((bytes, entry) => bytes + entry.bytes, book.bytes),
  }
}

/** The entries of now, without those of before that have been looked at and were not left. */
export const remaining = <V>(
  now: Record<string, V>,
  before: Record<string, V>,
  left: Record<string, V>,
): Record<string, V> =>
  Object.fromEntries(Object.entries(now).filter(([id]) => id in left || !(id in before)))

/**
 * @param countAll makes a book in the place of one that is not believed
 * @param boot names this run of the machine, of a store that may lose what was written last when it ends
 */
export const openBooks = (
  store: ObjectStore,
  countAll: (tenant: string, written: Book) => Promise<Book>,
  boot?: string,
): Books => {
  const keyFor = (tenant: string): string => keyOf({ tenant, collection: 'allowance', id: 'book' })

  const readTagged = async (tenant: string): Promise<{ book: Book; etag?: string }> => {
    const found = await store.get(keyFor(tenant))
    return found ? { book: parseBook(found.bytes), etag: found.etag } : { book: EMPTY }
  }

  const isBelieved = (book: Book): boolean => book.boot === boot

  /**
   * Changes the book, again while others were first. Changes that are asked for at the same time are made one after another and
   * written once, so that only requests to other servers collide.
   */
  const updateTogether = createTogether<Change, Changed>(async (tenant, changes) => {
    for (;;) {
      const found = await readTagged(tenant)
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

  return {
    read: async tenant => (await readTagged(tenant)).book,
    isBelieved,
    async update<T>(tenant: string, change: (book: Book) => Promise<{ book: Book; said: T }>): Promise<T> {
      const changed = await updateTogether(tenant, change)
      if (changed.error !== undefined) throw changed.error
      return changed.said as T
    },
  }
}
