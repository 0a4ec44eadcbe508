/**
 * The graph of tuning a prompt on answers of several tokens.
 * @module
 */
import { type GradientOptions, type Graph, input, setOutputs } from '../graph/index.js'
import type { Model } from '../models/index.js'
import { answerLoss } from '../objectives/index.js'
import { promptGradient, type ReadoutOptions, readoutGraph, sharedMode } from './readout.js'

export type AnswerTuningOptions = Pick<ReadoutOptions, 'dtype' | 'virtualTokens'> & {
  /** Gradients of each example's own loss, or of the batch's mean loss; as for classification. */
  perExample: boolean
} & GradientOptions

/**
 * ids int32 [B, T] (each text with its answer behind it), readout int32 [B, A], targets int32 [B, A], weights [B, A], prompt -> loss [B]
 * and gradient.
 *
 * No two read-out positions of a text may be the same, not even those of weight 0: ONNX Runtime adds the gradients of gathered rows in
 * parallel, and rows that are gathered twice would lose some of theirs.
 */
export const answerTuningGraph = (model: Model, options: AnswerTuningOptions): Graph => {
  const { perExample } = options
  const mode = perExample ? 'separate' : sharedMode(model)
  const { graph, prompt, logits } = readoutGraph('answer-tuning', model, mode, {
    ...options,
    answers: true,
    repeated: perExample,
  })
  const targets = input(graph, 'targets', 'int32', ['B', 'A'])
  const weights = input(graph, 'weights', logits.dtype, ['B', 'A'])
  const loss = answerLoss(logits, targets, weights)
  setOutputs(graph, { loss, gradient: promptGradient(loss, prompt!, options) })
  return graph
}
