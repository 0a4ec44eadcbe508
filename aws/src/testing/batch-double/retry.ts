/**
 * Whether Batch starts a failed attempt again.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html
 * @module
 */
import type { Attempt, RetryStrategy } from './types.js'

const matches = (glob: string | undefined, text: string): boolean => {
  if (glob === undefined) return true
  const pattern = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${pattern}$`, 'i').test(text)
}

/** The first rule that matches decides; where none does, it is tried again. */
export const triesAgain = (
  { attempts, evaluateOnExit = [] }: RetryStrategy,
  ended: readonly Attempt[],
): boolean => {
  if (ended.length >= attempts) return false
  const { container, statusReason = '' } = ended.at(-1)!
  const rule = evaluateOnExit.find(
    ({ onExitCode, onReason, onStatusReason }) =>
      matches(onExitCode, container.exitCode === undefined ? '' : String(container.exitCode)) &&
      matches(onReason, container.reason ?? '') &&
      matches(onStatusReason, statusReason),
  )
  return rule?.action !== 'EXIT'
}
