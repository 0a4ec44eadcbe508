/**
 * Poisson sampling by integer comparison: every record joins a step on its own, with a probability that is an exact
 * ratio, so that the accountant and the coin agree to the last bit.
 * @module
 */

import { requireThat } from '../validate.js'
import type { WordSource } from './random.js'

/** Every sampling rate is a whole number of this fraction: 2^53. A float64 holds each such rate exactly. */
export const RATE_DENOMINATOR = 2 ** 53

/** A probability as a ratio of whole numbers, from 1/2^53 to 2^53/2^53. */
export type SamplingRate = { readonly numerator: number; readonly denominator: typeof RATE_DENOMINATOR }

/** The low bits of a 53-bit coin, behind the 32 of its first word. */
const LOW_BITS = 21

/** The largest rate that does not exceed `expected / records` (records from 1 to 2^28, expected from 1 to records). */
export const samplingRateOf = (expected: number, records: number): SamplingRate => ({
  numerator: Number((BigInt(expected) << 53n) / BigInt(records)),
  denominator: RATE_DENOMINATOR,
})

/** The rate as a float64, exactly. */
export const rateValue = (rate: SamplingRate): number => rate.numerator / rate.denominator

/** Throws `invalid-argument` unless the ratio is a whole number of 2^-53, greater than 0 and at most 1. */
export const requireRate = ({ numerator, denominator }: SamplingRate): void =>
  requireThat(
    denominator === RATE_DENOMINATOR &&
      Number.isInteger(numerator) &&
      numerator >= 1 &&
      numerator <= denominator,
    'samplingRate',
    'must be a whole number of 2^-53, greater than 0 and at most 1',
    { numerator, denominator },
  )

/**
 * Draws one Poisson sample: each of the indices 0 to `records - 1` is included independently with probability exactly
 * `rate`. The result may be empty and may hold every record: neither may be redrawn, capped or skipped.
 *
 * A record's coin is a 53-bit uniform number, included when below the numerator. Its top 32 bits decide unless they
 * tie with the numerator's, so one word per record is the rule and two the rare exception.
 *
 * @returns increasing indices.
 * @throws PromptPostError `invalid-argument` for a rate that is not a whole number of 2^-53 up to 1.
 */
export const poissonSample = (records: number, rate: SamplingRate, nextWord: WordSource): number[] => {
  requireRate(rate)
  const high = Math.floor(rate.numerator / 2 ** LOW_BITS)
  const low = rate.numerator % 2 ** LOW_BITS
  const included: number[] = []
  for (let index = 0; index < records; index++) {
    const word = nextWord()
    if (word < high || (word === high && nextWord() >>> (32 - LOW_BITS) < low)) included.push(index)
  }
  return included
}
