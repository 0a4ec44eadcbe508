/**
 * A ledger on disk, one transaction at a time: under the lock it is read, checked, decided upon and written.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { makeFolder } from '@promptpost/base'
import { withLock } from '@promptpost/base/store'
import { type Book, type Change, readBook } from './book.js'
import { appendJournal, readJournal } from './journal.js'
import { createKeys, type LedgerKeys, readKeys } from './keys.js'
import { ledgerFiles, OWNER_ONLY } from './location.js'
import { damaged, unusable } from './refusal.js'

/** What a transaction decides on the ledger as it is: lines to add, none when it only looks, and its result. */
export type Decision<Result> = { changes: readonly Change[]; result: Result }

export type LedgerFile = {
  readonly directory: string
  readonly keys: LedgerKeys
  /** Runs `decide` while no other process reads or writes the ledger. `after` is the book with the changes made. */
  transact<Result>(
    decide: (book: Book) => Promise<Decision<Result>>,
  ): Promise<{ result: Result; after: Book }>
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

const isEmpty = async (folder: string): Promise<boolean> =>
  (
    await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
  ).length === 0

/** The key that is there, or a new one where nothing is yet. What is left of a ledger never gets a new key. */
const keysOf = async (directory: string): Promise<LedgerKeys> => {
  const { key, journal, head, recordsFolder } = ledgerFiles(directory)
  const found = await readKeys(directory)
  const hasJournal = await exists(journal)
  const hasRest = (await exists(head)) || !(await isEmpty(recordsFolder))
  if (found && (hasJournal || !hasRest)) return found
  if (found) throw damaged(directory, journal, 'the journal of the privacy ledger is missing')
  if (hasJournal || hasRest) throw damaged(directory, key, 'the key of the privacy ledger is missing')
  await makeFolder(recordsFolder, { mode: OWNER_ONLY.folder })
  return createKeys(directory)
}

/** Whether anything of a ledger is there, whole or not. */
export const hasLedger = async (directory: string): Promise<boolean> => {
  const { key, journal, head } = ledgerFiles(directory)
  try {
    for (const file of [key, journal, head]) if (await exists(file)) return true
    return false
  } catch (error) {
    throw unusable(directory, error)
  }
}

/**
 * Opens the ledger of a directory; makes one where there is none.
 *
 * @throws PromptPostError `privacy-refused` when it is damaged, or cannot be read or written; `unavailable` when another
 *   process holds it for long
 */
export const openLedgerFile = async (directory: string): Promise<LedgerFile> => {
  const { locks } = ledgerFiles(directory)
  const locked = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await withLock(locks, 'ledger', task)
    } catch (error) {
      throw unusable(directory, error)
    }
  }
  const begin = async (keys: LedgerKeys): Promise<void> => {
    const journal = await readJournal<Change>(directory, keys)
    if (journal.transactions.length > 0) return
    await appendJournal<Change>(directory, keys, journal, [{ type: 'begin', version: 1 }])
  }
  try {
    await makeFolder(directory, { mode: OWNER_ONLY.folder })
  } catch (error) {
    throw unusable(directory, error)
  }
  const keys = await locked(async () => {
    const found = await keysOf(directory)
    await begin(found)
    return found
  })
  return {
    directory,
    keys,
    transact: decide =>
      locked(async () => {
        const journal = await readJournal<Change>(directory, keys)
        if (journal.transactions.length === 0)
          throw damaged(
            directory,
            ledgerFiles(directory).journal,
            'the journal of the privacy ledger is gone',
          )
        const book = readBook(directory, journal.transactions)
        const { changes, result } = await decide(book)
        if (changes.length === 0) return { result, after: book }
        const written = await appendJournal(directory, keys, journal, changes)
        return { result, after: readBook(directory, written.transactions) }
      }),
  }
}
