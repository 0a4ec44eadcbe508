/**
 * Flags that say what a privacy claim or budget protects, and what a budget is.
 * @module
 */
import { type Command, Option } from 'commander'
import { decimal, whole } from './values.js'

export type UnitFlags = { adjacency?: 'zero-out' | 'replace-one'; recordsPerUser?: number }

/** `add-remove` is not offered: its figures are those of `zero-out`, but the number of records may not be told. */
export const addUnitFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--adjacency <kind>', 'what neighbouring data differ in (default: zero-out)').choices([
        'zero-out',
        'replace-one',
      ]),
    )
    .option(
      '--records-per-user <n>',
      'protect users with at most so many examples',
      whole('--records-per-user', 1),
    )

/** Of what is charged to the ledger. */
export const addBudgetFlag = (command: Command): Command =>
  command.option(
    '--budget <x>',
    'most epsilon of all runs on these records; kept from the first run that gives it',
    decimal('--budget', 0),
  )
