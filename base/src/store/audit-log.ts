/**
 * A tenant's audit log: every change that was asked for, one object each under its number, each holding the digest of the one
 * before. Entries are only ever added; one that is edited, removed or inserted breaks the chain after it.
 * @module
 */
import { sha256 } from '../files.js'
import { keyOf } from './keys.js'
import { appendNumbered, type NumberedFolder, padded, readNumbered } from './numbered.js'
import type { ObjectStore } from './object-store.js'

/** What is on record of a request: no body, no text, no secret. */
export type AuditEntry = {
  readonly request: string
  /** Identifier of the token. */
  readonly token: string
  readonly role: string
  readonly operation: string
  readonly path: string
  readonly status: number
}

export type AuditRecord = AuditEntry & {
  readonly number: number
  readonly at: string
  /** SHA-256 of the record before as it is stored, empty for the first. */
  readonly before: string
}

const DIGITS = 12

const logOf = (tenant: string): NumberedFolder => ({
  folder: keyOf({ tenant, collection: 'audit' }),
  keyFor: number => keyOf({ tenant, collection: 'audit', id: padded(number, DIGITS) }),
})

const textUnder = async (store: ObjectStore, key: string): Promise<string> =>
  Buffer.from((await store.get(key))?.bytes ?? []).toString('utf8')

/**
 * Adds an entry after all others, whoever writes at the same time.
 *
 * @param known a number that is certainly taken, or 0; saves the search
 * @returns the entry's number, from 1
 */
export const appendAudit = async (
  store: ObjectStore,
  tenant: string,
  entry: AuditEntry,
  known = 0,
): Promise<number> => {
  const log = logOf(tenant)
  const recordFor = async (number: number): Promise<AuditRecord> => {
    const before = number === 1 ? '' : sha256(await textUnder(store, log.keyFor(number - 1)))
    return { number, at: new Date().toISOString(), before, ...entry }
  }
  return appendNumbered(store, log, recordFor, known)
}

/** Entries after a number, oldest first. */
export const readAudit = (
  store: ObjectStore,
  tenant: string,
  after = 0,
  limit = 100,
): Promise<AuditRecord[]> => readNumbered(store, logOf(tenant), after, limit)

/** @returns the number of entries, and the first that is not what its successor says or does not stand in its place */
export const verifyAudit = async (
  store: ObjectStore,
  tenant: string,
): Promise<{ entries: number; broken?: number }> => {
  const { folder, keyFor } = logOf(tenant)
  let before = ''
  let entries = 0
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(`${folder}/`, { cursor })
    for (const { key } of page.objects) {
      const text = await textUnder(store, key)
      const number = entries + 1
      const record = parse(text)
      if (key !== keyFor(number) || record?.number !== number) return { entries, broken: number }
      if (record.before !== before) return { entries, broken: Math.max(1, number - 1) }
      before = sha256(text)
      entries = number
    }
    cursor = page.cursor
  }
  return { entries }
}

const parse = (text: string): AuditRecord | undefined => {
  try {
    return JSON.parse(text) as AuditRecord
  } catch {
    return undefined
  }
}
