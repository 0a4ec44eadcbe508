/**
 * Where a set of records belongs among those the ledger knows: itself, or new and overlapping some.
 * @module
 */
import type { Book, Change } from './book.js'
import type { LedgerKeys } from './keys.js'
import { loadRecords, type RecordSet, saveRecords, sharedRecords } from './records.js'
import type { Place } from './standing.js'

/** Finds it; a set that is not known is compared with every one that is. */
export const placeOf = async (
  directory: string,
  keys: LedgerKeys,
  book: Book,
  { fingerprint, digests }: RecordSet,
): Promise<Place> => {
  const known = book.dataSets.get(fingerprint)
  if (known) return known
  const shares = new Map<string, number>()
  for (const other of book.dataSets.keys()) {
    const shared = sharedRecords(digests, (await loadRecords(directory, keys, other)).digests)
    if (shared > 0) shares.set(other, shared)
  }
  return { data: fingerprint, shares }
}

/** What makes a data set known; nothing when it is. Its digests are on disk before any line names it. */
export const register = async (
  directory: string,
  book: Book,
  records: RecordSet,
  { shares }: Place,
): Promise<Change[]> => {
  if (book.dataSets.has(records.fingerprint)) return []
  await saveRecords(directory, records)
  return [
    {
      type: 'data',
      data: records.fingerprint,
      records: records.digests.length,
      shares: Object.fromEntries(shares),
    },
  ]
}
