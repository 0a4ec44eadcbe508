/**
 * Lists: a page at a time, or item by item over all pages.
 * @module
 */
import type { paths } from '../generated/contract.js'
import type { ApiPromise, WithResponse } from './api-promise.js'
import { type CallOptions, foreignAnswer } from './transport.js'

/** Addresses that answer with pages by cursor. */
export type ListPath = {
  [P in keyof paths]: paths[P] extends { get: { parameters: { query?: { cursor?: string } } } } ? P : never
}[keyof paths]

/** Filters, order, size and start of a list, as the contract has them, and what one call may set for itself. */
export type ListOptions<P extends ListPath> = NonNullable<paths[P]['get']['parameters']['query']> &
  Omit<CallOptions, 'idempotencyKey'>

/** A page as the service sends it. */
export type RawPage<T> = { data: T[]; next_cursor: string | null }

/** One page. Iterated over, it gives its own items and then those of the pages after it. */
export type Page<T> = RawPage<T> &
  AsyncIterable<T> & {
    hasNextPage(): boolean
    /** @throws RangeError after the last page; ask `hasNextPage()` */
    getNextPage(): Promise<Page<T>>
  }

/**
 * A promise of the first page, and an async iterable of all items. Nothing is sent before it is awaited or iterated over;
 * each iteration starts anew.
 *
 * @example
 * for await (const job of client.jobs.list({ status: 'running' })) console.log(job.id, job.progress)
 * const page = await client.jobs.list({ limit: 10, order: 'desc' })
 * if (page.hasNextPage()) console.log((await page.getNextPage()).data.length)
 */
export type Listing<T> = ApiPromise<Page<T>> &
  AsyncIterable<T> & {
    /** The first page alone. */
    page(): Promise<Page<T>>
    /** Everything, in memory. */
    all(): Promise<T[]>
  }

/** @throws ConnectionError for what is no page */
export const requirePage = <P extends { data: unknown[] }>(page: P): P => {
  if (Array.isArray(page.data)) return page
  throw foreignAnswer()
}

type Load<T> = (cursor: string | undefined) => ApiPromise<RawPage<T>>

const pageOf = <T>(raw: RawPage<T>, load: Load<T>): Page<T> => ({
  ...requirePage(raw),
  hasNextPage: () => raw.next_cursor !== null,
  async getNextPage() {
    if (raw.next_cursor === null) throw new RangeError('there is no next page: this is the last')
    return pageOf(await load(raw.next_cursor), load)
  },
  async *[Symbol.asyncIterator]() {
    let page = raw
    yield* page.data
    while (page.next_cursor !== null) {
      page = requirePage(await load(page.next_cursor))
      yield* page.data
    }
  },
})

/** @param load asks for the page at a cursor; undefined for the first */
export const listing = <T>(load: Load<T>): Listing<T> => {
  let sent: ApiPromise<RawPage<T>> | undefined
  const first = (): ApiPromise<RawPage<T>> => {
    sent ??= load(undefined)
    return sent
  }
  const page = async (): Promise<Page<T>> => pageOf(await first(), load)
  const items = async function* (): AsyncGenerator<T, void> {
    yield* pageOf(await load(undefined), load)
  }
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is a promise of its first page
    then: (fulfilled, rejected) => page().then(fulfilled, rejected),
    catch: rejected => page().catch(rejected),
    finally: settled => page().finally(settled),
    [Symbol.toStringTag]: 'Listing',
    asResponse: () => first().asResponse(),
    async withResponse(): Promise<WithResponse<Page<T>>> {
      const { data, ...rest } = await first().withResponse()
      return { data: pageOf(data, load), ...rest }
    },
    page,
    [Symbol.asyncIterator]: items,
    async all() {
      const found: T[] = []
      for await (const item of items()) found.push(item)
      return found
    },
  }
}
