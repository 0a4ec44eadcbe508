/**
 * Distillation of a student: the teacher with fewer blocks, trained to give its logits and hidden states on plain text
 * (POST, arXiv 2506.16196, section 4.1).
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { keptLayers } from '../models/index.js'
import { type AdamState, adamState, adamStep, clipScale, globalNorm, linearSchedule } from '../optim/index.js'
import { distillationGraph, gradientName } from '../programs/index.js'
import { createSession, prepacks, type Session, weightsKept } from '../runtime/index.js'
import { createRandom, type Random, type RandomState } from '../text/index.js'
import { readTensor, type TensorEntry } from '../weights/index.js'
import { type DistilFacts, writeStudentBundle } from './bundle.js'
import { type CheckpointFile, openCheckpointFile } from './checkpoint-file.js'
import type { Cached } from './computed.js'
import { createBatchStream, cutSequences, type Sequence, type TokenBatch } from './corpus.js'
import { languageTargets } from './language-targets.js'
import { followStage, type Monitor } from './progress.js'
import { hiddenBytes, openTeacher, type Teacher } from './teacher.js'
import { type Compute, openWorkbench, type Workbench } from './workbench.js'

export type DistilSettings = {
  /** Blocks of the student. */
  layers: number
  steps?: number
  /** Tokens of one step, padding included. */
  batchTokens?: number
  /** Longest sequence, tokens. */
  sequenceLength?: number
  learningRate?: number
  warmUp?: number
  /** Decoupled decay of matrices; biases and norm gains have none. */
  weightDecay?: number
  /** Also train embeddings and output head; frozen by default, so that student and teacher share one token space. */
  trainEmbeddings?: boolean
  seed?: number
}

export type DistilOptions = DistilSettings & {
  modelDirectory: string
  /** The student bundle: a Hugging Face directory with promptpost.json. Must not exist yet. */
  outDirectory: string
  texts: readonly string[]
  /** Terms of use written into the bundle; those of the model by default. */
  license?: string
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Compute &
  Cached &
  Monitor

export const DISTIL_DEFAULTS = {
  steps: 500,
  batchTokens: 2048,
  sequenceLength: 256,
  learningRate: 1e-3,
  warmUp: 0.05,
  weightDecay: 0.01,
  trainEmbeddings: false,
  seed: 0,
}

/** Adam's rates in the paper's recipe. */
const ADAM = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 }
const GRADIENT_NORM = 5

type Settings = Required<DistilSettings>
type State = {
  step: number
  random: RandomState
  plan: number[][]
  cursor: number
  losses: number[]
  tokens: number
}
type Trained = Map<
  string,
  AdamState & { parameters: Float32Array; m: Float32Array; v: Float32Array; shape: readonly number[] }
>
type Run = {
  workbench: Workbench
  session: Session
  /** Where its hidden states are kept; in the session's graph where they are not. */
  teacher: Teacher | undefined
  sequences: Sequence[]
  trained: Trained
  settings: Settings
  options: OpenDistilOptions
}

/** The same for a model that is open. */
export type OpenDistilOptions = Omit<DistilOptions, 'modelDirectory'>

/** Distils and writes the bundle; resumes when the checkpoint directory holds this work. */
export const distil = async (options: DistilOptions): Promise<DistilFacts> =>
  distilWith(await openWorkbench(options.modelDirectory), options)

export const distilWith = async (workbench: Workbench, options: OpenDistilOptions): Promise<DistilFacts> => {
  const begun = performance.now()
  const { model, tokenizer, digest } = workbench
  const given = Object.entries(options).filter(
    ([key, value]) => (key in DISTIL_DEFAULTS || key === 'layers') && value !== undefined,
  )
  const settings = { ...DISTIL_DEFAULTS, ...Object.fromEntries(given) } as Settings
  settings.sequenceLength = Math.min(settings.sequenceLength, model.config.maxPositions)
  checkSettings(settings)
  const kept = keptLayers(model.config.layers, settings.layers)
  const trains = (name: string) => settings.trainEmbeddings || !model.family.isEmbedding(name)
  const sequences = cutSequences(tokenizer, options.texts, settings.sequenceLength)
  const { session, teacher, entries } = await openSessions(workbench, kept, trains, settings, options)
  try {
    const trained = await readTrained(entries)
    const run: Run = { workbench, session, teacher, sequences, trained, settings, options }
    const identity = {
      work: 'distil',
      digest,
      settings,
      sequences: sequences.length,
      tokens: sequences.reduce((sum, s) => sum + s.length, 0),
    }
    const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
      identity,
      holds: 'a student in the making, from the provider’s model and the texts given to distil on',
      seconds: options.checkpointSeconds,
    })
    const state = await descend(run, checkpoint)
    const facts: DistilFacts = {
      teacher: digest,
      keptLayers: kept,
      settings,
      tokens: state.tokens,
      losses: state.losses,
      seconds: (performance.now() - begun) / 1000,
    }
    const weights = new Map([...run.trained].map(([name, { parameters }]) => [name, parameters]))
    await writeStudentBundle(options.outDirectory, workbench, kept, weights, facts, options.license)
    await checkpoint.remove()
    return facts
  } finally {
    await session.dispose()
    await teacher?.dispose()
  }
}

