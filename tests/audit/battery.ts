/**
 * The whole battery on one implementation: three trainings, five tests.
 * @module
 */
import { makePrivacyPlan } from '../../sdk/src/privacy/index.js'
import { rateValue } from '../../sdk/src/privacy/mechanism/sampler.js'
import { observeCanaries } from './canaries.js'
import { testEmpirically } from './empirical.js'
import { type Fault, implement } from './faults.js'
import type { Finding } from './findings.js'
import { drawLaw, type Law, RUN_PLAN } from './law.js'
import { testLikelihood } from './likelihood.js'
import { testNoise } from './noise.js'
import { testSampling } from './sampling.js'
import { testSensitivity } from './sensitivity.js'
import { DIMENSION, openTrainer, type Trainer } from './trainer.js'
import { newRun, takeTurns } from './turns.js'

/** One long run of small samples, of which one in eight is empty. */
const QUIET_PLAN = makePrivacyPlan({
  examples: 20,
  expectedBatch: 2,
  steps: 500,
  noiseMultiplier: 1,
  clip: 2 ** -3,
  delta: 1e-3,
})
const QUIET_EXAMPLES = 20

/** N and P look at one run with zero gradients. */
const testQuietRun = async (trainer: Trainer, fault: Fault, seed: string): Promise<Finding[]> => {
  const { clip, noiseMultiplier, expectedBatch, samplingRate, steps } = QUIET_PLAN
  const run = newRun({
    mechanism: implement(fault, QUIET_PLAN, QUIET_EXAMPLES, DIMENSION, `${seed} quiet`),
    data: Array.from({ length: QUIET_EXAMPLES }, (_, i) => i),
    edit: gradient => gradient.fill(0),
  })
  const turns = new Array(steps).fill(run)
  await trainer.train(takeTurns(turns), { steps, microBatch: 4 })
  const unit = expectedBatch / (clip * noiseMultiplier)
  const noise = run.steps.map(({ released }) => released.map(value => value * unit))
  const samples = run.steps.map(({ examples }) => examples)
  return [...testNoise(noise), ...testSampling(samples, QUIET_EXAMPLES, rateValue(samplingRate))]
}

export type Battery = {
  audit: (fault: Fault, seed: string) => Promise<Finding[]>
  close: () => Promise<void>
}

/** Draws of the law that the canaries' losses are compared with: so many that they stand for the law itself. */
const LAW_DRAWS = 100_000

/** A trainer and the law, for any number of audits. Equal seeds give equal findings. */
export const openBattery = async (): Promise<Battery> => {
  const trainer = await openTrainer()
  const law: Law = drawLaw(RUN_PLAN, LAW_DRAWS, 'law')
  return {
    audit: async (fault, seed) => {
      const sensitivity = await testSensitivity(trainer, fault, seed)
      const quiet = await testQuietRun(trainer, fault, seed)
      const observations = await observeCanaries(trainer, fault, seed)
      return [
        ...sensitivity,
        ...quiet,
        ...testLikelihood(observations, law),
        ...testEmpirically(observations),
      ]
    },
    close: () => trainer.close(),
  }
}
