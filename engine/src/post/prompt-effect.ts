/**
 * Is a prompt doing anything on one model? What it changes at the position the answer is read from, over texts as a whole.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { argmax } from '../generate/index.js'
import { COLLAPSE, classDivergence, SILENT } from './effect.js'
import { classProbabilities, type PredictOptions } from './predict.js'
import { readoutLogits } from './readout-runner.js'
import { resolveTask, textLimit } from './task.js'
import type { Task } from './task-kinds.js'
import type { Workbench } from './workbench.js'

/** Aggregates over all texts; nothing in it is of a single one unless there is but one. */
export type PromptEffect = {
  texts: number
  /** Mean KL(prompted || unprompted) over the whole vocabulary, nats. */
  divergence: number
  /** The same over the classes alone. */
  classDivergence: number
  /** Share of texts whose predicted class is another with the prompt, in [0, 1]. */
  changed: number
  /** Predictions per class with the prompt, by label. */
  predicted: Record<string, number>
  /** The same without it. */
  predictedBefore: Record<string, number>
  /** The class that takes more than nine tenths of the texts, where there are enough to say so. */
  collapsed: string | null
  doesSomething: boolean
  /** Why, in words. */
  verdict: string
}

/** Fewer texts are no ground to call one class a collapse. */
const FEWEST_FOR_COLLAPSE = 10
/** Logits held at once, with the prompt and as many without: 256 MB each. */
const GROUP_LOGITS = 2 ** 26

/** log of the sum of exponentials. */
const logNormaliser = (logits: Float32Array): number => {
  let top = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > top) top = logit
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - top)
  return top + Math.log(sum)
}

/**
 * KL(softmax(after) || softmax(before)) in nats, float64, as the sum of p (e^-x - 1 + x) with x = log(p / q): no term is
 * negative, and errors of the normalisers cancel.
 */
export const logitDivergence = (after: Float32Array, before: Float32Array): number => {
  const [afterNorm, beforeNorm] = [logNormaliser(after), logNormaliser(before)]
  let sum = 0
  for (let word = 0; word < after.length; word++) {
    const [logP, logQ] = [after[word]! - afterNorm, before[word]! - beforeNorm]
    const p = Math.exp(logP)
    const x = logP - logQ
    if (p === 0) sum += Math.exp(logQ)
    else sum += Math.abs(x) < 1 ? p * (Math.expm1(-x) + x) : Math.exp(logQ) - p + p * x
  }
  return sum
}

/** Sums over texts, which groups of them add to. */
export type EffectSums = {
  texts: number
  divergence: number
  classDivergence: number
  changed: number
  /** Predictions per class. */
  after: number[]
  before: number[]
}

export type EffectRows = {
  /** [texts, vocabulary] */
  prompted: Float32Array
  unprompted: Float32Array
  vocabulary: number
  columns: readonly number[]
  wordCounts: readonly number[]
  scoring: Task['scoring']
}

/** Adds the texts of the rows to the sums. */
export const addRows = (sums: EffectSums, rows: EffectRows): void => {
  const { prompted, unprompted, vocabulary, columns, wordCounts, scoring } = rows
  const classes = (logits: Float32Array): number[] =>
    classProbabilities(
      columns.map(id => logits[id]!),
      wordCounts,
      scoring,
    )
  for (let start = 0; start < prompted.length; start += vocabulary) {
    const after = prompted.subarray(start, start + vocabulary)
    const before = unprompted.subarray(start, start + vocabulary)
    const [p, q] = [classes(after), classes(before)]
    const [chosen, was] = [argmax(p), argmax(q)]
    sums.texts++
    sums.divergence += logitDivergence(after, before)
    sums.classDivergence += classDivergence(p, q)
    sums.after[chosen]!++
    sums.before[was]!++
    if (chosen !== was) sums.changed++
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

/** Means, and what they say. */
export const effectOfSums = (sums: EffectSums, labels: readonly string[]): PromptEffect => {
  const { texts, after, before } = sums
  const means = {
    divergence: sums.divergence / texts,
    classDivergence: sums.classDivergence / texts,
    changed: sums.changed / texts,
  }
  const byLabel = (counts: readonly number[]): Record<string, number> =>
    Object.fromEntries(labels.map((label, at) => [label, counts[at]!]))
  const top = argmax(after)
  const isCollapsed = texts >= FEWEST_FOR_COLLAPSE && after[top]! / texts > COLLAPSE
  const doesSomething = Math.max(means.divergence, means.classDivergence) >= SILENT
  const change = doesSomething
    ? `the prompt does something: it changes ${percent(means.changed)} of the predictions`
    : 'the prompt does nothing: it hardly changes what the model answers'
  const collapse = `one class takes ${percent(after[top]! / texts)} of the texts (${percent(before[top]! / texts)} without the prompt)`
  return {
    texts,
    ...means,
    predicted: byLabel(after),
    predictedBefore: byLabel(before),
    collapsed: isCollapsed ? labels[top]! : null,
    doesSomething,
    verdict: isCollapsed ? `${change}; ${collapse}` : change,
  }
}

export type PromptEffectOptions = Omit<PredictOptions, 'modelDirectory' | 'prompt'> & {
  prompt: NonNullable<PredictOptions['prompt']>
}

/**
 * Runs the model on the texts with and without the prompt. Both see the same tokens of each text.
 *
 * @param workbench the model; the prompt may be one made for another model of its width
 * @throws PromptPostError 'invalid-data' without texts
 */
export const promptEffect = async (
  workbench: Workbench,
  options: PromptEffectOptions,
): Promise<PromptEffect> => {
  const { model, tokenizer } = workbench
  const { prompt, texts, task = prompt.task } = options
  if (texts.length === 0) throw new PromptPostError('invalid-data', 'holds no text', { field: 'texts' })
  const { vocabularySize: vocabulary, maxPositions, kind } = model.config
  const maxTokens = textLimit(maxPositions, prompt.virtualTokens, options.maxTokens)
  const { labels, columns, wordCounts, encode } = resolveTask(tokenizer, task, kind, maxTokens)
  const none = (): number[] => labels.map(() => 0)
  const sums = { texts: 0, divergence: 0, classDivergence: 0, changed: 0, after: none(), before: none() }
  const encoded = encode(texts)
  const size = Math.max(1, Math.floor(GROUP_LOGITS / vocabulary))
  for (let start = 0; start < encoded.length; start += size) {
    const request = { ...options, model, encoded: encoded.slice(start, start + size) }
    const unprompted = await readoutLogits({ ...request, prompt: undefined, stage: 'without prompt' })
    const prompted = await readoutLogits({ ...request, prompt, stage: 'with prompt' })
    addRows(sums, { prompted, unprompted, vocabulary, columns, wordCounts, scoring: task.scoring })
  }
  return effectOfSums(sums, labels)
}
