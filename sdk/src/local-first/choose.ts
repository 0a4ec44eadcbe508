/**
 * The rule by which texts leave: from the student's confidence in each, and nothing else.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import type { LocalFirstRule } from './options.js'

const refuse = (field: string, message: string, details: { value?: unknown; next?: string } = {}): never => {
  throw new PromptPostError('invalid-argument', message, { field, ...details })
}

/** @throws PromptPostError 'invalid-argument' naming what is wrong with the rule */
export const checkRule = ({ confidence, sendAtMost }: LocalFirstRule): void => {
  // Not the negation: NaN compares with nothing.
  for (const [field, value] of Object.entries({ confidence, sendAtMost }))
    if (value !== undefined && !(value >= 0 && value <= 1)) refuse(field, 'must be from 0 to 1', { value })
  if (confidence === undefined && sendAtMost === undefined)
    refuse('sendAtMost', 'is missing, and so is confidence', {
      next: 'Give a share of texts that may be sent, as sendAtMost: 0.3, or how sure the student must be, as confidence: 0.9.',
    })
}

/** A text's confidence, of the student's probabilities for its classes. */
export const confidenceOf = (scores: readonly number[]): number => Math.max(...scores)

/** 0.29 of 100 is 28.999999999999996 in floating point, and means 29. */
const ROUNDING = 1e-9

/**
 * Which texts leave.
 *
 * @param confidences of different texts, each in [0, 1]
 * @returns their places, ascending: an order by confidence would tell it to whoever receives them
 */
export const chooseToSend = (
  confidences: readonly number[],
  { confidence = Number.POSITIVE_INFINITY, sendAtMost = 1 }: LocalFirstRule,
): number[] =>
  confidences
    .map((of, at) => ({ of, at }))
    .filter(({ of }) => of < confidence)
    .sort((a, b) => a.of - b.of || a.at - b.at)
    .slice(0, Math.floor(sendAtMost * confidences.length + ROUNDING))
    .map(({ at }) => at)
    .sort((a, b) => a - b)
