import { describe, expect, it } from 'vitest'
import { rdpSubsampledGaussian } from '../../sdk/src/privacy/index.js'
import { rateValue } from '../../sdk/src/privacy/mechanism/sampler.js'
import { drawLaw, RUN_PLAN } from './law.js'

const mean = (values: Float64Array, f: (value: number) => number) =>
  values.reduce((sum, value) => sum + f(value), 0) / values.length

describe('the law that canaries are compared with', () => {
  const { present, absent } = drawLaw(RUN_PLAN, 100_000, 'law')

  it('is a law of log likelihood ratios: e^loss averages to 1 over absent examples', () => {
    expect(mean(absent, Math.exp)).toBeCloseTo(1, 1.8)
  })

  it('is what the accountant composes: its Renyi divergence is the same', () => {
    const { samplingRate, noiseMultiplier, steps } = RUN_PLAN
    const divergence = steps * rdpSubsampledGaussian(rateValue(samplingRate), noiseMultiplier, 2)
    // The standard error of the logarithm is 0.003.
    expect(Math.abs(Math.log(mean(present, Math.exp)) - divergence)).toBeLessThan(0.015)
  })

  it('keeps the claim of the plan, and would not keep half of it', () => {
    const delta = (epsilon: number) => mean(present, loss => Math.max(0, 1 - Math.exp(epsilon - loss)))
    expect(delta(RUN_PLAN.epsilon)).toBeLessThan(RUN_PLAN.delta)
    expect(delta(RUN_PLAN.epsilon / 2)).toBeGreaterThan(RUN_PLAN.delta)
  })
})