/**
 * One session with teacher and student, or, where all of the teacher's hidden states may be kept, two. Either way weights are held as
 * one session would hold them: it is what their kernels are chosen by.
 */
const openSessions = async (
  workbench: Workbench,
  kept: readonly number[],
  trains: (name: string) => boolean,
  settings: Settings,
  { device, threads, cache }: OpenDistilOptions,
) => {
  const { model } = workbench
  const { graph, trained: entries } = distillationGraph(model, kept, trains)
  const bytes = hiddenBytes(settings.steps, settings.batchTokens, model.config.width)
  if (!cache || bytes > cache.limit)
    return { session: await createSession(graph, { device, threads }), teacher: undefined, entries }
  const alike = { device, threads, prepack: prepacks(graph), weights: weightsKept(graph) }
  const step = distillationGraph(model, kept, trains, { givenTeacher: true })
  return {
    session: await createSession(step.graph, alike),
    teacher: openTeacher(workbench, cache, alike),
    entries,
  }
}

const checkSettings = (settings: Settings): void => {
  for (const field of ['steps', 'batchTokens', 'sequenceLength'] as const) {
    if (!Number.isSafeInteger(settings[field]) || settings[field] < 1) {
      throw new PromptPostError('invalid-argument', 'must be a positive whole number', {
        field,
        value: settings[field],
      })
    }
  }
  if (!(settings.learningRate > 0 && settings.learningRate < 1)) {
    throw new PromptPostError('invalid-argument', 'must be between 0 and 1', {
      field: 'learningRate',
      value: settings.learningRate,
    })
  }
}

const readTrained = async (entries: ReadonlyMap<string, TensorEntry>): Promise<Trained> => {
  const trained: Trained = new Map()
  for (const [name, entry] of entries) {
    const state = adamState(await readTensor(entry)) as AdamState & {
      parameters: Float32Array
      m: Float32Array
      v: Float32Array
    }
    trained.set(name, { ...state, shape: entry.shape })
  }
  return trained
}

const descend = async (run: Run, checkpoint: CheckpointFile<State>): Promise<State> => {
  const { settings, trained, options, workbench } = run
  const { tokenizer } = workbench
  const random = createRandom(settings.seed)
  const stream = createBatchStream(run.sequences, settings.batchTokens, tokenizer.special.pad ?? 0)
  let state: State = { step: 0, random: random.state(), plan: [], cursor: 0, losses: [], tokens: 0 }
  const saved = await checkpoint.load()
  if (saved) {
    state = saved.state
    random.restore(state.random)
    for (const [name, part] of trained) {
      for (const field of ['parameters', 'm', 'v'] as const)
        part[field].set(saved.arrays[`${field}:${name}`]!)
    }
  }
  const ticker = followStage(options, 'distil', settings.steps, 'tokens', state.step)
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

const arraysOf = (trained: Trained) =>
  Object.fromEntries(
    [...trained].flatMap(([name, part]) =>
      (['parameters', 'm', 'v'] as const).map(field => [`${field}:${name}`, part[field]]),
    ),
  )

const trainStep = async (run: Run, batch: TokenBatch, step: number, random: Random): Promise<number> => {
  const { session, teacher, trained, settings, workbench } = run
  const { config } = workbench.model
  const size = [batch.rows * batch.width]
  const tokenWeights = new Float32Array(size[0]!)
  batch.lengths.forEach((length, row) => {
    tokenWeights.fill(1 / batch.tokens, row * batch.width, row * batch.width + length)
  })
  const { ids, targets, targetWeights } = languageTargets(batch, config.kind, workbench.tokenizer, random)
  const weights = Object.fromEntries(
    [...trained].map(([name, part]) => [name, { data: part.parameters, shape: part.shape }]),
  )
  const hidden = await teacher?.hidden(batch, ids)
  const results = await session.run({
    ...(hidden && { teacherHidden: { data: hidden, shape: [size[0]!, config.width] } }),
    ids: { data: ids, shape: [batch.rows, batch.width] },
    lengths: { data: batch.lengths, shape: [batch.rows] },
    tokenWeights: { data: tokenWeights, shape: size },
    targets: { data: targets, shape: size },
    targetWeights: { data: targetWeights, shape: size },
    ...weights,
  })
  const gradientOf = (name: string) => results[gradientName(name)]!.data as Float32Array
  const scale = clipScale(globalNorm([...trained.keys()].map(gradientOf)), GRADIENT_NORM)
  const rate = settings.learningRate * linearSchedule(step, settings.steps, settings.warmUp)
  for (const [name, part] of trained) {
    const weightDecay = part.shape.length > 1 ? settings.weightDecay : 0
    adamStep(part, gradientOf(name), step + 1, rate, { ...ADAM, weightDecay }, scale)
  }
  return results.loss!.data[0] as number
}
