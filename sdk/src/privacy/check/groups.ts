/**
 * Every group of a reference file against our accounting, one line a case.
 * @module
 */

import { oneStepDeltas } from '../accounting/closed-form.js'
import {
  calibrateNoiseMultiplier,
  epsilonFor,
  epsilonLowerBound,
  gaussianMu,
  privacyCurve,
  rdpSubsampledGaussian,
  renyiEpsilon,
} from '../accounting/index.js'
import { oneRecord } from '../accounting/pair.js'
import type { Reference } from './reference.js'

/** What one case gave. */
export type Line = {
  readonly group: string
  readonly name: string
  readonly ours: number
  /** Must not be below (a proven lower bound or an exact value). */
  readonly least: number
  /** Must not be above. */
  readonly most: number
  readonly ms: number
  /** Our own lower bound, where the case has one, and the time it took after the upper one. */
  readonly low?: { readonly epsilon: number; readonly ms: number } | undefined
  readonly isOk: boolean
}

/** Largest excess over the upper end of a bracket: of epsilon, and of sigma. */
export const EPSILON_EXCESS = 5e-3
export const SIGMA_EXCESS = 1e-3

/** Other libraries' composed figures are upper bounds on grids of their own: ours may lie this far from them. */
const PEER_DISTANCE = 2e-2

/** The estimates of mu come from coarse grids. */
const MU_DISTANCE = 3e-2

/** Our lower bound must not be above `lowMost`, a proven upper one where there is one. */
type Case = {
  name: string
  ours: () => number
  low?: () => number
  lowMost?: number
  least: number
  most: number
}

const event = (q: number, sigma: number, steps: number) => ({
  samplingRate: q,
  noiseMultiplier: sigma,
  steps,
})

const groups: { [Group in keyof Reference]-?: (rows: NonNullable<Reference[Group]>) => Case[] } = {
  cases: rows =>
    rows.map(({ q, sigma, steps, delta, eps_exact, eps_bracket_lower, eps_bracket_upper }) => ({
      name: `q=${q} sigma=${sigma} T=${steps} delta=${delta}`,
      ours: () => {
        const epsilon = epsilonFor([event(q, sigma, steps)], delta)
        // Two accountants that share no line must agree about which is the tighter.
        const renyi = renyiEpsilon([event(q, sigma, steps)], delta).epsilon
        return epsilon <= renyi * (1 + 1e-8) + 1e-11 ? epsilon : Number.NaN
      },
      low: () => epsilonLowerBound([event(q, sigma, steps)], delta),
      lowMost: eps_exact ?? eps_bracket_upper,
      least: Math.max(eps_bracket_lower, eps_exact ?? 0),
      most: (eps_exact ?? eps_bracket_upper) * (1 + EPSILON_EXCESS) + 1e-9,
    })),
  calibration: rows =>
    rows.map(({ eps, delta, q, steps, sigma_bracket_lower, sigma_bracket_upper }) => ({
      name: `epsilon=${eps} delta=${delta} q=${q} T=${steps}`,
      ours: () => calibrateNoiseMultiplier({ epsilon: eps, delta, samplingRate: q, steps }),
      least: sigma_bracket_lower,
      most: sigma_bracket_upper * (1 + SIGMA_EXCESS),
    })),
  heterogeneous: rows =>
    rows.map(({ parts, delta, eps_prv_lower, eps_prv_upper, eps_pld_dpaccounting }) => ({
      name: parts.map(({ q, sigma, steps }) => `${steps} x (${q}, ${sigma})`).join(' + '),
      ours: () =>
        epsilonFor(
          parts.map(({ q, sigma, steps }) => event(q, sigma, steps)),
          delta,
        ),
      low: () =>
        epsilonLowerBound(
          parts.map(({ q, sigma, steps }) => event(q, sigma, steps)),
          delta,
        ),
      lowMost: eps_prv_upper,
      least: eps_prv_lower,
      most: eps_pld_dpaccounting * (1 + EPSILON_EXCESS),
    })),
  replace_one: rows =>
    rows.map(({ q, sigma, steps, delta, eps_pld_replace_one }) => ({
      name: `q=${q} sigma=${sigma} T=${steps} delta=${delta}`,
      ours: () => epsilonFor([event(q, sigma, steps)], delta, { adjacency: 'replace-one' }),
      low: () => epsilonLowerBound([event(q, sigma, steps)], delta, { adjacency: 'replace-one' }),
      least: eps_pld_replace_one * (1 - 1e-3),
      most: eps_pld_replace_one * (1 + EPSILON_EXCESS),
    })),
  truncated_poisson: rows =>
    rows.map(({ n, q, sigma, steps, delta, truncated_batch, eps_truncated, eps_poisson }) => ({
      name: `n=${n} batch<=${truncated_batch} sigma=${sigma} T=${steps}`,
      ours: () =>
        epsilonFor(
          [{ ...event(q, sigma, steps), truncation: { examples: n, batch: truncated_batch } }],
          delta,
        ),
      least: Math.min(eps_poisson, eps_truncated) * (1 - 1e-3),
      most: eps_truncated * (1 + PEER_DISTANCE),
    })),
  gdp_mu: rows =>
    rows.map(({ q, sigma, steps, mu_estimate }) => ({
      name: `q=${q} sigma=${sigma} T=${steps}`,
      ours: () => gaussianMu(privacyCurve([event(q, sigma, steps)])),
      least: mu_estimate * (1 - MU_DISTANCE),
      most: mu_estimate * (1 + MU_DISTANCE),
    })),
  delta_one_step: rows =>
    rows.flatMap(({ q, sigma, eps, delta_remove, delta_add }) =>
      (['remove', 'add'] as const).map(direction => {
        const exact = direction === 'remove' ? delta_remove : delta_add
        return {
          name: `q=${q} sigma=${sigma} epsilon=${eps} ${direction}`,
          ours: () => oneStepDeltas(oneRecord(q, sigma), eps)[direction],
          least: exact,
          // Room for the rounding that the bound adds, absolute when delta is a difference of larger masses.
          most: exact * (1 + 1e-9) + 1e-13 * Math.min(1, Math.sqrt(exact)),
        }
      }),
    ),
  rdp_one_step: rows =>
    rows.map(({ q, sigma, order, rdp_one_step }) => ({
      name: `q=${q} sigma=${sigma} order=${order}`,
      ours: () => rdpSubsampledGaussian(q, sigma, order),
      least: rdp_one_step,
      most: rdp_one_step * (1 + 1e-9),
    })),
}

const timed = (run: () => number): [value: number, ms: number] => {
  const begun = performance.now()
  const value = run()
  return [value, performance.now() - begun]
}

/** Runs every case of every group that the file holds. */
export function* checkReference(reference: Reference): Generator<Line> {
  for (const group of Object.keys(groups) as (keyof Reference)[]) {
    const rows = reference[group]
    if (!rows) continue
    const cases = (groups[group] as (rows: unknown) => Case[])(rows)
    for (const { name, ours, low, lowMost = Number.POSITIVE_INFINITY, least, most } of cases) {
      const [value, ms] = timed(ours)
      const [lowest, lowMs] = low ? timed(low) : [0, 0]
      const isOk = value >= least && value <= most && lowest <= Math.min(value, lowMost)
      yield { group, name, ours: value, least, most, ms, low: low && { epsilon: lowest, ms: lowMs }, isOk }
    }
  }
}
