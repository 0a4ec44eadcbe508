/**
 * N: with zero gradients, what is released is the noise: normal, of the planned variance, uncorrelated, never twice the
 * same.
 * @module
 */
import {
  chiSquareToNormal,
  kolmogorovP,
  kolmogorovSmirnov,
  normalCdf,
  normalP,
} from '../../sdk/src/privacy/statistics.test.support.js'
import { type Finding, fromP } from './findings.js'

const finding = fromP('N')

/** The one finding whose value is no p-value: 1 or, if a vector comes twice, 0. */
export const REPEATED = 'repeated vectors'

/** sqrt(n) times the correlation of pairs of independent standard normals; 0/0 when nothing varies. */
const correlationScore = (pairs: readonly (readonly [number, number])[]): number => {
  let [both, first, second] = [0, 0, 0]
  for (const [a, b] of pairs) {
    both += a * b
    first += a * a
    second += b * b
  }
  return (Math.sqrt(pairs.length) * both) / Math.sqrt(first * second)
}

/** @param steps released vectors over the noise's standard deviation, one a step. */
export const testNoise = (steps: readonly Float64Array[]): Finding[] => {
  const values = Float64Array.from(steps.flatMap(step => [...step]))
  const squares = values.reduce((sum, value) => sum + value * value, 0)
  const acrossSteps = steps
    .slice(1)
    .flatMap((step, t) => Array.from(step, (value, j) => [steps[t]![j]!, value] as const))
  const acrossCoordinates = steps.flatMap(step =>
    Array.from(step.subarray(1), (value, j) => [step[j]!, value] as const),
  )
  const repeated = steps.length - new Set(steps.map(step => step.join())).size
  return [
    finding('variance', normalP(chiSquareToNormal(squares, values.length))),
    finding('normal law', kolmogorovP(kolmogorovSmirnov(values, normalCdf))),
    finding('correlation of steps', normalP(correlationScore(acrossSteps))),
    finding('correlation of coordinates', normalP(correlationScore(acrossCoordinates))),
    finding(REPEATED, repeated === 0 ? 1 : 0),
  ]
}
