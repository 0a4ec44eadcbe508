/**
 * The descent of tuning: steps on the prompt in float64, checkpointed, with the last prompts averaged if wanted.
 * @module
 */
import { adamState, adamStep, cosineSchedule, sgdStep } from '../../optim/index.js'
import { createRandom, type RandomState } from '../../text/index.js'
import type { CheckpointFile } from '../checkpoint-file.js'
import { newPass, nextBatch, type Pass } from '../passes.js'
import { followStage, type Monitor } from '../progress.js'
import type { TuneOptions } from './settings.js'
import { plainStep, privateStep, type TuningStep } from './steps.js'

/** What a checkpoint holds beside the arrays. */
export type State = { step: number; random: RandomState; pass: Pass; losses: number[]; ticket?: string }

/** What of a tuning's options the descent asks. */
type DescentOptions = Pick<TuneOptions, 'admit' | 'mechanism'> & Monitor

/** Takes all steps and gives the prompt, [virtualTokens * width], and the losses of the steps. */
export const descend = async (
  run: TuningStep,
  options: DescentOptions,
  start: Float32Array,
  checkpoint: CheckpointFile<State>,
): Promise<{ values: Float32Array; losses: number[] }> => {
  const { settings } = run
  const random = createRandom(settings.seed)
  const adam = adamState(Float64Array.from(start))
  /** Sum of the prompts of the steps that are averaged. */
  const sum = new Float64Array(start.length)
  const averaged = Math.max(1, Math.round(settings.averaging * settings.steps))
  const everyone = run.encoded.map((_, i) => i)
  const lengths = run.encoded.map(({ ids }) => ids.length)
  let state: State = { step: 0, random: random.state(), pass: newPass(), losses: [] }
  const saved = await checkpoint.load()
  if (saved) {
    state = saved.state
    random.restore(state.random)
    adam.parameters.set(saved.arrays.parameters!)
    adam.m.set(saved.arrays.m!)
    adam.v.set(saved.arrays.v!)
    sum.set(saved.arrays.sum!)
  }
  const save = () =>
    checkpoint.save(
      { ...state, random: random.state() },
      { parameters: adam.parameters, m: adam.m, v: adam.v, sum },
    )
  if (options.admit) {
    // Before a run is charged: one whose checkpoints cannot be written would be charged and lost.
    if (!saved) await save()
    try {
      state.ticket = await options.admit(state.ticket)
    } catch (error) {
      if (!saved) await checkpoint.remove()
      throw error
    }
    // At once: a run that is killed before its first checkpoint would be charged again.
    if (state.ticket !== saved?.state.ticket) await save()
  }
  const noiseVariance = settings.noiseCorrection ? (options.mechanism?.noiseDeviation ?? 0) ** 2 : 0
  // Under a mechanism, how many examples a step drew and how long they are is private, and so is how long it took.
  const unit = options.mechanism ? undefined : 'examples'
  const work = Math.min(settings.batchSize, everyone.length)
  const ticker = followStage(options, 'tune', settings.steps, unit, state.step)
  while (state.step < settings.steps) {
    const values = Float32Array.from(adam.parameters)
    const { gradient, loss } = options.mechanism
      ? await privateStep(run, options.mechanism, values)
      : await plainStep(run, nextBatch(state.pass, everyone, lengths, settings.batchSize, random), values)
    const rate =
      settings.learningRate * cosineSchedule(state.step, settings.steps, settings.warmUp, settings.finalRate)
    state.step++
    if (settings.optimizer === 'sgd') sgdStep(adam, gradient, state.step, rate)
    else adamStep(adam, gradient, state.step, rate, { noiseVariance })
    if (state.step > settings.steps - averaged)
      for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + adam.parameters[i]!
    if (loss !== undefined) state.losses.push(loss)
    if (checkpoint.due()) await save()
    try {
      await ticker.step(state.step, work, loss === undefined ? {} : { loss })
    } catch (error) {
      // Cancelled between steps: what was done is kept.
      await save()
      throw error
    }
  }
  return { values: Float32Array.from(sum, value => value / averaged), losses: state.losses }
}
