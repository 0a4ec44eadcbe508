/**
 * Transfer of a prompt whose task has answers of several tokens: at every position of an answer the target with p_t is made to react as
 * the student with p_s. Answers to the public texts are the prompted student's own, or come with the texts.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { argmax } from '../../generate/index.js'
import { transferGraph } from '../../programs/index.js'
import { createSession } from '../../runtime/index.js'
import type { ReadoutRequest } from '../readout-runner.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { textLimit } from '../task.js'
import type { GenerationTask } from '../task-kinds.js'
import { type Constants, cachedRows, chooseTexts } from '../transfer/constants.js'
import { type Bench, splitTexts } from '../transfer/descent.js'
import { fitTransfer } from '../transfer/fit.js'
import { resultOf, runTransfer } from '../transfer/run.js'
import {
  requireTransferable,
  resolveSettings,
  type TransferFacts,
  type TransferOptions,
} from '../transfer/settings.js'
import type { Workbench } from '../workbench.js'
import { type AnsweredText, answeredText, positionsOf } from './answered-text.js'
import { answerTexts } from './answers.js'
import { answerLogits, answerStepFeeds, rowStarts } from './constants.js'
import { type AnswerEffect, answerEffectOf, type Choices } from './effect.js'
import { answerRoom, resolveGeneration, withAnswers } from './task.js'

export type AnswerTransferOptions = Omit<
  TransferOptions,
  'modelDirectory' | 'studentDirectory' | 'prompt' | 'gamma' | 'cache'
> & {
  /** p_s, made for the student. */
  prompt: SoftPrompt<GenerationTask>
  /** Answers to the public texts, in their order; by default the prompted student gives them, greedily. */
  publicAnswers?: readonly string[]
}

export type AnswerTransferFacts = Omit<TransferFacts, 'effect'> & {
  /** Positions of all answers that the losses are taken at. */
  positions: number
  effect: AnswerEffect
}

export type TransferredAnswers = { prompt: SoftPrompt<GenerationTask>; facts: AnswerTransferFacts }

/** Settings and the texts, encoded. */
const prepare = (target: Workbench, student: Workbench, options: AnswerTransferOptions) => {
  const { virtualTokens, task } = options.prompt
  const { config } = target.model
  const settings = resolveSettings({ ...options, gamma: 0 })
  requireTransferable(target, student, options.prompt)
  const positions = Math.min(config.maxPositions, student.model.config.maxPositions)
  const maxTokens = textLimit(positions - answerRoom(task), virtualTokens, options.maxTokens)
  const resolved = resolveGeneration(target.tokenizer, task, config.kind, maxTokens)
  const texts = chooseTexts(options.publicTexts, config.vocabularySize, settings)
  return { settings, maxTokens, resolved, texts }
}

type Prepared = ReturnType<typeof prepare>

/** The texts with the answers given for them. */
const givenAnswers = (
  { resolved, texts }: Prepared,
  { publicTexts, publicAnswers }: AnswerTransferOptions,
): AnsweredText[] => {
  if (publicAnswers!.length !== publicTexts.length) {
    throw new PromptPostError(
      'invalid-argument',
      `must be as many as the ${publicTexts.length} public texts`,
      {
        field: 'publicAnswers',
        value: publicAnswers!.length,
      },
    )
  }
  const answers = new Map(publicTexts.map((text, i) => [text, { label: publicAnswers![i]!, line: i + 1 }]))
  return withAnswers(
    resolved,
    texts.map(text => ({ text, ...answers.get(text)! })),
    'publicAnswers',
  )
}

/** The texts with the prompted student's answers. */
const studentAnswers = async (
  student: Workbench,
  { resolved, texts, maxTokens }: Prepared,
  { prompt, device, threads, onProgress, signal }: AnswerTransferOptions,
): Promise<AnsweredText[]> => {
  const answers = await answerTexts(student, {
    prompt,
    texts,
    maxTokens,
    device,
    threads,
    onProgress,
    signal,
  })
  const { stopId, positions } = resolved
  return resolved.encode(texts).map((text, i) => {
    const { ids, isEnded } = answers[i]!
    return answeredText(text, isEnded ? [...ids, stopId] : ids, positions)
  })
}

