/**
 * E: lower bounds on epsilon that an attack proves, to be held against the claim. Weak, and the only test of the five that
 * asks nothing of how the mechanism is made.
 * @module
 */
import { clopperPearson } from '../../sdk/src/audit/bounds/binomial.js'
import { ALPHA, oneRunBound as boundOf } from '../../sdk/src/audit/bounds/one-run.js'
import { epsilonFor } from '../../sdk/src/privacy/index.js'
import { rateValue } from '../../sdk/src/privacy/mechanism/sampler.js'
import type { Observation } from './canaries.js'
import type { Finding } from './findings.js'
import { RUN_PLAN } from './law.js'

/** Share of the observations that choose where to cut; the rest prove the bound. */
const CHOOSING_SHARE = 0.25

/** Share of the canaries that the one-run attack calls present: those with the largest losses, which say most. */
const GUESSED_SHARE = 0.2

/** The one-run bound multiplies delta by twice the number of canaries, so it wants a small one. */
const ONE_RUN_DELTA = 1e-6

/** An attack: say that a canary was there if its loss is above the threshold, or that it was not if it is below. */
type Cut = { threshold: number; above: boolean }

/** How often the attack says so rightly and wrongly. */
const countHits = (observations: readonly Observation[], { threshold, above }: Cut) => {
  const among = (present: boolean) => {
    const trials = observations.filter(seen => seen.present === present)
    return { hits: trials.filter(({ loss }) => loss > threshold === above).length, trials: trials.length }
  }
  return { right: among(above), wrong: among(!above) }
}

/** The cut whose rates are farthest apart, each moved to its disadvantage by four standard errors: many are tried. */
const chooseCut = (observations: readonly Observation[]): Cut => {
  const ascending = observations.map(({ loss }) => loss).sort((a, b) => a - b)
  const thresholds = Array.from(
    { length: 99 },
    (_, i) => ascending[Math.floor(((i + 1) * ascending.length) / 100)]!,
  )
  const errors = (hits: number, trials: number) => 4 * Math.sqrt(((hits + 1) * (trials - hits + 1)) / trials)
  const merit = (cut: Cut) => {
    const { right, wrong } = countHits(observations, cut)
    const least = (right.hits - errors(right.hits, right.trials)) / right.trials
    return least / ((wrong.hits + errors(wrong.hits, wrong.trials)) / wrong.trials)
  }
  const cuts = thresholds.flatMap(threshold => [true, false].map(above => ({ threshold, above })))
  return cuts.reduce((best, cut) => (merit(cut) > merit(best) ? cut : best))
}

/**
 * Two worlds: (epsilon, delta) forces P[right] <= e^epsilon P[wrong] + delta on every attack, and Clopper and Pearson bound
 * both (Jagielski, Ullman, Oprea 2020, arXiv 2006.07709). The attack is chosen on observations of its own. Trials are
 * counted as independent, which canaries of one run are if the implementation is sound.
 */
export const twoWorldBound = (observations: readonly Observation[], delta: number): number => {
  const start = Math.round(observations.length * CHOOSING_SHARE)
  const cut = chooseCut(observations.slice(0, start))
  const { right, wrong } = countHits(observations.slice(start), cut)
  const least = clopperPearson(right.hits, right.trials, ALPHA / 2).lower - delta
  const most = clopperPearson(wrong.hits, wrong.trials, ALPHA / 2).upper
  return Math.max(0, Math.log(Math.max(0, least) / most))
}

/**
 * The largest epsilon refuted at `delta` by guessing the coins of the canaries with the largest losses. Runs have canaries
 * of their own, so all runs together are (epsilon, delta) for each of them and count as one.
 */
export const oneRunBound = (observations: readonly Observation[], delta: number): number =>
  boundOf(
    observations.map(({ present, loss }) => ({ present, score: loss })),
    delta,
    { present: GUESSED_SHARE, absent: 0 },
  ).epsilon

/** The claims the bounds are held against. */
export const CLAIMS = {
  twoWorld: RUN_PLAN.epsilon,
  oneRun: epsilonFor(
    [
      {
        samplingRate: rateValue(RUN_PLAN.samplingRate),
        noiseMultiplier: RUN_PLAN.noiseMultiplier,
        steps: RUN_PLAN.steps,
      },
    ],
    ONE_RUN_DELTA,
  ),
}

export const testEmpirically = (observations: readonly Observation[]): Finding[] => {
  const finding = (what: string, value: number, claim: number): Finding => ({
    test: 'E',
    what,
    value,
    alarm: !(value <= claim),
  })
  return [
    finding('two worlds', twoWorldBound(observations, RUN_PLAN.delta), CLAIMS.twoWorld),
    finding('one run', oneRunBound(observations, ONE_RUN_DELTA), CLAIMS.oneRun),
  ]
}
