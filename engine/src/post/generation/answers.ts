/**
 * Answers of a model to texts under a task, with or without a soft prompt, and how right they are.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Example } from '../../data/index.js'
import { openDecoder, type Sampling } from '../../generate/index.js'
import { wilsonInterval } from '../evaluate.js'
import { followStage, type Monitor } from '../progress.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { textLimit } from '../task.js'
import type { GenerationTask } from '../task-kinds.js'
import type { Compute, Workbench } from '../workbench.js'
import { isExactMatch, rougeL } from './metrics.js'
import { answerRoom, resolveGeneration } from './task.js'

export type Answer = {
  /** Without white space around it. */
  text: string
  /** Its tokens, without the one that ends it. */
  ids: number[]
  /** Whether it came to its end, rather than to the task's most tokens. */
  isEnded: boolean
}

export type AnswerOptions = {
  /** Left out for zero-shot; may be one made for another model of the same width (direct use). */
  prompt?: SoftPrompt<GenerationTask>
  /** Default: the prompt's own. */
  task?: GenerationTask
  texts: readonly string[]
  /** Tokens of a text, cue included. */
  maxTokens?: number
  /** Left out for the likeliest token each time. */
  sampling?: Sampling
} & Compute &
  Monitor

/**
 * @returns an answer to each text, in order
 * @throws PromptPostError for a task that cannot be used, or a model that does not continue texts; 'cancelled'
 */
export const answerTexts = async (
  { model, tokenizer }: Workbench,
  options: AnswerOptions,
): Promise<Answer[]> => {
  const { prompt, texts, sampling, device, threads, weights } = options
  const task = options.task ?? prompt?.task
  if (!task)
    throw new PromptPostError('invalid-argument', 'is needed when there is no prompt', { field: 'task' })
  const room = answerRoom(task)
  const maxTokens = textLimit(model.config.maxPositions - room, prompt?.virtualTokens ?? 0, options.maxTokens)
  const resolved = resolveGeneration(tokenizer, task, model.config.kind, maxTokens)
  const encoded = resolved.encode(texts)
  const ticker = followStage(options, 'answer', texts.length, undefined)
  const decoder = await openDecoder(model, { device, threads, weights })
  try {
    const found = await decoder.decode(
      encoded.map(({ ids }) => ids),
      {
        maxNewTokens: room,
        stopIds: [resolved.stopId],
        state: await decoder.prepare(prompt),
        ...(sampling && { sampling }),
        onStep: finished => ticker.step(finished, 0),
      },
    )
    return found.map(({ ids, isEnded }) => ({ text: resolved.decode(ids), ids, isEnded }))
  } finally {
    await decoder.dispose()
  }
}

export type AnswerScores = {
  /** Share of the answers that are the right ones once normalised, in [0, 1]. */
  exactMatch: number
  /** Wilson's interval of it at 95 %, [low, high]. */
  interval: [number, number]
  /** Mean ROUGE-L F1, in [0, 1]. */
  rougeL: number
  /** Share that came to an end by themselves. */
  ended: number
  examples: number
}

/** @param right the answers there should be, in the same order; at least one */
export const scoreAnswers = (answers: readonly Answer[], right: readonly string[]): AnswerScores => {
  const examples = answers.length
  const hits = answers.filter(({ text }, i) => isExactMatch(text, right[i]!)).length
  return {
    exactMatch: hits / examples,
    interval: wilsonInterval(hits, examples),
    rougeL: answers.reduce((sum, { text }, i) => sum + rougeL(text, right[i]!), 0) / examples,
    ended: answers.filter(({ isEnded }) => isEnded).length / examples,
    examples,
  }
}

/** @throws PromptPostError 'invalid-data' without examples, or for one without an answer */
export const evaluateAnswers = async (
  workbench: Workbench,
  { examples, ...options }: Omit<AnswerOptions, 'texts'> & { examples: readonly Example[] },
): Promise<AnswerScores> => {
  if (examples.length === 0)
    throw new PromptPostError('invalid-data', 'there are no examples', { field: 'examples' })
  const unanswered = examples.find(({ label }) => label === undefined)
  if (unanswered) {
    throw new PromptPostError('invalid-data', 'has no answer', {
      field: `examples:${unanswered.line}`,
      next: 'Name the column of answers with labelColumn.',
    })
  }
  const answers = await answerTexts(workbench, { ...options, texts: examples.map(({ text }) => text) })
  return scoreAnswers(
    answers,
    examples.map(({ label }) => label!),
  )
}
