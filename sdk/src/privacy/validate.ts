/**
 * Range checks shared by the privacy folder: each names the field, shows the value and throws `invalid-argument`.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/** Throws `invalid-argument` naming `field` unless `valid`. `rule` completes the sentence "<field>: <rule>". */
export const requireThat = (valid: boolean, field: string, rule: string, value: unknown): void => {
  if (!valid) throw new PromptPostError('invalid-argument', rule, { field, value })
}

/** A whole number from `least` to `most`, both included. */
export const requireInteger = (field: string, value: number, least: number, most: number): void =>
  requireThat(
    Number.isSafeInteger(value) && value >= least && value <= most,
    field,
    `must be a whole number from ${least} to ${most}`,
    value,
  )

/** A failure probability: a number strictly between 0 and 1. */
export const requireDelta = (delta: number): void =>
  requireThat(delta > 0 && delta < 1, 'delta', 'must be a number between 0 and 1, both excluded', delta)
