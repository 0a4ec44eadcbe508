/**
 * A task: how a text is put to a model, and what answers: words that stand for classes, or text of several tokens.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  type EncodedText,
  encodeForReadout,
  parseTemplate,
  resolveVerbalizer,
  type TextTokenizer,
  type Verbalizer,
} from '../text/index.js'
import { type AnyTask, isGeneration, type Task } from './task-kinds.js'

export type ResolvedTask = {
  task: Task
  labels: readonly string[]
  /** Word ids of all classes, class by class. */
  columns: readonly number[]
  wordCounts: readonly number[]
  verbalizer: Verbalizer
  encode: (texts: readonly string[]) => EncodedText[]
}

/** Longest text by default, in tokens; longer ones lose their beginning. */
export const DEFAULT_MAX_TOKENS = 256

/**
 * @param kind of the model that will read it
 * @param maxTokens longest encoded text, cue included and prompt excluded
 * @throws PromptPostError for a template or verbalizer that cannot be used
 */
export const resolveTask = (
  tokenizer: TextTokenizer,
  task: Task,
  kind: 'causal' | 'masked',
  maxTokens: number,
): ResolvedTask => {
  requireVerbalizer(task)
  const template = parseTemplate(task.template)
  const words: Record<string, string[]> = {}
  for (const [label, list] of Object.entries(task.verbalizer)) words[label] = [...list]
  const verbalizer = resolveVerbalizer(tokenizer, words)
  return {
    task,
    labels: verbalizer.labels,
    columns: verbalizer.tokenIds.flat(),
    wordCounts: verbalizer.tokenIds.map(ids => ids.length),
    verbalizer,
    encode: texts => texts.map(text => encodeForReadout(tokenizer, template, text, { maxTokens, kind })),
  }
}

/**
 * A task that comes from outside may be one of answers, where classes are meant.
 * @throws PromptPostError 'invalid-verbalizer' for a task without a verbalizer
 */
export const requireVerbalizer = (task: AnyTask): void => {
  if (!isGeneration(task) && typeof task.verbalizer === 'object' && task.verbalizer !== null) return
  throw new PromptPostError(
    'invalid-verbalizer',
    isGeneration(task) ? 'is missing: the task has answers of several tokens' : 'is missing',
    { field: 'task.verbalizer', next: 'Give every label one word or more.' },
  )
}

/** Longest text a model can take behind a prompt, bounded by what was asked for. */
export const textLimit = (
  maxPositions: number,
  virtualTokens: number,
  asked = DEFAULT_MAX_TOKENS,
): number => {
  const room = maxPositions - virtualTokens
  if (room < 2) {
    throw new PromptPostError('invalid-argument', `leaves no room for text in ${maxPositions} positions`, {
      field: 'virtualTokens',
      value: virtualTokens,
    })
  }
  return Math.min(room, asked)
}

/** The text a prompt starts from when none is given: the classes and the cue, which hold no private data. */
export const describeTask = (task: AnyTask): string => {
  if (isGeneration(task)) return 'Read the text and give the answer in a few words.'
  const words = Object.values(task.verbalizer).map(list => list[0])
  return `Classify the text as ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`
}
