/**
 * What a job will have to do, known before it begins. Upper bounds: texts are taken to be as long as they may be.
 * @module
 */
import type { NewJob } from '@promptpost/base/jobs'
import type { Schemas } from '../http/validate.js'
import { distilStepFlops, forwardFlops, promptStepFlops, textPass } from './flops.js'
import { blockValues, type Shape, shapeOf } from './shape.js'

/** The engine's defaults, which the service must not load; a test holds them to the engine's. */
export const ENGINE_DEFAULTS = {
  distil: {
    steps: 500,
    batchTokens: 2048,
    sequenceLength: 256,
    positions: 1,
    proxyShare: 0,
    proxyTokens: 10,
  },
  transfer: { steps: 'auto', batchSize: 8, texts: 1000, start: 'auto' },
  mostSteps: 1000,
  checkEvery: 50,
  maxTokens: 256,
} as const

/** Of a transfer: steps of each trial, the share of texts held out, and how many texts' logits are kept at most. */
const TRIAL_STEPS = 30
const HELD_OUT = 0.1
const MOST_LOGITS = (1.5 * 2 ** 30) / 12

/** Batches are padded to multiples of this. */
const PADDING = 8

export type Work = {
  steps?: number
  texts?: number
  /** Tokens that models read, at most. */
  tokens: number
  flops?: number
  /** Where it ends by itself: see the job's record. */
  openSteps?: NonNullable<NewJob['openSteps']>
  bytes?: number
}

type Config = Schemas['ModelConfig']
type File = { name: string; size: number }

const VALUE_BYTES: Record<string, number> = { float32: 4, float16: 2, bfloat16: 2 }

/** The student's weights: the model's without the blocks that are left out. */
const studentBytes = (
  shape: Shape,
  config: Config,
  files: readonly File[],
  layers: number,
): number | undefined => {
  const bytes = VALUE_BYTES[config.dtype ?? '']
  const whole = files
    .filter(({ name }) => name.endsWith('.safetensors'))
    .reduce((sum, { size }) => sum + size, 0)
  const left = bytes === undefined ? 0 : whole - (shape.layers - layers) * blockValues(shape) * bytes
  return left > 0 ? left : undefined
}

const known = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T

export const distilWork = (
  body: Schemas['StudentCreate'],
  model: { config: Config; files: readonly File[] },
): Work => {
  const defaults = ENGINE_DEFAULTS.distil
  const { steps = defaults.steps, layers, settings = {} } = body
  const batch = settings.batch_tokens ?? defaults.batchTokens
  const shape = shapeOf(model.config)
  const length = Math.min(
    settings.sequence_length ?? defaults.sequenceLength,
    shape?.positions ?? Number.POSITIVE_INFINITY,
  )
  // A batch holds one sequence at least.
  const rows = Math.max(batch, length)
  const { positions = defaults.positions, proxy_share: proxies = defaults.proxyShare } = settings
  const stepFlops = (of: Shape, virtualTokens: number): number =>
    distilStepFlops(of, layers, {
      rows: rows + virtualTokens * Math.ceil(rows / length),
      pairs: rows * (length + virtualTokens),
      head: [Math.ceil(rows * positions), of.vocabulary],
    })
  const flops =
    shape && steps * ((1 - proxies) * stepFlops(shape, 0) + proxies * stepFlops(shape, defaults.proxyTokens))
  return known({
    steps,
    tokens: steps * rows,
    flops: flops as number,
    bytes: (shape && studentBytes(shape, model.config, model.files, layers)) as number,
  })
}

const roundUp = (tokens: number): number => Math.ceil(tokens / PADDING) * PADDING

const textLimit = (shape: Shape | undefined, asked: number | undefined, virtualTokens: number): number =>
  roundUp(
    Math.min(
      asked ?? ENGINE_DEFAULTS.maxTokens,
      (shape?.positions ?? Number.POSITIVE_INFINITY) - virtualTokens,
    ),
  )

export const transferWork = (
  body: Schemas['TransferCreate'],
  facts: { model: Config; studentLayers: number; virtualTokens: number; texts: number },
): Work => {
  const { virtualTokens: n } = facts
  const defaults = ENGINE_DEFAULTS.transfer
  const { settings = {} } = body
  const asked: number | 'auto' = body.steps ?? defaults.steps
  const steps = asked === 'auto' ? ENGINE_DEFAULTS.mostSteps : asked
  const { batch_size: batch = defaults.batchSize, start = defaults.start } = settings
  const shape = shapeOf(facts.model)
  const fitting = shape ? Math.max(2, Math.floor(MOST_LOGITS / shape.vocabulary)) : Number.POSITIVE_INFINITY
  const texts = Math.min(settings.texts ?? defaults.texts, facts.texts, fitting)
  const length = textLimit(shape, settings.max_tokens, n)
  const held = Math.max(1, Math.round(texts * HELD_OUT))
  // Both starts are tried; the winner's trial steps are steps of the transfer, those of the other come on top.
  const trials = start === 'auto' ? 2 : 1
  const made = steps + (trials - 1) * Math.min(TRIAL_STEPS, steps)
  // The loss before and after each trial, or the loss before; the loss at the end; the effect with the prompt, and with the student's.
  // Where the steps are open, also the readings that they end by.
  const readings = asked === 'auto' ? steps / ENGINE_DEFAULTS.checkEvery : 0
  const evaluations = (trials > 1 ? 2 * trials : 1) + readings + 1 + 2
  const tokens = (made * batch + 3 * texts + evaluations * held) * length
  if (!shape) return { steps, texts, tokens, bytes: undefined as never }
  const student = { ...shape, layers: facts.studentLayers }
  const pass = (count: number, prompt: number) => textPass(shape, count, length, prompt, shape.vocabulary)
  const step = promptStepFlops(shape, pass(batch, n))
  const reading = forwardFlops(shape, pass(held, n))
  const flops =
    made * step +
    forwardFlops(shape, pass(texts, 0)) +
    forwardFlops(student, pass(texts, n)) +
    forwardFlops(student, pass(texts, 0)) +
    evaluations * reading
  const openSteps = { most: steps, flops: step + reading / ENGINE_DEFAULTS.checkEvery }
  return { steps, texts, tokens, flops, ...(asked === 'auto' && { openSteps }), bytes: 4 * n * shape.width }
}

export const predictWork = (
  body: Schemas['PredictionCreate'],
  facts: { model: Config; virtualTokens: number; task: Schemas['Task'] },
): Work => {
  const { virtualTokens: n, task } = facts
  const shape = shapeOf(facts.model)
  const texts = body.texts.length
  // A token is a byte at least; a few mark beginning and end.
  const cue = Buffer.byteLength(task.template) + PADDING
  const longest = body.texts.reduce((most, text) => Math.max(most, Buffer.byteLength(text)), 0) + cue
  const length = Math.min(textLimit(shape, body.max_tokens, n), roundUp(longest))
  const words = Object.values(task.verbalizer).reduce((sum, list) => sum + list.length, 0)
  const flops = shape && forwardFlops(shape, textPass(shape, texts, length, n, words))
  return known({ texts, tokens: texts * length, flops: flops as number })
}
