/**
 * Lists: one page at a time, or item by item over all pages.
 * @module
 */

export type Page<T> = { data: T[]; next_cursor: string | null }
export type ListOptions = { cursor?: string; limit?: number; signal?: AbortSignal }

/**
 * @example
 * for await (const job of client.jobs.list()) console.log(job.id, job.status)
 */
export type Listing<T> = AsyncIterable<T> & {
  /** The first page alone. */
  page(): Promise<Page<T>>
  /** Everything, in memory. */
  all(): Promise<T[]>
}

export const listing = <T>(
  load: (options: ListOptions) => Promise<Page<T>>,
  options: ListOptions = {},
): Listing<T> => ({
  page: () => load(options),
  async *[Symbol.asyncIterator]() {
    for (let cursor = options.cursor; ; ) {
      const page = await load({ ...options, ...(cursor === undefined ? {} : { cursor }) })
      yield* page.data
      if (page.next_cursor === null) return
      cursor = page.next_cursor
    }
  },
  async all() {
    const items: T[] = []
    for await (const item of this) items.push(item)
    return items
  },
})
