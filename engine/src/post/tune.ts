/**
 * Prompt tuning on a frozen model (Lester et al. 2021, arXiv 2104.08691), plain or under a privacy mechanism
 * (PromptDPSGD, Duan et al. 2023, arXiv 2305.15594).
 * @module
 */
import { PromptPostError, sha256 } from '@promptpost/base'
import { checkLabels, type Example } from '../data/index.js'
import { adamState, adamStep, cosineSchedule } from '../optim/index.js'
import { tuningGraph } from '../programs/index.js'
import { createSession, type Session } from '../runtime/index.js'
import { createRandom, type EncodedText, makeBatches, type RandomState } from '../text/index.js'
import { type CheckpointFile, openCheckpointFile } from './checkpoint-file.js'
import { microBatches } from './micro-batches.js'
import { newPass, nextBatch, type Pass } from './passes.js'
import { followStage, type Monitor } from './progress.js'
import { batchFeeds } from './readout-runner.js'
import type { SoftPrompt } from './soft-prompt.js'
import { describeTask, type ResolvedTask, resolveTask, type Task, textLimit } from './task.js'
import {
  type Compute,
  type Initialisation,
  initialPrompt,
  openWorkbench,
  type Workbench,
} from './workbench.js'

/**
 * What stands between per-example gradients and the optimiser under differential privacy: it draws each step's
 * examples, takes their gradients and gives back a noised mean.
 */
export type GradientMechanism = {
  /** Indices of this step's examples, possibly none. */
  sample: () => number[]
  /**
   * Per-example gradients of one micro-batch, row-major [count, virtualTokens * width], and whose they are: for an audit
   * that puts gradients of its own in their place.
   */
  accumulate: (gradients: Float32Array, count: number, examples?: readonly number[]) => void
  /** The noised mean gradient of the step, [virtualTokens * width]. */
  release: () => Float64Array
}

export type TuneSettings = {
  virtualTokens?: number
  steps?: number
  /** Examples per step; under a mechanism, rows of a micro-batch. */
  batchSize?: number
  learningRate?: number
  /** Share of the steps that warm up. */
  warmUp?: number
  initialisation?: Initialisation
  /** Tokens of a text, cue included. */
  maxTokens?: number
  seed?: number
}

export type TuneOptions = TuneSettings & {
  modelDirectory: string
  examples: readonly Example[]
  /** The file the examples came from, for messages. */
  source?: string
  task: Task
  /** With it, nothing but what it releases reaches the prompt, and no loss is computed into a report. */
  mechanism?: GradientMechanism
  /** What the mechanism was made from, so that a checkpoint is resumed under the same plan only. */
  mechanismIdentity?: unknown
  /**
   * Asked once, when all is ready and before the first step: may the run begin? It is given the ticket of the checkpoint
   * that the run goes on from, and gives the ticket that the run's own checkpoints carry. A throw ends the work before
   * anything is computed.
   */
  admit?: (ticket: string | undefined) => Promise<string | undefined>
  /** Where to keep a checkpoint, and resume from. Under a mechanism it holds noised state only. */
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Compute &
  Monitor

export type TuneResult = {
  prompt: SoftPrompt
  /** Mean loss of each step, nats; empty under a mechanism. */
  losses: number[]
  seconds: number
}

export const TUNE_DEFAULTS = {
  virtualTokens: 20,
  steps: 300,
  batchSize: 8,
  learningRate: 2e-2,
  warmUp: 0.05,
  seed: 0,
}

/** Tunes a prompt on a model directory. */
export const tune = async (options: TuneOptions): Promise<TuneResult> =>
  tuneWith(await openWorkbench(options.modelDirectory), options)

type Settings = Required<Omit<TuneSettings, 'initialisation' | 'maxTokens'>> & { maxTokens: number }
type State = { step: number; random: RandomState; pass: Pass; losses: number[]; ticket?: string }
type Run = {
  session: Session
  encoded: EncodedText[]
  labels: Int32Array
  settings: Settings
  options: Omit<TuneOptions, 'modelDirectory'>
  width: number
  /** Most tokens the model takes, prompt included. */
  positions: number
}

export const tuneWith = async (
  workbench: Workbench,
  options: Omit<TuneOptions, 'modelDirectory'>,
): Promise<TuneResult> => {
  const begun = performance.now()
  const { model, tokenizer, digest } = workbench
  const virtualTokens = options.virtualTokens ?? TUNE_DEFAULTS.virtualTokens
  const settings: Settings = {
    ...TUNE_DEFAULTS,
    ...Object.fromEntries(
      Object.entries(options).filter(([key, value]) => key in TUNE_DEFAULTS && value !== undefined),
    ),
    virtualTokens,
    maxTokens: textLimit(model.config.maxPositions, virtualTokens, options.maxTokens),
  }
  const resolved = resolveTask(tokenizer, options.task, model.config.kind, settings.maxTokens)
  checkSettings(settings, options.examples)
  checkLabels(options.examples, resolved.labels, options.source)
  const initialisation = options.initialisation ?? { kind: 'text' as const, text: describeTask(options.task) }
  const start = await initialPrompt(workbench, initialisation, virtualTokens, settings.seed)
  const run: Run = {
    session: await createTuningSession(workbench, resolved, settings, options),
    encoded: resolved.encode(options.examples.map(example => example.text)),
    labels: Int32Array.from(options.examples, example => resolved.labels.indexOf(example.label!)),
    settings,
    options,
    width: model.config.width,
    positions: model.config.maxPositions,
  }
  const identity = {
    work: 'tune',
    digest,
    settings,
    task: options.task,
    initialisation,
    // Under a mechanism the number is private, and its digest with all else known would give it away by trial.
    examples: options.mechanism ? undefined : options.examples.length,
    mechanism: options.mechanismIdentity,
  }
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
    identity,
    holds: describeState(options),
    seconds: options.checkpointSeconds,
  })
  try {
    const { values, losses } = await descend(run, start, checkpoint)
    await checkpoint.remove()
    const method = options.mechanism ? 'prompt tuning under differential privacy' : 'prompt tuning'
    const lineage = { method, steps: `${settings.steps}`, seed: `${settings.seed}` }
    return {
      prompt: { values, virtualTokens, width: run.width, task: options.task, model: digest, lineage },
      losses,
      seconds: (performance.now() - begun) / 1000,
    }
  } finally {
    await run.session.dispose()
  }
}

