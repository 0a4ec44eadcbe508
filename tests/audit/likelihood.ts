/**
 * L: total losses of present and of absent canaries follow the accountant's own law. Two-sided: too much noise is
 * noticed as well as too little, and the accountant is tied to the trainer.
 * @module
 */
import { kolmogorovP, kolmogorovSmirnovBetween } from '../../sdk/src/privacy/statistics.test.support.js'
import type { Observation } from './canaries.js'
import { type Finding, fromP } from './findings.js'
import type { Law } from './law.js'

const finding = fromP('L')

export const testLikelihood = (observations: readonly Observation[], law: Law): Finding[] => {
  const p = (present: boolean, expected: Float64Array) => {
    const losses = observations.filter(seen => seen.present === present).map(({ loss }) => loss)
    return kolmogorovP(kolmogorovSmirnovBetween(Float64Array.from(losses), expected))
  }
  return [finding('losses, absent', p(false, law.absent)), finding('losses, present', p(true, law.present))]
}
