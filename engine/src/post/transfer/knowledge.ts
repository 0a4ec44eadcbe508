/**
 * How far the large model's own answers count beside its prompted student's, told from public text without a label.
 * @module
 */
import { type Classes, calibrated, informationOf } from '../classes.js'

/** What each side's answers tell of a public text: their mutual information with it, nats, 0 to ln K for K classes. */
export type Knowledge = {
  /** T without a prompt. */
  model: number
  /** (S, p_s) */
  student: number
  /** The share of the model in both, 0 to 1: the omega of the transfer loss. */
  weight: number
}

/** Where neither tells anything. */
const HALF = 0.5

/**
 * A model that knows nothing of a task answers alike whatever the text, once its leaning to a class is taken out (Zhao et al. 2021, arXiv
 * 2102.09690; here by the public texts themselves); one that knows it answers differently and surely. So the model's deviation from its
 * student is believed by its share of what both tell. In the study of transfers the classes so mixed are within a point of the best
 * mixture on labelled text, whichever side knows more (docs/results/transfer-choice.md).
 */
export const knowledgeOf = (target: Classes, student: Classes): Knowledge => {
  const [model, own] = [target, student].map(classes => informationOf(calibrated(classes))) as [
    number,
    number,
  ]
  return { model, student: own, weight: model + own > 0 ? model / (model + own) : HALF }
}
