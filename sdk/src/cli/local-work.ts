/**
 * Runs work in the compute process with its progress shown.
 * @module
 */
import type { Progress } from '@promptpost/engine/post'
import { loadRuntime } from '../load-runtime.js'
import type { ComputeInput, ComputeResult } from './compute.js'
import type { Context } from './context.js'
import type { ProgressStep } from './progress.js'

/** A step of the engine as the bar shows it; under privacy its count alone, as how long a step takes is of the data too. */
export const barStep = (progress: Progress, isPrivate = false): ProgressStep => {
  const { stage, step, steps, loss, rate, unit, secondsLeft } = progress
  return {
    stage,
    fraction: step / steps,
    count: `${step}/${steps}`,
    ...(loss === undefined || isPrivate ? {} : { loss }),
    ...(rate === undefined || isPrivate ? {} : { rate: `${rate.toPrecision(3)} ${unit ?? 'steps'}/s` }),
    ...(secondsLeft === undefined || isPrivate ? {} : { secondsLeft }),
  }
}

/**
 * @param isPrivate the progress shows counts alone
 * @throws PromptPostError the work's own
 */
export const compute = async <Result extends ComputeResult>(
  context: Context,
  input: ComputeInput,
  isPrivate = false,
): Promise<Result> => {
  // Loaded here so that remote commands never load ONNX Runtime.
  const { runInChild } = await loadRuntime()
  return runInChild<Result, Progress>(new URL('./compute.js', import.meta.url), input, {
    signal: context.signal,
    onProgress: progress => context.progress.update(barStep(progress, isPrivate)),
  })
}
