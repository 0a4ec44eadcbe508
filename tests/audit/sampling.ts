/**
 * P: the recorded samples are Poisson samples: every example joins every step on its own with probability q.
 * @module
 */
import { binomialP, chiSquareToNormal, normalP } from '../../sdk/src/privacy/statistics.test.support.js'
import { type Finding, fromP } from './findings.js'

const finding = fromP('P')

/**
 * @param samples indices of each step's examples
 * @param records number of examples, from index 0
 */
export const testSampling = (
  samples: readonly (readonly number[])[],
  records: number,
  rate: number,
): Finding[] => {
  const steps = samples.length
  const participation = new Array<number>(records).fill(0)
  for (const index of samples.flat()) participation[index]!++
  const inclusions = samples.flat().length
  const empties = samples.filter(sample => sample.length === 0).length
  return [
    finding('inclusions', binomialP(inclusions, records * steps, rate)),
    finding('batch sizes', normalP(sizeScore(samples, records, rate))),
    finding('participation', normalP(participationScore(participation, steps, rate))),
    finding('steps in a row', binomialP(joinedTwice(samples), records * Math.floor(steps / 2), rate ** 2)),
    finding('empty batches', binomialP(empties, steps, (1 - rate) ** records)),
  ]
}

/**
 * Squared distances of batch sizes from n q, as a gamma of their binomial mean and variance: its skewness fits, and a
 * normal's tail would be ten times too thin at the level of the alarm.
 */
const sizeScore = (samples: readonly (readonly number[])[], records: number, rate: number): number => {
  const spread = rate * (1 - rate)
  const variance = records * spread
  const kurtosis = 3 + (1 - 6 * spread) / variance
  const freedom = (2 * samples.length) / (kurtosis - 1)
  const squares = samples.reduce((sum, { length }) => sum + (length - records * rate) ** 2, 0)
  return chiSquareToNormal((squares / variance) * (freedom / samples.length), freedom)
}

/** How often each example took part, against T q, as a chi-square of n degrees of freedom. */
const participationScore = (participation: readonly number[], steps: number, rate: number): number => {
  const variance = steps * rate * (1 - rate)
  const squares = participation.reduce((sum, count) => sum + (count - steps * rate) ** 2, 0)
  return chiSquareToNormal(squares / variance, participation.length)
}

/** How many examples of the first step of each pair of steps join the second as well; pairs share no step. */
const joinedTwice = (samples: readonly (readonly number[])[]): number => {
  let count = 0
  for (let t = 0; t + 1 < samples.length; t += 2) {
    const next = new Set(samples[t + 1])
    count += samples[t]!.filter(index => next.has(index)).length
  }
  return count
}
