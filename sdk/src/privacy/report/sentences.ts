/**
 * A report's figures as sentences, the same for a terminal, Markdown and HTML. Figures are rounded, never to the kinder side.
 * @module
 */
import { downward, percentUpward, upward } from '../figures.js'
import type { LedgerStanding } from '../ledger/index.js'
import { rateValue } from '../mechanism/sampler.js'
import { GOOD_GAP } from './reach.js'
import type { UnsealedReport } from './types.js'

export const claim = ({ guarantee }: UnsealedReport): string =>
  `Differentially private with epsilon <= ${upward(guarantee.epsilon)} at delta = ${guarantee.delta}.` +
  (guarantee.atLeast > 0
    ? ` No accounting of these steps gives less than ${downward(guarantee.atLeast, 3)}.`
    : '')

export const unit = ({ guarantee }: UnsealedReport): string => {
  const { datasetSize: size, adjacency } = guarantee
  const whose =
    guarantee.unit === 'user' ? `user with at most ${guarantee.recordsPerUnit} examples` : guarantee.unit
  return `Protects the presence of any one ${whose} (${adjacency} adjacency). The number of examples ${
    size.public
      ? `(${size.examples}) is treated as public`
      : 'is not disclosed: rate and delta come from a public estimate'
  }. A text that occurs several times counts as several examples.`
}

export const attacker = ({ guarantee: { truePositives } }: UnsealedReport): string =>
  `Of those who were in the data, a test of membership finds at most ${truePositives
    .map(
      ({ falsePositives, atMost }) =>
        `${percentUpward(atMost)} when it is wrong on ${percentUpward(falsePositives)} of the others`,
    )
    .join(', ')}.`

export const gaussian = ({ guarantee: { gaussian: fit } }: UnsealedReport): string =>
  fit.gap <= GOOD_GAP
    ? `As a whole it is like ${upward(fit.mu)}-GDP (off by ${percentUpward(fit.gap)} of true positives at most, for delta from ${fit.leastDelta}).`
    : `No Gaussian mechanism describes it well: mu-GDP of ${upward(fit.mu)} bounds it for delta from ${fit.leastDelta}, but is off by up to ${percentUpward(fit.gap)} of true positives.`

export const mechanism = ({ mechanism: m }: UnsealedReport): string =>
  `Gaussian noise, multiplier ${Number(m.noiseMultiplier.toPrecision(6))}, on gradients clipped to ${m.clip}; ` +
  `Poisson samples at rate ${Number(rateValue(m.samplingRate).toPrecision(6))} (${m.samplingRate.numerator}/2^53), expected batch ` +
  `${m.expectedBatch}; ${m.steps.taken} of ${m.steps.planned} planned steps, all ${m.steps.planned} paid for.`

export const accounting = ({ accounting: a, mechanism: m }: UnsealedReport): string =>
  `Privacy loss distribution (version ${a.version}), an upper bound in both directions (${a.directions} a record). ` +
  `Noise drawn exactly from ${m.randomness}.`

export const seal = (signedBy: string): string => `Signed together with the prompt by key ${signedBy}.`

/** What all runs on the records come to. It depends on which records were used before: for the client's eyes. */
export const ledger = ({ since, earlierRuns, plainRuns, total, budget }: LedgerStanding): string[] => [
  `Ledger, begun ${since.slice(0, 10)}: ${earlierRuns} earlier ${earlierRuns === 1 ? 'run' : 'runs'} on these records; all together ` +
    `epsilon <= ${upward(total.epsilon)} at delta = ${total.delta}.`,
  ...(budget ? [`Budget of these records: epsilon ${budget.epsilon} at delta = ${budget.delta}.`] : []),
  ...(plainRuns > 0
    ? [`Tuned on these records without privacy: ${plainRuns}. Nothing bounds what such a prompt reveals.`]
    : []),
]
