/**
 * Which records a data set holds, without their texts: keyed digests, so that a re-saved or shuffled file is the same
 * data set, and a later one that shares records with it is noticed.
 *
 * A record is known by its text alone, in Unicode NFKC with every run of white space as one space and none at the ends.
 * Line ends, byte order marks, quoting, file formats, the order of rows and the names of columns and labels therefore do
 * not matter. The label is left out on purpose: the same text under other label names, or labelled for another task, is
 * still the same person's text. What no longer matches is a text that was itself rewritten: lower-cased, cut, corrected.
 *
 * Digests are 64 bits of HMAC-SHA-256. Two different texts agree with probability 2^-64; a pair of data sets with a
 * million records each is taken to overlap by accident with probability 1e-7, and then too much is counted, not too
 * little. Whoever has the key can test texts he guesses, so the digests are as private as the data.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { digestOfItems } from '@promptpost/base'
import { writeDurably } from './durable.js'
import { type LedgerKeys, mac } from './keys.js'
import { ledgerFiles } from './location.js'
import { damaged } from './refusal.js'

/** A data set as the ledger knows it. */
export type RecordSet = {
  /** HMAC-SHA-256 of all digests in order, 64 hexadecimal digits. */
  readonly fingerprint: string
  /** Digests of the records, ascending; a record that stands there twice is there twice. */
  readonly digests: BigUint64Array
}

/** The form in which a text is compared. */
export const canonicalText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()

const bytesOf = (digests: BigUint64Array): Buffer =>
  Buffer.from(digests.buffer, digests.byteOffset, digests.byteLength)

const fingerprintOf = (keys: LedgerKeys, digests: BigUint64Array): string =>
  mac(keys.dataSet, bytesOf(digests)).toString('hex')

/** @param texts of the records, in any order */
export const recordSetOf = (keys: LedgerKeys, texts: readonly string[]): RecordSet => {
  const digests = new BigUint64Array(texts.length)
  for (const [at, text] of texts.entries())
    digests[at] = mac(keys.record, canonicalText(text)).readBigUInt64LE()
  digests.sort()
  return { fingerprint: fingerprintOf(keys, digests), digests }
}

/** A text with its label, where it has one. */
export type LabelledText = { readonly text: string; readonly label?: string | undefined }

/** HMAC-SHA-256 of texts and labels as they are, in order, 64 hexadecimal digits. */
export const examplesIdentity = (keys: LedgerKeys, examples: readonly LabelledText[]): string =>
  mac(keys.examples, digestOfItems(examples.map(({ text, label }) => [text, label]))).toString('hex')

/** How many records of the first also stand in the second. */
export const sharedRecords = (first: BigUint64Array, second: BigUint64Array): number => {
  let shared = 0
  for (let i = 0, j = 0; i < first.length; i++) {
    while (j < second.length && second[j]! < first[i]!) j++
    if (second[j] === first[i]) shared++
  }
  return shared
}

/** Keeps the digests, 8 bytes a record. */
export const saveRecords = (directory: string, { fingerprint, digests }: RecordSet): Promise<void> =>
  writeDurably(ledgerFiles(directory).records(fingerprint), bytesOf(digests))

/** Reads digests back; their name is their MAC, so any change of the file shows. */
export const loadRecords = async (
  directory: string,
  keys: LedgerKeys,
  fingerprint: string,
): Promise<RecordSet> => {
  const path = ledgerFiles(directory).records(fingerprint)
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw damaged(directory, path, 'the digests of a data set are missing')
    throw error
  })
  // A copy: a Buffer from the pool need not lie on a multiple of 8.
  const digests = new BigUint64Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~7)).buffer)
  if (bytes.length % 8 !== 0 || fingerprintOf(keys, digests) !== fingerprint)
    throw damaged(directory, path, 'the digests of a data set are damaged')
  return { fingerprint, digests }
}
