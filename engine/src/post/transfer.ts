/**
 * Prompt transfer: from p_s on the student to p_t on the target with public text alone (POST, arXiv 2506.16196,
 * section 4.3). The student's logits and the target's unprompted ones are computed once per text; a step is one
 * forward and one backward of the target.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { adamState, adamStep, cosineSchedule } from '../optim/index.js'
import { transferGraph } from '../programs/index.js'
import { createSession, type Session } from '../runtime/index.js'
import { createRandom, type EncodedText, makeBatches, type RandomState } from '../text/index.js'
import { openCheckpointFile } from './checkpoint-file.js'
import { type EffectCheck, effectOf } from './effect.js'
import { followStage, type Monitor, type Ticker } from './progress.js'
import { batchFeeds, readoutLogits } from './readout-runner.js'
import { requireFit, type SoftPrompt } from './soft-prompt.js'
import { resolveTask, textLimit } from './task.js'
import { type Compute, initialPrompt, openWorkbench, type Workbench } from './workbench.js'
import { describeTask } from './tune.js'

export type TransferSettings = {
  /** Weight of the shift loss against the mimic loss, in [0, 1]. */
  alpha?: number
  /** Weight of the class divergence beside them, 0 or more. */
  gamma?: number
  /** 'prompt' starts from p_s, 'text' from the task's words; 'auto' from the one of lower public loss after a trial. */
  start?: 'prompt' | 'text' | 'auto'
  steps?: number
  batchSize?: number
  learningRate?: number
  maxTokens?: number
  seed?: number
}

export type TransferOptions = TransferSettings & {
  /** The large model. */
  modelDirectory: string
  studentDirectory: string
  /** p_s, made for the student. */
  prompt: SoftPrompt
  publicTexts: readonly string[]
  checkpointDirectory?: string
  checkpointSeconds?: number
} & Compute &
  Monitor

export type TransferFacts = {
  alpha: number
  start: 'prompt' | 'text'
  steps: number
  publicTexts: number
  heldOutTexts: number
  /** Mean loss on held-out public text before the first and after the last step, nats. */
  heldOutLoss: { before: number; after: number }
  losses: number[]
  effect: EffectCheck
  seconds: number
}

export const TRANSFER_DEFAULTS = { alpha: 0.6, gamma: 1, start: 'auto' as const, steps: 400, batchSize: 32, learningRate: 1e-2, seed: 0 }

/** Memory of the cached logits, three per text; more texts than fit are left out and the record says so. */
const CACHE_BYTES = 1.5 * 2 ** 30
const TRIAL_STEPS = 40
const HELD_OUT_SHARE = 0.1

type Settings = Required<Omit<TransferSettings, 'maxTokens'>>
/** Constant logits [texts, V]. */
type Constants = { target: Float32Array; studentPrompted: Float32Array; student: Float32Array }
type Bench = { session: Session; encoded: EncodedText[]; constants: Constants; vocabulary: number; width: number; virtualTokens: number; settings: Settings }

export const transfer = async (options: TransferOptions): Promise<{ prompt: SoftPrompt; facts: TransferFacts }> => {
  const [target, student] = await Promise.all([openWorkbench(options.modelDirectory), openWorkbench(options.studentDirectory)])
  return transferWith(target, student, options)
}

