/**
 * The journal: one line per transaction, each with a MAC over itself and the line before, and a head that says how many
 * there are. Lines are only ever added.
 *
 *     journal.jsonl   {"number": 2, "time": ..., "changes": [...], "mac": HMAC(line 1's mac, this line without mac)}
 *     head.json       {"lines": 2, "mac": line 2's mac, "seal": HMAC(lines, mac)}
 *
 * An edited, inserted, swapped or removed line breaks the chain of MACs; lines removed at the end are missed by the head.
 * A write flushes the line, then replaces the head. A crash between the two leaves one good line more than the head
 * knows, which counts: it may have been acted on. A crash within the first leaves a line without its end, which does
 * not: nothing was begun on it. What cannot be seen from here is an older copy of the whole folder put in its place.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@promptpost/base'
import { appendDurably, syncFolder, writeDurably } from './durable.js'
import { type LedgerKeys, mac } from './keys.js'
import { ledgerFiles, OWNER_ONLY } from './location.js'
import { damaged } from './refusal.js'

/** A line: what was changed at once. `Change` is any JSON. */
export type Transaction<Change> = {
  readonly number: number
  /** ISO 8601, by the clock of the machine. */
  readonly time: string
  readonly changes: readonly Change[]
}

export type Journal<Change> = {
  readonly transactions: readonly Transaction<Change>[]
  /** MAC of the last line, empty before the first. */
  readonly mac: string
  /** Bytes of whole lines. */
  readonly length: number
  /** Lines the head knows of: all, or all but the last. */
  readonly known: number
}

type Head = { lines: number; mac: string; seal: string }

const orAbsent = async (path: string): Promise<Buffer | undefined> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // The caller says what it means.
  }
  return undefined
}

const chainMac = (keys: LedgerKeys, before: string, body: string): string =>
  mac(keys.chain, before, '\n', body).toString('hex')

const sealOf = (keys: LedgerKeys, lines: number, last: string): string =>
  mac(keys.head, `${lines} ${last}`).toString('hex')

const headOf = (keys: LedgerKeys, lines: number, last: string): string =>
  `${JSON.stringify({ lines, mac: last, seal: sealOf(keys, lines, last) } satisfies Head)}\n`

/** The lines, each checked against the one before. */
const readLines = <Change>(
  directory: string,
  keys: LedgerKeys,
  lines: readonly string[],
): { transactions: Transaction<Change>[]; macs: string[] } => {
  const { journal } = ledgerFiles(directory)
  const transactions: Transaction<Change>[] = []
  const macs: string[] = []
  for (const [at, line] of lines.entries()) {
    const { mac: found, ...body } = parseObject(line) ?? {}
    const text = JSON.stringify(body)
    const isWhole = line === JSON.stringify({ ...body, mac: found }) && body.number === at + 1
    if (!isWhole || found !== chainMac(keys, macs.at(-1) ?? '', text)) {
      const problem =
        at === 0
          ? 'the privacy ledger was changed, or its key was'
          : 'a line was edited, moved, removed or damaged'
      throw damaged(directory, `${journal}:${at + 1}`, problem)
    }
    transactions.push(body as unknown as Transaction<Change>)
    macs.push(found as string)
  }
  return { transactions, macs }
}

/** @returns lines the head knows of; 0 where there is no head yet. */
const readHead = (
  directory: string,
  keys: LedgerKeys,
  bytes: Buffer | undefined,
  macs: readonly string[],
): number => {
  if (bytes === undefined) return 0
  const { head } = ledgerFiles(directory)
  const { lines, mac: last, seal } = (parseObject(bytes.toString()) ?? {}) as Partial<Head>
  if (typeof lines !== 'number' || typeof last !== 'string' || seal !== sealOf(keys, lines, last))
    throw damaged(directory, head, "the privacy ledger's head is damaged")
  if (lines <= macs.length && macs[lines - 1] !== last)
    throw damaged(directory, head, "the privacy ledger's head belongs to other lines")
  return lines
}

/**
 * Reads the journal and checks all of it. The caller holds the lock.
 *
 * @throws PromptPostError `privacy-refused` with the file and line that is not as it was written
 */
export const readJournal = async <Change>(directory: string, keys: LedgerKeys): Promise<Journal<Change>> => {
  const files = ledgerFiles(directory)
  const bytes = (await orAbsent(files.journal)) ?? Buffer.alloc(0)
  const length = bytes.lastIndexOf(0x0a) + 1
  const lines = bytes.toString('utf8', 0, length).split('\n').slice(0, -1)
  const { transactions, macs } = readLines<Change>(directory, keys, lines)
  const known = readHead(directory, keys, await orAbsent(files.head), macs)
  if (lines.length < known)
    throw damaged(directory, files.journal, `${known - lines.length} of its ${known} lines are missing`)
  if (lines.length > known + 1)
    throw damaged(directory, files.head, 'the head is missing or older than the journal')
  return { transactions, mac: macs.at(-1) ?? '', length, known }
}

/** Adds one line for good. The caller holds the lock under which it read `journal`. */
export const appendJournal = async <Change>(
  directory: string,
  keys: LedgerKeys,
  journal: Journal<Change>,
  changes: readonly Change[],
): Promise<Journal<Change>> => {
  const files = ledgerFiles(directory)
  const count = journal.transactions.length
  // A crash may have left the head one line behind; it must know of that line before there is another.
  if (journal.known < count) await writeDurably(files.head, headOf(keys, count, journal.mac))
  const transaction = { number: count + 1, time: new Date().toISOString(), changes }
  const last = chainMac(keys, journal.mac, JSON.stringify(transaction))
  const line = `${JSON.stringify({ ...transaction, mac: last })}\n`
  await appendDurably(files.journal, journal.length, line)
  try {
    await writeFileAtomic(files.head, headOf(keys, count + 1, last), { mode: OWNER_ONLY.file })
  } catch (error) {
    // The old head stands, so the line can be taken back: what was refused costs nothing.
    await appendDurably(files.journal, journal.length, '').catch(() => {})
    throw error
  }
  await syncFolder(directory)
  return {
    transactions: [...journal.transactions, transaction],
    mac: last,
    length: journal.length + Buffer.byteLength(line),
    known: count + 1,
  }
}