/** As many of the texts as have room for their logits. */
const fitting = (answered: readonly AnsweredText[], vocabulary: number): AnsweredText[] => {
  const most = cachedRows(vocabulary)
  const starts = rowStarts(answered)
  return answered.filter((_, i) => i < 2 || starts[i + 1]! <= most)
}

/** The token chosen in each row of logits. */
const chosenTokens = (
  logitAt: (row: number, token: number) => number,
  rows: number,
  vocabulary: number,
): number[] => {
  const values = new Float64Array(vocabulary)
  return Array.from({ length: rows }, (_, row) => {
    for (let token = 0; token < vocabulary; token++) values[token] = logitAt(row, token)
    return argmax(values)
  })
}

/**
 * @throws PromptPostError for inputs that do not fit, 'invalid-data' for public answers that cannot be used; 'cancelled'
 */
export const transferAnswers = async (
  target: Workbench,
  student: Workbench,
  options: AnswerTransferOptions,
): Promise<TransferredAnswers> => {
  const begun = performance.now()
  const { prompt, device, threads, weights, onProgress, signal } = options
  const { virtualTokens, width } = prompt
  const prepared = prepare(target, student, options)
  const { settings, maxTokens } = prepared
  const vocabulary = target.model.config.vocabularySize
  const answered = options.publicAnswers
    ? givenAnswers(prepared, options)
    : await studentAnswers(student, prepared, options)
  const encoded = fitting(answered, vocabulary)
  const starts = rowStarts(encoded)
  const { held, trained } = splitTexts(encoded.length)
  const logitsOf = (
    model: Workbench['model'],
    texts: readonly AnsweredText[],
    stage: string,
    prompt?: ReadoutRequest['prompt'],
  ) => answerLogits({ model, encoded: texts, prompt, stage, device, threads, onProgress, signal })
  const constants: Constants = {
    target: await logitsOf(target.model, encoded, 'target logits'),
    studentPrompted: await logitsOf(student.model, encoded, 'prompted student logits', prompt),
    student: await logitsOf(student.model, encoded, 'student logits'),
  }
  const { graph, rows: together } = fitTransfer(
    recompute => transferGraph(target.model, { virtualTokens, answers: true, recompute }),
    encoded,
    {
      ...options,
      ...{ batchSize: settings.batchSize, vocabulary, positions: starts.at(-1)! },
      answers: positionsOf(encoded),
    },
  )
  const session = await createSession(graph, { device, threads, weights })
  const bench: Bench = {
    session,
    encoded,
    feeds: texts => answerStepFeeds(constants, encoded, starts, vocabulary, texts),
    width,
    virtualTokens,
    settings,
    rows: together,
    held,
    trained,
  }
  const rows = starts[held.length]!
  const tokensOf = (logits: Float32Array): number[] =>
    chosenTokens((row, token) => logits[row * vocabulary + token]!, rows, vocabulary)
  const studentTokens = tokensOf(constants.studentPrompted)
  const material = [...prepared.texts, ...encoded.map(({ targets }) => targets.join())]
  const journey = { target, student, prompt, material, maxTokens }
  // The check behind it opens the model again: one copy of its weights at a time.
  const moved = await runTransfer(bench, journey, undefined, options).finally(() => session.dispose())
  const seen = encoded.slice(0, held.length)
  const heldOutTokens = async (stage: string, values: Float32Array) =>
    tokensOf(await logitsOf(target.model, seen, stage, { values, virtualTokens }))
  const byText = (tokens: readonly number[]): Choices[] =>
    held.map(text => tokens.slice(starts[text], starts[text + 1]))
  const effect = answerEffectOf({
    prompted: byText(await heldOutTokens('effect check', moved.values)),
    direct: byText(await heldOutTokens('direct use', prompt.values)),
    target: byText(tokensOf(constants.target)),
    student: byText(studentTokens),
  })
  await moved.finish()
  const result = resultOf(moved, bench, prompt, target, begun)
  return { prompt: result.prompt, facts: { ...result.facts, positions: starts.at(-1)!, effect } }
}
