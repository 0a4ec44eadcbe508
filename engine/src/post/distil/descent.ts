/**
 * A distillation's optimisation: Adam on the student's weights over shuffled batches of text, from a checkpoint where there is one.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  type AdamState,
  adamState,
  adamStep,
  clipScale,
  globalNorm,
  linearSchedule,
} from '../../optim/index.js'
import { gradientName } from '../../programs/index.js'
import { createRandom, type Random, type RandomState } from '../../text/index.js'
import { readTensor, type TensorEntry } from '../../weights/index.js'
import type { CheckpointFile } from '../checkpoint-file.js'
import { followStage, type Monitor } from '../progress.js'
import type { Workbench } from '../workbench.js'
import { createBatchStream, type Sequence, type TokenBatch } from './corpus.js'
import { languageTargets } from './language-targets.js'
import { proxyPrompt, sampleTargets } from './sampled.js'
import type { StepSessions } from './sessions.js'
import type { FullSettings } from './settings.js'

/** Adam's rates in the paper's recipe. */
const ADAM = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 }
const GRADIENT_NORM = 5

export type State = {
  step: number
  random: RandomState
  plan: number[][]
  cursor: number
  losses: number[]
  tokens: number
}

type Float32State = AdamState & { parameters: Float32Array; m: Float32Array; v: Float32Array }
export type Trained = Map<string, Float32State & { shape: readonly number[] }>

export type Run = {
  workbench: Workbench
  sessions: StepSessions
  sequences: Sequence[]
  trained: Trained
  settings: FullSettings
}

export const readTrained = async (entries: ReadonlyMap<string, TensorEntry>): Promise<Trained> => {
  const trained: Trained = new Map()
  for (const [name, entry] of entries) {
    const state = adamState(await readTensor(entry)) as Float32State
    trained.set(name, { ...state, shape: entry.shape })
  }
  return trained
}

const ARRAYS = ['parameters', 'm', 'v'] as const

const arraysOf = (trained: Trained) =>
  Object.fromEntries(
    [...trained].flatMap(([name, part]) => ARRAYS.map(field => [`${field}:${name}`, part[field]])),
  )

/** @throws PromptPostError 'internal' for a loss that is not finite; 'cancelled' */
export const descend = async (
  run: Run,
  checkpoint: CheckpointFile<State>,
  monitor: Monitor,
): Promise<State> => {
  const { settings, trained, workbench } = run
  const random = createRandom(settings.seed)
  const stream = createBatchStream(run.sequences, settings.batchTokens, workbench.tokenizer.special.pad ?? 0)
  let state: State = { step: 0, random: random.state(), plan: [], cursor: 0, losses: [], tokens: 0 }
  const saved = await checkpoint.load()
  if (saved) {
    state = saved.state
    random.restore(state.random)
    for (const [name, part] of trained)
      for (const field of ARRAYS) part[field].set(saved.arrays[`${field}:${name}`]!)
  }
  const ticker = followStage(monitor, 'distil', settings.steps, 'tokens', state.step)
  while (state.step < settings.steps) {
    if (state.cursor >= state.plan.length) {
      state.plan = stream.plan(random)
      state.cursor = 0
    }
    const batch = stream.assemble(state.plan[state.cursor++]!)
    const loss = await trainStep(run, batch, state.step, random)
    state.step++
    state.tokens += batch.tokens
    state.losses.push(loss)
    if (!Number.isFinite(loss)) {
      throw new PromptPostError('internal', 'the distillation loss is not finite', {
        field: 'step',
        value: state.step,
        next: 'Lower learningRate.',
      })
    }
    if (checkpoint.due()) await checkpoint.save({ ...state, random: random.state() }, arraysOf(trained))
    await ticker.step(state.step, batch.tokens, { loss })
  }
  return state
}

/** What a step is fed but for the student's weights. What the settings do not ask for is not drawn. */
const batchInputs = async (run: Run, batch: TokenBatch, random: Random) => {
  const { sessions, settings, workbench } = run
  const { config } = workbench.model
  const { positions: share, proxyShare, proxyTokens } = settings
  const { rows, width, lengths, tokens } = batch
  const size = rows * width
  const tokenWeights = new Float32Array(size)
  lengths.forEach((length, row) => {
    tokenWeights.fill(1 / tokens, row * width, row * width + length)
  })
  const all = languageTargets(batch, config.kind, workbench.tokenizer, random)
  const hasPrompt = proxyShare > 0 && random.next() < proxyShare
  const prompt = hasPrompt ? await proxyPrompt(workbench, proxyTokens, random) : undefined
  const sampled = share < 1 ? sampleTargets(batch, all, share, random) : undefined
  const { targets, targetWeights } = sampled ?? all
  const compared = targets.length
  const hidden = await sessions.teacher?.hidden(batch, all.ids, prompt)
  return {
    hasPrompt,
    feeds: {
      ...(hidden && { teacherHidden: { data: hidden, shape: [size, config.width] } }),
      ...(prompt && { prompt: { data: prompt, shape: [proxyTokens, config.width] } }),
      ...(sampled && {
        positions: { data: sampled.positions, shape: [compared] },
        logitWeights: { data: new Float32Array(compared).fill(1 / compared), shape: [compared] },
      }),
      ids: { data: all.ids, shape: [rows, width] },
      lengths: { data: lengths, shape: [rows] },
      tokenWeights: { data: tokenWeights, shape: [size] },
      targets: { data: targets, shape: [compared] },
      targetWeights: { data: targetWeights, shape: [compared] },
    },
  }
}

/** @returns the batch's loss before the step */
const trainStep = async (run: Run, batch: TokenBatch, step: number, random: Random): Promise<number> => {
  const { sessions, trained, settings } = run
  const { hasPrompt, feeds } = await batchInputs(run, batch, random)
  const weights = Object.fromEntries(
    [...trained].map(([name, part]) => [name, { data: part.parameters, shape: part.shape }]),
  )
  const results = await sessions.of(hasPrompt).run({ ...feeds, ...weights })
  const gradientOf = (name: string) => results[gradientName(name)]!.data as Float32Array
  const scale = clipScale(globalNorm([...trained.keys()].map(gradientOf)), GRADIENT_NORM)
  const rate = settings.learningRate * linearSchedule(step, settings.steps, settings.warmUp)
  for (const [name, part] of trained) {
    const weightDecay = part.shape.length > 1 ? settings.weightDecay : 0
    adamStep(part, gradientOf(name), step + 1, rate, { ...ADAM, weightDecay }, scale)
  }
  return results.loss!.data[0] as number
}