export const transferWith = async (
  target: Workbench,
  student: Workbench,
  options: Omit<TransferOptions, 'modelDirectory' | 'studentDirectory'>,
): Promise<{ prompt: SoftPrompt; facts: TransferFacts }> => {
  const begun = performance.now()
  const { prompt } = options
  const settings = { ...TRANSFER_DEFAULTS, ...definedOf(options) } as Settings
  checkTransfer(target, student, prompt, settings)
  const vocabulary = target.model.config.vocabularySize
  const maxTokens = textLimit(
    Math.min(target.model.config.maxPositions, student.model.config.maxPositions),
    prompt.virtualTokens,
    options.maxTokens,
  )
  const { columns, wordCounts, encode } = resolveTask(target.tokenizer, prompt.task, target.model.config.kind, maxTokens)
  const encoded = encode(chooseTexts(options.publicTexts, vocabulary, settings.seed))
  const constants = await constantLogits(target, student, prompt, encoded, options)
  const verbalizer = { columns, wordCounts, scoring: prompt.task.scoring }
  const graph = transferGraph(target.model, { virtualTokens: prompt.virtualTokens }, verbalizer)
  const session = await createSession(graph, { device: options.device, threads: options.threads })
  const bench: Bench = { session, encoded, constants, vocabulary, width: prompt.width, virtualTokens: prompt.virtualTokens, settings }
  const heldOut = Math.max(1, Math.round(encoded.length * HELD_OUT_SHARE))
  const held = encoded.map((_, i) => i).slice(0, heldOut)
  const trained = encoded.map((_, i) => i).slice(heldOut)
  const identity = { work: 'transfer', models: [target.digest, student.digest], settings, prompt: prompt.lineage, maxTokens, texts: encoded.length }
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, identity, options.checkpointSeconds)
  try {
    const saved = await checkpoint.load()
    const begin = saved ? undefined : await chooseStart(bench, target, prompt, trained, held, options)
    const state: State = saved?.state ?? { ...begin!.state }
    const adam = adamState(Float64Array.from(saved?.arrays.parameters ?? begin!.values))
    if (saved) {
      adam.m.set(saved.arrays.m!)
      adam.v.set(saved.arrays.v!)
    }
    const random = createRandom(settings.seed)
    if (saved) random.restore(state.random)
    const ticker = followStage(options, 'transfer', settings.steps, 'examples', state.step)
    await descend(bench, adam, state, random, trained, settings.steps, ticker, async () => {
      if (checkpoint.due()) {
        await checkpoint.save({ ...state, random: random.state() }, { parameters: adam.parameters, m: adam.m, v: adam.v })
      }
    })
    const values = Float32Array.from(adam.parameters)
    const after = await meanLoss(bench, values, held)
    const prompted = await readoutLogits({
      ...options,
      model: target.model,
      prompt: { values, virtualTokens: prompt.virtualTokens },
      encoded: held.map(i => encoded[i]!),
      stage: 'effect check',
    })
    const effect = effectOf({ ...constants, prompted }, vocabulary, columns, wordCounts, prompt.task, held.length)
    await checkpoint.remove()
    const facts: TransferFacts = {
      alpha: settings.alpha,
      start: state.start,
      steps: settings.steps,
      publicTexts: encoded.length,
      heldOutTexts: heldOut,
      heldOutLoss: { before: state.before, after },
      losses: state.losses,
      effect,
      seconds: (performance.now() - begun) / 1000,
    }
    const lineage = { method: 'transfer', from: prompt.model, alpha: `${settings.alpha}`, steps: `${settings.steps}`, seed: `${settings.seed}` }
    return { prompt: { ...prompt, values, model: target.digest, lineage }, facts }
  } finally {
    await session.dispose()
  }
}

type State = { step: number; random: RandomState; order: number[]; cursor: number; losses: number[]; start: 'prompt' | 'text'; before: number }

const definedOf = (options: TransferSettings) =>
  Object.fromEntries(Object.entries(options).filter(([key, value]) => key in TRANSFER_DEFAULTS && value !== undefined))

const checkTransfer = (target: Workbench, student: Workbench, prompt: SoftPrompt, settings: Settings): void => {
  requireFit(prompt, { width: student.model.config.width, digest: student.digest }, 'this student')
  const alike = ['width', 'vocabularySize', 'kind'] as const
  for (const field of alike) {
    if (target.model.config[field] !== student.model.config[field]) {
      throw new PromptPostError('invalid-argument', `differs between model and student`, {
        field,
        value: [target.model.config[field], student.model.config[field]],
        next: 'Use a student that was distilled from this model.',
      })
    }
  }
  if (target.tokenizer.digest !== student.tokenizer.digest) {
    throw new PromptPostError('invalid-argument', 'the student has another tokenizer than the model', { field: 'studentDirectory' })
  }
  if (!(settings.alpha >= 0 && settings.alpha <= 1)) {
    throw new PromptPostError('invalid-argument', 'must be between 0 and 1', { field: 'alpha', value: settings.alpha })
  }
  for (const field of ['steps', 'batchSize'] as const) {
    if (!Number.isSafeInteger(settings[field]) || settings[field] < 1) {
      throw new PromptPostError('invalid-argument', 'must be a positive whole number', { field, value: settings[field] })
    }
  }
}

/** Shuffled, distinct, and as many as the cache holds. */
const chooseTexts = (texts: readonly string[], vocabulary: number, seed: number): string[] => {
  const distinct = [...new Set(texts)]
  if (distinct.length < 2) {
    throw new PromptPostError('invalid-data', 'transfer needs at least two different public texts', { field: 'publicTexts', value: distinct.length })
  }
  createRandom(seed).shuffle(distinct)
  return distinct.slice(0, Math.max(2, Math.floor(CACHE_BYTES / (12 * vocabulary))))
}

/** Everything that does not change during a transfer, once. */
const constantLogits = async (target: Workbench, student: Workbench, prompt: SoftPrompt, encoded: EncodedText[], options: Compute & Monitor): Promise<Constants> => {
  const common = { encoded, device: options.device, threads: options.threads, onProgress: options.onProgress, signal: options.signal }
  return {
    target: await readoutLogits({ ...common, model: target.model, stage: 'target logits' }),
    studentPrompted: await readoutLogits({ ...common, model: student.model, prompt, stage: 'prompted student logits' }),
    student: await readoutLogits({ ...common, model: student.model, stage: 'student logits' }),
  }
}

