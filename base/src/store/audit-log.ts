/**
 * A tenant's audit log: every change that was asked for, one object each under its number, each holding the digest of the one
 * before. Entries are only ever added; one that is edited, removed or inserted breaks the chain after it.
 * @module
 */
import { sha256 } from '../files.js'
import { createJson, readJson } from './json.js'
import { keyOf } from './keys.js'
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

const numbered = (number: number): string => String(number).padStart(DIGITS, '0')
const keyFor = (tenant: string, number: number): string =>
  keyOf({ tenant, collection: 'audit', id: numbered(number) })
const folder = (tenant: string): string => `${keyOf({ tenant, collection: 'audit' })}/`

/** The last number taken at or after one that is. */
const lastNumber = async (store: ObjectStore, tenant: string, known: number): Promise<number> => {
  let last = known
  for (let cursor: string | undefined = known === 0 ? '' : keyFor(tenant, known); cursor !== undefined; ) {
    const page = await store.list(folder(tenant), { cursor })
    last += page.objects.length
    cursor = page.cursor
  }
  return last
}

const textOf = async (store: ObjectStore, tenant: string, number: number): Promise<string> => {
  const object = await store.get(keyFor(tenant, number))
  return object ? Buffer.from(object.bytes).toString('utf8') : ''
}

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
  for (let last = await lastNumber(store, tenant, known); ; last = await lastNumber(store, tenant, last)) {
    const before = last === 0 ? '' : sha256(await textOf(store, tenant, last))
    const record: AuditRecord = { number: last + 1, at: new Date().toISOString(), before, ...entry }
    if (await createJson(store, keyFor(tenant, last + 1), record)) return last + 1
  }
}

/** Entries after a number, oldest first. */
export const readAudit = async (
  store: ObjectStore,
  tenant: string,
  after = 0,
  limit = 100,
): Promise<AuditRecord[]> => {
  const cursor = after === 0 ? '' : keyFor(tenant, after)
  const { objects } = await store.list(folder(tenant), { cursor, limit })
  const records = await Promise.all(objects.map(({ key }) => readJson<AuditRecord>(store, key)))
  return records.flatMap(record => (record ? [record.value] : []))
}

/** @returns the number of entries, and the first that is not what its successor says or does not stand in its place */
export const verifyAudit = async (
  store: ObjectStore,
  tenant: string,
): Promise<{ entries: number; broken?: number }> => {
  let before = ''
  let entries = 0
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(folder(tenant), { cursor })
    for (const { key } of page.objects) {
      const text = Buffer.from((await store.get(key))?.bytes ?? []).toString('utf8')
      const number = entries + 1
      const record = parse(text)
      if (key !== keyFor(tenant, number) || record?.number !== number) return { entries, broken: number }
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
