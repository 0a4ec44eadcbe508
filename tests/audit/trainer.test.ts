/**
 * What the battery takes for granted about the trainer: it hears the whole truth from the mechanism's side of the hook.
 * @module
 */
import type { GradientMechanism } from '@promptpost/engine/post'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePrivacyPlan } from '../../sdk/src/privacy/index.js'
import { implement, NO_FAULT } from './faults.js'
import { DIMENSION, EXAMPLES, openTrainer, type Trainer } from './trainer.js'
import { newRun, takeTurns } from './turns.js'

let trainer: Trainer
beforeAll(async () => {
  trainer = await openTrainer()
})
afterAll(() => trainer.close())

/** The rows a mechanism is given for each of some samples, from a prompt that stands still. */
const rowsOf = async (samples: readonly number[][]): Promise<Float32Array[][]> => {
  const rows: Float32Array[][] = []
  const mechanism: GradientMechanism = {
    sample: () => {
      rows.push([])
      return [...samples[rows.length - 1]!]
    },
    accumulate: (gradients, count) => {
      for (let i = 0; i < count; i++) rows.at(-1)!.push(gradients.slice(i * DIMENSION, (i + 1) * DIMENSION))
    },
    release: () => new Float64Array(DIMENSION),
  }
  await trainer.train(mechanism, { steps: samples.length, microBatch: 4, still: true })
  return rows
}

describe('the trainer under audit', () => {
  it('hands over the gradients of an ascending sample in its order, the same bits as for each example alone', async () => {
    const sample = [3, 4, 5, 20, 60, 61, 66, 71, 88, 120, 121, 159]
    const [together, ...alone] = await rowsOf([sample, ...sample.map(example => [example])])
    expect(alone.map(([row]) => row)).toEqual(together)
    expect(new Set(together!.map(row => row.join())).size).toBe(sample.length)
  })

  it('puts nothing of the data into the prompt but what was released', async () => {
    const plan = makePrivacyPlan({
      examples: EXAMPLES,
      expectedBatch: 8,
      steps: 12,
      noiseMultiplier: 1,
      clip: 0.125,
    })
    const mechanism = implement(NO_FAULT, plan, EXAMPLES, DIMENSION, 'replay')
    const data = Array.from({ length: EXAMPLES }, (_, i) => i)
    const run = newRun({ mechanism, data, edit: () => {} })
    const settings = { steps: plan.steps, microBatch: 4 }
    const first = await trainer.train(takeTurns(new Array(plan.steps).fill(run)), settings)
    let step = 0
    const replayed: GradientMechanism = {
      sample: () => (step % 3 === 0 ? [] : [step, 150 - step]),
      accumulate: () => {},
      release: () => run.steps[step++]!.released,
    }
    const second = await trainer.train(replayed, { ...settings, otherData: true })
    expect(second.prompt.values).toEqual(first.prompt.values)
    expect([first.losses, second.losses]).toEqual([[], []])
    const other = await trainer.train(implement(NO_FAULT, plan, EXAMPLES, DIMENSION, 'other'), settings)
    expect(other.prompt.values).not.toEqual(first.prompt.values)
  })
})
