/**
 * A task of answers with several tokens, resolved against a tokenizer: how texts are put, how answers are tokenised, what ends one.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Example } from '../../data/index.js'
import {
  type EncodedText,
  encodeForReadout,
  followingIds,
  parseTemplate,
  type TextTokenizer,
} from '../../text/index.js'
import type { GenerationTask } from '../task-kinds.js'
import { type AnsweredText, answeredText } from './answered-text.js'

export type ResolvedGeneration = {
  task: GenerationTask
  /** The token that ends an answer. */
  stopId: number
  /** Positions that an answer is read at, A: its most tokens and the one that ends it. */
  positions: number
  encode: (texts: readonly string[]) => EncodedText[]
  /** Ids of an answer behind a text, without the end. */
  answerIds: (answer: string) => number[]
  /** An answer's text, without white space around it. */
  decode: (ids: readonly number[]) => string
}

/** Beyond use, and small enough to hold. */
const MOST_TOKENS = 512

const refuse = (field: string, problem: string, value: unknown, next: string): never => {
  throw new PromptPostError('invalid-argument', problem, { field: `task.${field}`, value, next })
}

/** Tokens behind a text that are read: the answer's, without the end. */
export const answerRoom = ({ answers }: GenerationTask): number => {
  const { maxTokens } = answers
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1 || maxTokens > MOST_TOKENS) {
    const rule = `must be a whole number from 1 to ${MOST_TOKENS}`
    return refuse('answers.maxTokens', rule, maxTokens, 'Give the tokens of the longest answer.')
  }
  return maxTokens
}

const stopOf = (tokenizer: TextTokenizer, stop: string | undefined): number => {
  if (stop === undefined) {
    return (
      tokenizer.special.eos ??
      refuse('answers.stop', 'is needed: the tokenizer has no end of sequence', stop, 'Give "\\n".')
    )
  }
  const ids = tokenizer.encode(stop)
  if (ids.length !== 1)
    refuse('answers.stop', `must be a single token, and is ${ids.length}`, stop, 'Try "\\n".')
  return ids[0]!
}

/**
 * @param kind of the model that will read it
 * @param maxTokens longest encoded text, cue included, prompt and answer excluded
 * @throws PromptPostError for a template, or bounds of the answer, that cannot be used
 */
export const resolveGeneration = (
  tokenizer: TextTokenizer,
  task: GenerationTask,
  kind: 'causal' | 'masked',
  maxTokens: number,
): ResolvedGeneration => {
  if (kind === 'masked') {
    throw new PromptPostError(
      'invalid-argument',
      'has answers of several tokens, and the model is a masked one',
      {
        field: 'task',
        next: 'Use a model that continues texts, or a verbalizer.',
      },
    )
  }
  const template = parseTemplate(task.template)
  const room = answerRoom(task)
  return {
    task,
    stopId: stopOf(tokenizer, task.answers.stop),
    positions: room + 1,
    encode: texts => texts.map(text => encodeForReadout(tokenizer, template, text, { maxTokens, kind })),
    answerIds: answer => followingIds(tokenizer, answer.trim()),
    decode: ids => tokenizer.decode(ids).trim(),
  }
}

/**
 * Examples with the answers that their labels are.
 *
 * @param source file the examples came from, for messages
 * @throws PromptPostError 'invalid-data' naming the line, and never the text
 */
export const withAnswers = (
  resolved: ResolvedGeneration,
  examples: readonly Example[],
  source = 'examples',
): AnsweredText[] => {
  const { positions, stopId } = resolved
  const texts = resolved.encode(examples.map(({ text }) => text))
  return examples.map(({ label, line }, i) => {
    const refuseLine = (problem: string, next: string): never => {
      throw new PromptPostError('invalid-data', problem, { field: `${source}:${line}`, next })
    }
    if (label === undefined)
      return refuseLine('has no answer', 'Name the column of answers with labelColumn.')
    const ids = label.trim() === '' ? [] : resolved.answerIds(label)
    if (ids.length === 0) refuseLine('has an empty answer', 'Give every example an answer.')
    if (ids.length >= positions) {
      const most = positions - 1
      refuseLine(
        `has an answer of ${ids.length} tokens, more than ${most}`,
        'Raise answers.maxTokens of the task, or shorten the answer.',
      )
    }
    if (ids.includes(stopId))
      refuseLine('has an answer that holds the token which ends answers', 'Choose another answers.stop.')
    return answeredText(texts[i]!, [...ids, stopId], positions)
  })
}
