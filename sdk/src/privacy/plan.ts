/**
 * The privacy plan: the one frozen object from which the sampler, the clip, the noise, the claim and the report are all
 * derived, so that none of them can drift from the others.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  type Adjacency,
  calibrateNoiseMultiplier,
  epsilonFor,
  epsilonLowerBound,
  MOST_RECORDS,
  MOST_STEPS,
  type Neighbours,
  NOISE_RANGE,
  type PrivacyEvent,
  requireNeighbours,
} from './accounting/index.js'
import { rateValue, requireRate, type SamplingRate, samplingRateOf } from './mechanism/sampler.js'
import { requireDelta, requireInteger, requireThat } from './validate.js'

/** Most records of a data set: keeps every integer sum of clipped gradients below 2^52. */
export const MOST_EXAMPLES = 2 ** 28

/** Lattice steps per clipping norm, as a power of two: fine enough that rounding is invisible, coarse enough to be exact. */
export const LATTICE_BITS = 24

/** Largest default delta, whatever the number of examples. */
const MOST_DEFAULT_DELTA = 1e-5

/**
 * A recomputed epsilon may differ between JavaScript engines: their exponentials differ in the last digit, and with them where
 * the accountant stops to refine. Each figure is a bound by itself, so that none lies below another's lower bound.
 */
const EPSILON_SLACK = 1e-3

/** A complete, validated description of one differentially private run. */
export type PrivacyPlan = {
  /** How neighbouring data sets differ: by one unit zeroed, present or replaced. */
  readonly adjacency: Adjacency
  /** What is protected: one example, or all of one user, who has at most `recordsPerUnit` of them. */
  readonly unit: 'example' | 'user'
  readonly recordsPerUnit: number
  /** Probability with which each example joins each step, exact. */
  readonly samplingRate: SamplingRate
  /** Most releases; the claim is for all of them, fewer cost no more. */
  readonly steps: number
  /** Standard deviation of the noise over the clipping norm. */
  readonly noiseMultiplier: number
  /** Largest L2 norm of one example's gradient. */
  readonly clip: number
  /** The lattice has 2^latticeBits steps per clipping norm. */
  readonly latticeBits: typeof LATTICE_BITS
  /** What every noised sum is divided by, whatever the size of its sample. */
  readonly expectedBatch: number
  readonly delta: number
  readonly sampler: 'poisson'
  readonly accountant: 'pld'
  /** Upper bound at `delta` for `steps` releases, in nats. */
  readonly epsilon: number
}

/** What {@link makePrivacyPlan} needs: a budget or a noise multiplier, not both. */
export type PrivacyPlanOptions = {
  /** Number of examples the rate and delta are derived from, from 1 to 2^28. The plan reveals it: give a public figure. */
  readonly examples: number
  /** Mean size of a Poisson sample, a whole number from 1 to `examples`. */
  readonly expectedBatch: number
  /** A whole number, 1 or more. */
  readonly steps: number
  /** Budget in nats; the noise is calibrated to stay within it. */
  readonly epsilon?: number | undefined
  /** Noise to use as given, from 2^-7 to 2^20; its epsilon is computed. */
  readonly noiseMultiplier?: number | undefined
  /** Less than 1/examples; {@link defaultDelta} when absent. */
  readonly delta?: number | undefined
  /** Largest L2 norm of one example's gradient, from 1e-9 to 1e9. */
  readonly clip: number
  /** `zero-out` when absent: the figures of add-remove, and the number of examples may be public. */
  readonly adjacency?: Adjacency | undefined
  /** Most examples of one user, to protect users instead of examples; 1 when absent. */
  readonly recordsPerUser?: number | undefined
}

/** min(1/(N ln N), 1e-5), rounded down to one significant digit. */
export const defaultDelta = (examples: number): number => {
  const bound = Math.min(1 / (examples * Math.log(examples)), MOST_DEFAULT_DELTA)
  const [digits = '', exponent = ''] = bound.toExponential().split('e')
  return Number(`${digits[0]}e${exponent}`)
}

const requirePlanValues = (plan: Omit<PrivacyPlan, 'noiseMultiplier' | 'epsilon'>): void => {
  requireRate(plan.samplingRate)
  requireInteger('steps', plan.steps, 1, MOST_STEPS)
  requireInteger('expectedBatch', plan.expectedBatch, 1, MOST_EXAMPLES)
  requireThat(plan.clip >= 1e-9 && plan.clip <= 1e9, 'clip', 'must be from 1e-9 to 1e9', plan.clip)
  requireDelta(plan.delta)
  requireInteger('recordsPerUnit', plan.recordsPerUnit, 1, MOST_RECORDS)
}

const requireNoise = (noiseMultiplier: number): void => {
  const { least, most } = NOISE_RANGE
  if (noiseMultiplier >= least && noiseMultiplier <= most) return
  throw new PromptPostError('privacy-refused', `must be from ${least} to ${most}`, {
    field: 'noiseMultiplier',
    value: noiseMultiplier,
    next: 'Ask for an epsilon instead, and the noise follows from it.',
  })
}

/** Throws `privacy-refused` unless delta is below 1/examples: from there on, publishing a whole record would be allowed. */
export const requireSmallDelta = (delta: number, examples: number): void => {
  if (delta * examples < 1) return
  throw new PromptPostError('privacy-refused', 'must be less than 1 over the number of examples', {
    field: 'delta',
    value: delta,
    next: 'Leave delta out for a safe default.',
  })
}

