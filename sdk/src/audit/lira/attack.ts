/**
 * The likelihood ratio attack (LiRA, Carlini et al. 2022, arXiv 2112.03570, algorithm 1, online) with every prompt in turn
 * as the target and the others as its shadows.
 * @module
 */
import { createRandom, type Random } from '@promptpost/engine/text'
import type { Membership } from './membership.js'

/** `[shadow][record]`: a number per prompt and record. */
export type Scores = readonly Float64Array[]

export type AttackName = 'lira' | 'lira-centred' | 'calibrated' | 'confidence'

/** From this many shadows a side, each record has a variance of its own; with fewer all records share one. */
export const OWN_VARIANCE_FROM = 32

/** Keeps a likelihood finite where all shadows agree to the last bit. */
const LEAST_VARIANCE = 1e-12

type Fit = { mean: number; squares: number; count: number }

const fitNormal = (values: readonly number[]): Fit => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    mean,
    squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0),
    count: values.length,
  }
}

const variance = (fits: readonly Fit[]): number => {
  const squares = fits.reduce((sum, { squares: own }) => sum + own, 0)
  const freedom = fits.reduce((sum, { count }) => sum + count - 1, 0)
  return Math.max(LEAST_VARIANCE, freedom > 0 ? squares / freedom : 0)
}

const logDensity = (value: number, mean: number, spread: number): number =>
  -((value - mean) ** 2) / (2 * spread) - Math.log(spread) / 2

/**
 * Statistics of a record under the target's shadows, those that held it and those that did not, as many of each. Of a
 * member of the target one `in` shadow less is left, of a non-member one `out` shadow: a mean of fewer lies farther from
 * everything, so that unequal numbers would give membership away, the wrong way round (with 8 shadows and no leak at all
 * the area under the curve would be 0.47).
 */
const sides = (
  statistics: Scores,
  members: Membership,
  target: number,
  record: number,
  random: Random,
): { inside: number[]; outside: number[] } => {
  const all: { inside: number[]; outside: number[] } = { inside: [], outside: [] }
  for (let shadow = 0; shadow < members.length; shadow++)
    if (shadow !== target)
      all[members[shadow]![record] === 1 ? 'inside' : 'outside'].push(statistics[shadow]![record]!)
  const surplus = all.inside.length > all.outside.length ? all.inside : all.outside
  surplus.splice(random.integer(surplus.length), 1)
  return all
}

/**
 * log N(x; in) - log N(x; out) of every record under every target: large for what looks like a member.
 *
 * @param statistics logit-scaled confidences
 */
export const likelihoodRatios = (statistics: Scores, members: Membership, seed: number): Float64Array[] => {
  const random = createRandom(seed)
  const hasOwn = members.length / 2 - 1 >= OWN_VARIANCE_FROM
  return statistics.map((own, target) => {
    const fits = Array.from(own, (_, record) => {
      const { inside, outside } = sides(statistics, members, target, record, random)
      return { inside: fitNormal(inside), outside: fitNormal(outside) }
    })
    const shared = {
      inside: hasOwn ? 0 : variance(fits.map(({ inside }) => inside)),
      outside: hasOwn ? 0 : variance(fits.map(({ outside }) => outside)),
    }
    return Float64Array.from(own, (value, record) => {
      const { inside, outside } = fits[record]!
      return (
        logDensity(value, inside.mean, hasOwn ? variance([inside]) : shared.inside) -
        logDensity(value, outside.mean, hasOwn ? variance([outside]) : shared.outside)
      )
    })
  })
}

/**
 * How much surer the target is of a record than the others are, on the mean of both sides (Watson et al. 2022, arXiv
 * 2111.08440): the likelihood ratio where all records have one gap between in and out. With few shadows the gap of a single
 * record is mostly chance, and this is the stronger attack.
 */
export const calibrated = (statistics: Scores, members: Membership, seed: number): Float64Array[] => {
  const random = createRandom(seed)
  return statistics.map((own, target) =>
    own.map((value, record) => {
      const { inside, outside } = sides(statistics, members, target, record, random)
      return value - fitNormal([...inside, ...outside]).mean
    }),
  )
}

const median = (values: number[]): number => {
  values.sort((a, b) => a - b)
  const middle = values.length >> 1
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2
}

/**
 * Statistics less their median under the same prompt in the same class. Prompts lean to one class or the other as a whole,
 * private ones most of all; that says nothing of any record, and whoever has the prompt can take it out.
 */
export const centred = (statistics: Scores, labels: readonly string[]): Float64Array[] => {
  const classes = [...new Set(labels)]
  return statistics.map(own => {
    const middle = new Map(
      classes.map(label => [label, median([...own.filter((_, record) => labels[record] === label)])]),
    )
    return own.map((value, record) => value - middle.get(labels[record]!)!)
  })
}

/** All attacks, none chosen after the fact; the last calls members what the prompt is sure of (Yeom et al. 2018). */
export const attacksOn = (
  statistics: Scores,
  members: Membership,
  labels: readonly string[],
  seed: number,
): Record<AttackName, Scores> => {
  const level = centred(statistics, labels)
  return {
    lira: likelihoodRatios(statistics, members, seed),
    'lira-centred': likelihoodRatios(level, members, seed),
    calibrated: calibrated(level, members, seed),
    confidence: statistics,
  }
}
