/**
 * What LiRA looks at: how sure the prompted student is of a record's true label, on a scale where that is about normal.
 * @module
 */
import type { Prediction } from '@promptpost/engine/post'

/** log(p / (1 - p)) of the true class; 1 - p is summed from the other classes, which keeps its digits when p is near 1. */
export const logitConfidence = ({ scores }: Pick<Prediction, 'scores'>, trueClass: number): number => {
  const others = scores.reduce((sum, score, at) => (at === trueClass ? sum : sum + score), 0)
  return (
    Math.log(Math.max(scores[trueClass]!, Number.MIN_VALUE)) - Math.log(Math.max(others, Number.MIN_VALUE))
  )
}
