/**
 * Many short runs inside one training: opening an ONNX session costs more than a run of twenty steps. Every run has a
 * mechanism and a data set of its own; the trainer meets one mechanism, takes its steps as ever, and carries its prompt
 * and moments from run to run. What a run released is recorded, and gradients can be edited on their way to it.
 * @module
 */
import type { GradientMechanism } from '@promptpost/engine/post'

export type RecordedStep = { readonly examples: readonly number[]; released: Float64Array }

export type Run = {
  readonly mechanism: GradientMechanism
  /** The data set: record i of the mechanism is the trainer's example data[i]. */
  readonly data: readonly number[]
  /** Edits one example's gradient before the mechanism sees it: the white-box attacker's hand. */
  readonly edit: (gradient: Float32Array, example: number, step: number) => void
  /** What has been taken so far. */
  readonly steps: RecordedStep[]
}

export const newRun = (parts: Omit<Run, 'steps'>): Run => ({ ...parts, steps: [] })

/** A mechanism whose n-th step is the next step of `turns[n]`. Samples are in ascending order, and so must rows be. */
export const takeTurns = (turns: readonly Run[]): GradientMechanism => {
  let turn = -1
  let seen = 0
  const open = () => {
    const run = turns[turn]!
    return { run, index: run.steps.length - 1, step: run.steps.at(-1)! }
  }
  return {
    sample: () => {
      const run = turns[++turn]!
      const examples = run.mechanism
        .sample()
        .map(record => run.data[record]!)
        .sort((a, b) => a - b)
      run.steps.push({ examples, released: new Float64Array() })
      seen = 0
      return [...examples]
    },
    accumulate: (gradients, count) => {
      const { run, index, step } = open()
      const dimension = gradients.length / count
      for (let row = 0; row < count; row++) {
        const gradient = gradients.subarray(row * dimension, (row + 1) * dimension)
        run.edit(gradient, step.examples[seen++]!, index)
      }
      run.mechanism.accumulate(gradients, count)
    },
    release: () => {
      const { run, step } = open()
      step.released = run.mechanism.release()
      return step.released
    },
  }
}
