/**
 * The two kinds of tasks. Nothing here loads a tokenizer.
 * @module
 */
import type { Scoring } from '../objectives/index.js'

/** Classification by the words of a verbalizer. */
export type Task = {
  /** e.g. "{text} It was" or, for masked models, "{text} It was <mask>." */
  template: string
  /** Words of each class, by label. */
  verbalizer: Readonly<Record<string, readonly string[]>>
  scoring?: Scoring
}

/** Answers of several tokens, for models that continue texts. An example's label is its answer. */
export type GenerationTask = {
  /** e.g. "Question: {text}\nAnswer:"; the answer follows after a space. */
  template: string
  answers: {
    /** Most tokens of an answer, without the one that ends it. */
    maxTokens: number
    /** What ends an answer, e.g. "\n"; a single token. Default: the tokenizer's end of sequence. */
    stop?: string
  }
}

export type AnyTask = Task | GenerationTask

export const isGeneration = (task: AnyTask): task is GenerationTask => 'answers' in task
