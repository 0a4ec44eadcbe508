/**
 * Where the ledger lies: one place for all runs of a person, since only a ledger that sees every run can count them.
 * @module
 */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * PROMPTPOST_LEDGER, else ~/.promptpost/ledger. XDG_STATE_HOME is left aside on purpose: it is set in some sessions of a
 * user and not in others, and two half ledgers would each count too little.
 */
export const ledgerDirectory = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment.PROMPTPOST_LEDGER
    ? resolve(environment.PROMPTPOST_LEDGER)
    : join(homedir(), '.promptpost', 'ledger')

/** Files of a ledger. All of them are as private as the data. */
export const ledgerFiles = (directory: string) => ({
  key: join(directory, 'key'),
  journal: join(directory, 'journal.jsonl'),
  head: join(directory, 'head.json'),
  records: (fingerprint: string): string => join(directory, 'records', fingerprint),
  recordsFolder: join(directory, 'records'),
  locks: join(directory, 'locks'),
})

/** Nobody but the owner reads a ledger: whoever has its key can test whether a text he knows is in a data set. */
export const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const
