/**
 * Refusals of the ledger. A run that cannot be counted is not begun, and every refusal says how to get on.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/**
 * The ledger is not what it was when it was last written. It is never repaired by itself: a ledger that forgets is worth
 * less than none, because its totals would be believed.
 */
export const damaged = (directory: string, file: string, problem: string): PromptPostError =>
  new PromptPostError('privacy-refused', problem, {
    field: file,
    next:
      `Put back a copy of ${directory} made after the last run. If there is none, move the folder away; a new ledger then ` +
      'begins empty, so set a budget that leaves out what earlier runs have spent: ' +
      'promptpost privacy ledger --data FILE --set-budget EPSILON',
  })

/** A file operation failed: full disk, missing rights, a path that cannot be. Our own errors are given back as they are. */
export const unusable = (directory: string, error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof PromptPostError || typeof code !== 'string') return error
  return new PromptPostError(
    'privacy-refused',
    `the privacy ledger cannot be read or written there (${code})`,
    {
      field: directory,
      next: 'Free space or mend its permissions; another place is set with PROMPTPOST_LEDGER. Nothing was tuned.',
      cause: error,
    },
  )
}