/** The mark of a checkpoint: whether noise stands between it and the data. */
const describeState = ({
  mechanism,
  mechanismIdentity = null,
}: Pick<TuneOptions, 'mechanism' | 'mechanismIdentity'>) =>
  mechanism
    ? `noised state only, under the privacy plan with sha256 ${sha256(JSON.stringify(mechanismIdentity))}`
    : 'private state, computed from private data without noise: do not share it'

const checkSettings = (settings: Settings, examples: readonly Example[]): void => {
  const whole = {
    virtualTokens: settings.virtualTokens,
    steps: settings.steps,
    batchSize: settings.batchSize,
  }
  for (const [field, value] of Object.entries(whole)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new PromptPostError('invalid-argument', 'must be a positive whole number', { field, value })
    }
  }
  if (!(settings.learningRate > 0 && Number.isFinite(settings.learningRate))) {
    throw new PromptPostError('invalid-argument', 'must be a positive number', {
      field: 'learningRate',
      value: settings.learningRate,
    })
  }
  if (examples.length === 0)
    throw new PromptPostError('invalid-data', 'there are no examples', { field: 'examples' })
}

const createTuningSession = (
  workbench: Workbench,
  resolved: ResolvedTask,
  settings: Settings,
  options: Compute & { mechanism?: GradientMechanism },
) => {
  const graph = tuningGraph(workbench.model, {
    virtualTokens: settings.virtualTokens,
    columns: resolved.columns,
    wordCounts: resolved.wordCounts,
    scoring: resolved.task.scoring,
    perExample: options.mechanism !== undefined,
  })
  return createSession(graph, { device: options.device, threads: options.threads })
}

/** The optimisation itself: Adam on the prompt, in float64. */
const descend = async (run: Run, start: Float32Array, checkpoint: CheckpointFile<State>) => {
  const { settings, options } = run
  const random = createRandom(settings.seed)
  const adam = adamState(Float64Array.from(start))
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
  }
  if (options.admit) state.ticket = await options.admit(state.ticket)
  const save = () =>
    checkpoint.save(
      { ...state, random: random.state() },
      { parameters: adam.parameters, m: adam.m, v: adam.v },
    )
  // Under a mechanism, how many examples a step drew and how long they are is private, and so is how long it took.
  const unit = options.mechanism ? undefined : 'examples'
  const work = Math.min(settings.batchSize, everyone.length)
  const ticker = followStage(options, 'tune', settings.steps, unit, state.step)
  while (state.step < settings.steps) {
    const values = Float32Array.from(adam.parameters)
    const { gradient, loss } = options.mechanism
      ? await privateStep(run, options.mechanism, values)
      : await plainStep(run, nextBatch(state.pass, everyone, lengths, settings.batchSize, random), values)
    const rate = settings.learningRate * cosineSchedule(state.step, settings.steps, settings.warmUp, 0.1)
    state.step++
    adamStep(adam, gradient, state.step, rate)
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
  return { values: Float32Array.from(adam.parameters), losses: state.losses }
}

const feedsOf = (run: Run, examples: readonly number[], bucketEdges?: readonly number[]) => {
  const [batch] = makeBatches(run.encoded, { batchSize: examples.length, order: examples, bucketEdges })
  const labels = Int32Array.from(examples, i => run.labels[i]!)
  return { ...batchFeeds(batch!), labels: { data: labels, shape: [examples.length] } }
}

const plainStep = async (run: Run, examples: number[], values: Float32Array) => {
  const prompt = { data: values, shape: [run.settings.virtualTokens, run.width] }
  const results = await run.session.run({ ...feedsOf(run, examples), prompt })
  const losses = results.loss!.data as Float32Array
  return {
    gradient: results.gradient!.data as Float32Array,
    loss: losses.reduce((a, b) => a + b, 0) / losses.length,
  }
}

/** One step under the mechanism; physical micro-batches never change what it releases. */
const privateStep = async (run: Run, mechanism: GradientMechanism, values: Float32Array) => {
  const { encoded, positions, settings } = run
  const lengths = encoded.map(({ ids }) => ids.length)
  for (const { examples, width } of microBatches(mechanism.sample(), lengths, { ...settings, positions })) {
    const repeated = new Float32Array(examples.length * values.length)
    for (let i = 0; i < examples.length; i++) repeated.set(values, i * values.length)
    const prompt = { data: repeated, shape: [examples.length, settings.virtualTokens, run.width] }
    const results = await run.session.run({ ...feedsOf(run, examples, [width]), prompt })
    mechanism.accumulate(results.gradient!.data as Float32Array, examples.length, examples)
  }
  return { gradient: mechanism.release(), loss: undefined }
}
