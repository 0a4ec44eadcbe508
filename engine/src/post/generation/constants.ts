/**
 * Public texts with answers to them, and what does not change of a transfer at the positions of these answers: the logits of the student
 * with and without the prompt, and of the target without. Nothing of it is kept for other transfers: answers are the prompt's.
 * @module
 */
import { logitsGraph } from '../../programs/index.js'
import { makeBatches } from '../../text/index.js'
import { batchFeeds, evaluationBatches, type ReadoutRequest, runBatches } from '../readout-runner.js'
import type { Constants } from '../transfer/constants.js'
import { type AnsweredText, answerFeeds, positionsOf } from './answered-text.js'

/** Where each text's rows begin among the rows of all; one more at the end. */
export const rowStarts = (texts: readonly AnsweredText[]): number[] => {
  const starts = [0]
  for (const { targets } of texts) starts.push(starts.at(-1)! + targets.length)
  return starts
}

/**
 * Logits at every position of every answer.
 * @returns row-major [rows, V], a text's rows one behind another
 */
export const answerLogits = async (
  request: Omit<ReadoutRequest, 'encoded' | 'columns' | 'kept'> & { encoded: readonly AnsweredText[] },
): Promise<Float32Array> => {
  const { model, prompt, encoded } = request
  const vocabulary = model.config.vocabularySize
  const starts = rowStarts(encoded)
  const logits = new Float32Array(starts.at(-1)! * vocabulary)
  const graph = logitsGraph(model, { virtualTokens: prompt?.virtualTokens ?? 0, answers: true })
  await runBatches(
    graph,
    evaluationBatches(encoded),
    request,
    batch => ({ ...batchFeeds(batch), ...answerFeeds(batch, encoded) }),
    ({ examples }, data) => {
      const most = positionsOf(examples.map(example => encoded[example]!))
      examples.forEach((example, row) => {
        const rows = encoded[example]!.targets.length
        const from = row * most * vocabulary
        logits.set(data.subarray(from, from + rows * vocabulary), starts[example]! * vocabulary)
      })
    },
  )
  return logits
}

/** Some texts with their constants, for a step: weights [B*A] sum to 1, and every text has the same share. */
export const answerStepFeeds = (
  constants: Constants,
  encoded: readonly AnsweredText[],
  starts: readonly number[],
  vocabulary: number,
  texts: readonly number[],
) => {
  const [batch] = makeBatches(encoded, { batchSize: texts.length, order: texts })
  const { readout, weights } = answerFeeds(batch!, encoded)
  const most = readout.shape[1]!
  const rows = texts.length * most
  const rowsOf = (source: Float32Array) => {
    const data = new Float32Array(rows * vocabulary)
    texts.forEach((text, row) => {
      const own = source.subarray(starts[text]! * vocabulary, starts[text + 1]! * vocabulary)
      data.set(own, row * most * vocabulary)
    })
    return { data, shape: [rows, vocabulary] }
  }
  return {
    ...batchFeeds(batch!),
    readout,
    weights: { data: weights.data.map(weight => weight / texts.length), shape: [rows] },
    target: rowsOf(constants.target),
    studentPrompted: rowsOf(constants.studentPrompted),
    student: rowsOf(constants.student),
  }
}
