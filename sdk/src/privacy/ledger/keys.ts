/**
 * The ledger's key: 32 random bytes in a file of its own, from which one key per purpose is derived.
 * @module
 */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { writeDurably } from './durable.js'
import { ledgerFiles } from './location.js'
import { damaged } from './refusal.js'

const KEY_BYTES = 32

/** One key per purpose, so that a digest of one kind can never pass for another. */
export type LedgerKeys = {
  readonly record: Uint8Array
  readonly dataSet: Uint8Array
  readonly examples: Uint8Array
  readonly chain: Uint8Array
  readonly head: Uint8Array
}

/** HMAC-SHA-256. */
export const mac = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

const derive = (secret: Uint8Array): LedgerKeys => {
  const keyFor = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', `promptpost privacy ledger, version 1: ${purpose}`, 32))
  return {
    record: keyFor('records'),
    dataSet: keyFor('data sets'),
    examples: keyFor('examples'),
    chain: keyFor('journal'),
    head: keyFor('head'),
  }
}

/** The keys, or undefined where there is no key file. @throws PromptPostError `privacy-refused` for a damaged one */
export const readKeys = async (directory: string): Promise<LedgerKeys | undefined> => {
  const { key } = ledgerFiles(directory)
  const secret = await readFile(key).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (secret === undefined) return undefined
  if (secret.length !== KEY_BYTES) throw damaged(directory, key, 'the key of the privacy ledger is damaged')
  return derive(secret)
}

/** Makes the key of a new ledger. The caller holds the lock. */
export const createKeys = async (directory: string): Promise<LedgerKeys> => {
  const secret = randomBytes(KEY_BYTES)
  await writeDurably(ledgerFiles(directory).key, secret)
  return derive(secret)
}
