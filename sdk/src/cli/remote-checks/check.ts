/**
 * One thing that was looked at, and what to do if it is not as it should be.
 * @module
 */
import type { Context } from '../context.js'
import { describeFailure, type ExitCode, exitCodeOf } from '../failure.js'

export type CheckName = 'health' | 'clock' | 'capabilities' | 'role' | 'job' | 'clean-up'

export type Check = { check: CheckName; ok: boolean; detail: string; next?: string }

export type Checks = {
  done: Check[]
  /** Of the first that failed; undefined as long as all is well. */
  exitCode: ExitCode | undefined
  /** @returns what the work gave, or undefined if it failed */
  run: <T>(check: CheckName, work: () => Promise<{ detail: string; value: T }>) => Promise<T | undefined>
}

/** Collects checks. Whoever interrupts the command ends them. */
export const openChecks = ({ signal, detail }: Context): Checks => {
  const checks: Checks = {
    done: [],
    exitCode: undefined,
    async run(check, work) {
      try {
        const found = await work()
        checks.done.push({ check, ok: true, detail: found.detail })
        return found.value
      } catch (error) {
        if (signal.aborted) throw error
        const { message, next } = describeFailure(error)
        detail(`${check}: ${(error as Error).stack}`)
        checks.done.push({ check, ok: false, detail: message, ...(next === undefined ? {} : { next }) })
        checks.exitCode ??= exitCodeOf(error)
        return undefined
      }
    },
  }
  return checks
}

export const checkLines = (checks: readonly Check[]): string[] =>
  checks.flatMap(({ check, ok, detail, next }) => [
    `${check.padEnd(12)}  ${ok ? 'ok' : 'FAILED'}: ${detail}`,
    ...(next === undefined ? [] : [`${' '.repeat(14)}${next}`]),
  ])
