/**
 * A tenant's audit log: every change that was asked for, one object each under its number, each holding the digest of the one
 * before. Entries are only ever added; one that is edited, removed or inserted breaks the chain after it.
 * @module
 */
import { sha256 } from '../files.js'
import { keyOf } from './keys.js'
import { objectsUnder } from './measure.js'
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

/** The tenant was deleted since a number of its log was known: it begins anew. */
const LOG_GONE = new Error('the entry before is gone')

/**
 * Adds entries after all others, whoever writes at the same time.
 *
 * @param known a number that is certainly taken, or 0; saves the search
 * @returns the last entry's number, from 1
 */
export const appendAudit = async (
  store: ObjectStore,
  tenant: string,
  entries: readonly AuditEntry[],
  known = 0,
): Promise<number> => {
  const log = logOf(tenant)
  let written = 0
  const recordsFrom = async (number: number, done: number): Promise<AuditRecord[]> => {
    written = done
    const last = number === 1 ? '' : await textUnder(store, log.keyFor(number - 1))
    if (number > 1 && last === '') throw LOG_GONE
    const at = new Date().toISOString()
    let before = number === 1 ? '' : sha256(last)
    return entries.slice(done).map((entry, i) => {
      const record = { number: number + i, at, before, ...entry }
      before = sha256(JSON.stringify(record))
      return record
    })
  }
  return appendNumbered(store, log, recordsFrom, known).catch(error => {
    if (error === LOG_GONE && known > 0) return appendAudit(store, tenant, entries.slice(written))
    throw error
  })
}

/** Entries after a number, oldest first. */
export const readAudit = (
  store: ObjectStore,
  tenant: string,
  after = 0,
  limit = 100,
): Promise<AuditRecord[]> => readNumbered(store, logOf(tenant), after, limit)

/** An entry as it was once seen: what only it can tell is whether the log was cut after it, or its last entry edited. */
export type AuditMark = { number: number; sha256: string }

export type AuditVerdict = {
  entries: number
  /** The last entry, to be kept elsewhere and given to a later check. */
  last?: AuditMark
  /** The first entry that is not what its successor or the mark says, is missing, or does not stand in its place. */
  broken?: number
}

/**
 * Checks the chain from its first entry on.
 *
 * @param mark the last entry at an earlier check
 */
export const verifyAudit = async (
  store: ObjectStore,
  tenant: string,
  mark?: AuditMark,
): Promise<AuditVerdict> => {
  const { folder, keyFor } = logOf(tenant)
  let last: AuditMark | undefined
  const brokenAt = (broken: number): AuditVerdict => ({
    entries: last?.number ?? 0,
    ...(last ? { last } : {}),
    broken,
  })
  for await (const { key } of objectsUnder(store, `${folder}/`)) {
    const text = await textUnder(store, key)
    const number = (last?.number ?? 0) + 1
    const record = parse(text)
    if (key !== keyFor(number) || record?.number !== number) return brokenAt(number)
    if (record.before !== (last?.sha256 ?? '')) return brokenAt(Math.max(1, number - 1))
    last = { number, sha256: sha256(text) }
    if (mark?.number === number && mark.sha256 !== last.sha256) return brokenAt(number)
  }
  if (mark && mark.number > (last?.number ?? 0)) return brokenAt((last?.number ?? 0) + 1)
  return { entries: last?.number ?? 0, ...(last ? { last } : {}) }
}

const parse = (text: string): AuditRecord | undefined => {
  try {
    return JSON.parse(text) as AuditRecord
  } catch {
    return undefined
  }
}