const transferFeeds = (bench: Bench, values: Float32Array, examples: readonly number[]) => {
  const { vocabulary, constants, settings } = bench
  const [batch] = makeBatches(bench.encoded, { batchSize: examples.length, order: examples })
  const rows = (source: Float32Array) => {
    const data = new Float32Array(examples.length * vocabulary)
    examples.forEach((example, row) => {
      data.set(source.subarray(example * vocabulary, (example + 1) * vocabulary), row * vocabulary)
    })
    return { data, shape: [examples.length, vocabulary] }
  }
  return {
    ...batchFeeds(batch!),
    prompt: { data: values, shape: [bench.virtualTokens, bench.width] },
    alpha: { data: Float32Array.of(settings.alpha), shape: [] },
    gamma: { data: Float32Array.of(settings.gamma), shape: [] },
    target: rows(constants.target),
    studentPrompted: rows(constants.studentPrompted),
    student: rows(constants.student),
  }
}

const descend = async (
  bench: Bench,
  adam: ReturnType<typeof adamState<Float64Array>>,
  state: State,
  random: ReturnType<typeof createRandom>,
  trained: readonly number[],
  steps: number,
  ticker: Ticker | undefined,
  afterStep: () => Promise<void>,
): Promise<void> => {
  const { settings } = bench
  const size = Math.min(settings.batchSize, trained.length)
  while (state.step < steps) {
    if (state.cursor + size > state.order.length) {
      state.order = [...trained]
      random.shuffle(state.order)
      state.cursor = 0
    }
    const examples = state.order.slice(state.cursor, state.cursor + size)
    state.cursor += size
    const results = await bench.session.run(transferFeeds(bench, Float32Array.from(adam.parameters), examples), ['loss', 'gradient'])
    const rate = settings.learningRate * cosineSchedule(state.step, settings.steps, 0.05, 0.05)
    state.step++
    adamStep(adam, results.gradient!.data as Float32Array, state.step, rate)
    const loss = results.loss!.data[0] as number
    state.losses.push(loss)
    await afterStep()
    await ticker?.step(state.step, examples.length, { loss })
  }
}

/** Mean loss over texts, without touching the prompt. */
const meanLoss = async (bench: Bench, values: Float32Array, examples: readonly number[]): Promise<number> => {
  let sum = 0
  for (let start = 0; start < examples.length; start += bench.settings.batchSize) {
    const part = examples.slice(start, start + bench.settings.batchSize)
    const { loss } = await bench.session.run(transferFeeds(bench, values, part), ['loss'])
    sum += (loss!.data[0] as number) * part.length
  }
  return sum / examples.length
}

/** Short trials from p_s and from the task's words; the lower held-out public loss goes on from the start. */
const chooseStart = async (
  bench: Bench,
  target: Workbench,
  prompt: SoftPrompt,
  trained: readonly number[],
  held: readonly number[],
  options: Monitor,
): Promise<{ values: Float32Array; state: State }> => {
  const { settings, virtualTokens } = bench
  const text = () => initialPrompt(target, { kind: 'text', text: describeTask(prompt.task) }, virtualTokens, settings.seed)
  const fresh = (start: 'prompt' | 'text', before: number): State => ({
    step: 0,
    random: createRandom(settings.seed).state(),
    order: [],
    cursor: 0,
    losses: [],
    start,
    before,
  })
  const kinds = settings.start === 'auto' ? (['prompt', 'text'] as const) : [settings.start]
  const ticker = followStage(options, 'trials', kinds.length * TRIAL_STEPS, 'examples')
  let best: { values: Float32Array; state: State; after: number } | undefined
  for (const [i, kind] of kinds.entries()) {
    const values = kind === 'prompt' ? prompt.values : await text()
    const before = await meanLoss(bench, values, held)
    if (kinds.length === 1) return { values, state: fresh(kind, before) }
    const adam = adamState(Float64Array.from(values))
    const trial = fresh(kind, before)
    const offset = i * TRIAL_STEPS
    const follow: Ticker = { step: (done, work, extra) => ticker.step(offset + done, work, extra) }
    await descend(bench, adam, trial, createRandom(settings.seed), trained, Math.min(TRIAL_STEPS, settings.steps), follow, async () => {})
    const after = await meanLoss(bench, Float32Array.from(adam.parameters), held)
    if (!best || after < best.after) best = { values, state: fresh(kind, before), after }
  }
  return best!
}
