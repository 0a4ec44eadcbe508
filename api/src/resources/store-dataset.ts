/**
 * A data set's texts into the store, from one request or from an upload's parts: the same checks, in the same order.
 * @module
 */
import { keyOf } from '@promptpost/base/store'
import { outOfRoom } from '../http/allowance/index.js'
import type { RequestContext } from '../http/environment.js'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { type DatasetRecord, issue, save } from './records.js'
import type { TextStatistics } from './text-statistics.js'

export const EMPTY = 'There is no text in it.'

export type DatasetFacts = { name: string; purpose: Schemas['Purpose'] }

/** How a data set is let in. */
export type Admission = {
  /** Where the lines stand until all of them are known to be good. */
  staging: string
  /** Bytes that may come. */
  room: () => Promise<number>
  /** Lets it in, and says under which identifier; asked again, the same. */
  reserve: (size: number, sha256: string) => Promise<{ id: string; createdAt: string }>
}

export const textsKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'datasets', id, path: ['texts.jsonl'] })

/** The bytes as they come, ending in a Problem 429 once they are more than there is room for. */
async function* within(room: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > room) throw outOfRoom(size, room)
    yield chunk
  }
}

/**
 * Stores the lines, then the record.
 *
 * @param statistics given every text while `lines` is read
 */
export const storeDataset = async (
  c: RequestContext,
  { name, purpose }: DatasetFacts,
  lines: AsyncIterable<Uint8Array>,
  statistics: TextStatistics,
  { staging, room, reserve }: Admission,
): Promise<DatasetRecord> => {
  const { store } = c.get('services')
  const { tenant, role } = c.get('credential')
  const { size, etag: sha256 } = await store.put(staging, within(await room(), lines))
  try {
    const count = statistics.count()
    const summary = statistics.summary()
    if (!summary) throw new Problem(422, 'empty-dataset', EMPTY, { pointer: '/texts' })
    const { id, createdAt } = await reserve(size, sha256)
    const texts = await store.getRange(staging, 0, size)
    if (texts) await store.put(textsKey(tenant, id), texts)
    const facts = { name, purpose, count, size, statistics: summary, sha256 }
    const saved = await save(c, 'datasets', { id, ...facts, created_at: createdAt })
    if (purpose === 'public' && role === 'provider') await issue(c, 'datasets', id)
    return saved
  } finally {
    await store.delete(staging)
  }
}
