/**
 * Predictions of a model for texts under a task, with or without a soft prompt.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { argmax } from '../generate/index.js'
import type { Monitor } from './progress.js'
import { evaluationBatches, readoutRows } from './readout-runner.js'
import { type Share, sizeOf } from './share.js'
import { requireFit, type SoftPrompt } from './soft-prompt.js'
import { type ResolvedTask, resolveTask, textLimit } from './task.js'
import type { Task } from './task-kinds.js'
import { type Compute, openWorkbench, type Workbench } from './workbench.js'

export type Prediction = {
  label: string
  /** Probability of each class among the classes, in the verbalizer's order; sums to 1. */
  scores: number[]
}

export type PredictOptions = {
  modelDirectory: string
  /** Left out for zero-shot. */
  prompt?: SoftPrompt
  /** Default: the prompt's own. */
  task?: Task
  texts: readonly string[]
  maxTokens?: number
  /** Asked once, when all is ready and before the first text is read; a throw ends the work before anything is computed. */
  admit?: (() => Promise<void>) | undefined
} & Compute &
  Monitor

/** @returns one prediction per text, in order */
export const predict = async (options: PredictOptions): Promise<Prediction[]> => {
  const workbench = await openWorkbench(options.modelDirectory)
  const { prompt } = options
  if (prompt)
    requireFit(prompt, { width: workbench.model.config.width, digest: workbench.digest }, 'this model')
  return predictWith(workbench, options)
}

/** The same for a model that is open, and for a prompt made elsewhere (direct use of a student's on the target). */
export const predictWith = async (
  workbench: Workbench,
  options: Omit<PredictOptions, 'modelDirectory'>,
): Promise<Prediction[]> => (await predictShare(workbench, options, { index: 0, count: 1 })).predictions

/** What there is to read: how the texts are encoded, and what the task asks of the model. */
const prepare = ({ model, tokenizer }: Workbench, options: Omit<PredictOptions, 'modelDirectory'>) => {
  const { prompt } = options
  const task = options.task ?? prompt?.task
  if (!task)
    throw new PromptPostError('invalid-argument', 'is needed when there is no prompt', { field: 'task' })
  const maxTokens = textLimit(model.config.maxPositions, prompt?.virtualTokens ?? 0, options.maxTokens)
  const resolved = resolveTask(tokenizer, task, model.config.kind, maxTokens)
  return { resolved, encoded: resolved.encode(options.texts) }
}

/** Tokens of each batch, padding included: of what a division into shares is made. No model is run. */
export const batchSizes = (workbench: Workbench, options: Omit<PredictOptions, 'modelDirectory'>): number[] =>
  evaluationBatches(prepare(workbench, options).encoded).map(sizeOf)

/** Predictions for some of the texts, and which these are, ascending. */
export type SharedPredictions = { texts: number[]; predictions: Prediction[] }

/** A share of what {@link predictWith} gives, to the last bit. */
export const predictShare = async (
  workbench: Workbench,
  options: Omit<PredictOptions, 'modelDirectory'>,
  share: Share,
): Promise<SharedPredictions> => {
  const { resolved, encoded } = prepare(workbench, options)
  const { columns } = resolved
  const request = { ...options, model: workbench.model, encoded, columns, stage: 'predict' }
  const { texts, logits } = await readoutRows(request, share)
  const predictions = texts.map((_, row) =>
    predictionFrom(resolved, logits.subarray(row * columns.length, (row + 1) * columns.length)),
  )
  return { texts, predictions }
}

/** What the logits of a task's words say. */
export const predictionFrom = (
  { labels, wordCounts, task }: ResolvedTask,
  logits: ArrayLike<number>,
): Prediction => {
  const scores = classProbabilities(logits, wordCounts, task.scoring)
  return { label: labels[argmax(scores)]!, scores }
}

/** Softmax over class scores; a class's score is the log of its words' mean probability, or their mean logit. */
export const classProbabilities = (
  logits: ArrayLike<number>,
  wordCounts: readonly number[],
  scoring: Task['scoring'],
): number[] => {
  const scores: number[] = []
  let at = 0
  for (const count of wordCounts) {
    const words = Array.from({ length: count }, (_, i) => logits[at + i]!)
    at += count
    const top = Math.max(...words)
    const mean =
      scoring === 'mean-logit'
        ? words.reduce((a, b) => a + b, 0) / count
        : top + Math.log(words.reduce((sum, x) => sum + Math.exp(x - top), 0) / count)
    scores.push(mean)
  }
  const top = Math.max(...scores)
  const weights = scores.map(score => Math.exp(score - top))
  const total = weights.reduce((a, b) => a + b, 0)
  return weights.map(weight => weight / total)
}
