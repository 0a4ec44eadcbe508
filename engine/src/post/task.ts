/**
 * A task: how a text is put to a model and which words answer for which class.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Scoring } from '../objectives/index.js'
import {
  type EncodedText,
  encodeForReadout,
  parseTemplate,
  resolveVerbalizer,
  type TextTokenizer,
  type Verbalizer,
} from '../text/index.js'

export type Task = {
  /** e.g. "{text} It was" or, for masked models, "{text} It was <mask>." */
  template: string
  /** Words of each class, by label. */
  verbalizer: Readonly<Record<string, readonly string[]>>
  scoring?: Scoring
}

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
export const describeTask = (task: Task): string => {
  const words = Object.values(task.verbalizer).map(list => list[0])
  return `Classify the text as ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.`
}