/** Between which data sets a plan is accounted. */
export const neighboursOf = (plan: Pick<PrivacyPlan, 'adjacency' | 'recordsPerUnit'>): Neighbours => ({
  adjacency: plan.adjacency,
  records: plan.recordsPerUnit,
})

type Mechanism = Omit<PrivacyPlan, 'epsilon'>

const eventsOf = ({ samplingRate, noiseMultiplier, steps }: Mechanism): PrivacyEvent[] => [
  { samplingRate: rateValue(samplingRate), noiseMultiplier, steps },
]

const epsilonOf = (plan: Mechanism): number => epsilonFor(eventsOf(plan), plan.delta, neighboursOf(plan))

/** What no accounting of a plan's steps can get under: the true epsilon lies between it and the plan's; 0 where none is known. */
export const leastEpsilonOf = (plan: Omit<PrivacyPlan, 'epsilon'>): number =>
  epsilonLowerBound(eventsOf(plan), plan.delta, neighboursOf(plan))

/** Whether a plan spends no more than it claims, as far as can be told from here. */
const isSupported = (plan: PrivacyPlan): boolean => {
  const epsilon = epsilonOf(plan)
  if (plan.epsilon >= epsilon) return true
  return plan.epsilon >= epsilon * (1 - EPSILON_SLACK) && plan.epsilon >= leastEpsilonOf(plan)
}

/**
 * Makes a plan: checks every value, fixes the sampling rate as an exact ratio (the largest not above
 * expectedBatch/examples), calibrates the noise if a budget is given, and computes the epsilon that may be claimed.
 *
 * @returns a deeply frozen plan; its `epsilon` never exceeds the budget.
 * @throws PromptPostError `invalid-argument` for a value out of range; `privacy-refused` for a delta of 1/examples or
 * more, noise out of range, or a budget no usable noise meets.
 *
 * @example
 * const plan = makePrivacyPlan({ examples: 67_349, expectedBatch: 1024, steps: 1315, epsilon: 3, clip: 0.1 })
 * console.log(plan.noiseMultiplier, plan.epsilon, plan.delta)
 */
export const makePrivacyPlan = (options: PrivacyPlanOptions): PrivacyPlan => {
  const { examples, expectedBatch, steps, clip, epsilon } = options
  requireInteger('examples', examples, 1, MOST_EXAMPLES)
  requireInteger('expectedBatch', expectedBatch, 1, examples)
  requireThat(
    (epsilon === undefined) !== (options.noiseMultiplier === undefined),
    'epsilon',
    'give either epsilon or noiseMultiplier, one of the two',
    epsilon,
  )
  const base = {
    adjacency: options.adjacency ?? 'zero-out',
    unit: options.recordsPerUser === undefined ? 'example' : 'user',
    recordsPerUnit: options.recordsPerUser ?? 1,
    samplingRate: Object.freeze(samplingRateOf(expectedBatch, examples)),
    steps,
    clip,
    latticeBits: LATTICE_BITS,
    expectedBatch,
    delta: options.delta ?? defaultDelta(examples),
    sampler: 'poisson',
    accountant: 'pld',
  } as const
  requireNeighbours(neighboursOf(base), 'recordsPerUser')
  requirePlanValues(base)
  requireSmallDelta(base.delta, examples)
  const noiseMultiplier =
    epsilon === undefined
      ? (options.noiseMultiplier ?? 0)
      : calibrateNoiseMultiplier({
          epsilon,
          delta: base.delta,
          steps,
          samplingRate: rateValue(base.samplingRate),
          ...neighboursOf(base),
        })
  requireNoise(noiseMultiplier)
  const noised = { ...base, noiseMultiplier }
  return Object.freeze({ ...noised, epsilon: epsilonOf(noised) })
}

/**
 * Checks a plan from anywhere (a file, another process) and returns a frozen copy. The claim is derived again from the
 * mechanism's own figures, never trusted.
 *
 * @throws PromptPostError `invalid-argument` for a value out of range, `privacy-refused` for an epsilon that the plan's
 * own noise, rate and steps do not support, or a mechanism this version does not implement.
 */
export const checkPrivacyPlan = (plan: PrivacyPlan): PrivacyPlan => {
  requirePlanValues(plan)
  requireNoise(plan.noiseMultiplier)
  const { unit, recordsPerUnit, latticeBits, sampler, accountant } = plan
  const isKnown =
    (unit === 'user' || (unit === 'example' && recordsPerUnit === 1)) &&
    latticeBits === LATTICE_BITS &&
    sampler === 'poisson' &&
    accountant === 'pld'
  if (!isKnown)
    throw new PromptPostError('privacy-refused', 'describes a mechanism this version does not implement', {
      field: 'plan',
      value: { unit, recordsPerUnit, latticeBits, sampler, accountant },
    })
  if (!isSupported(plan))
    throw new PromptPostError('privacy-refused', 'is less than the plan spends', {
      field: 'plan.epsilon',
      value: plan.epsilon,
      next: 'Make the plan with makePrivacyPlan and do not edit it.',
    })
  return Object.freeze({ ...plan, samplingRate: Object.freeze({ ...plan.samplingRate }) })
}
