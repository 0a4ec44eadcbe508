/**
 * Stochastic gradient descent with momentum, on flat parameters.
 * @module
 */
import type { AdamState } from './adam.js'

/** Share of the earlier direction that a step keeps. */
const MOMENTUM = 0.9

/**
 * One step, in place: the direction is the bias-corrected running mean of the gradients, `m`, as Adam's first moment is.
 * `v` stays as it is.
 * @param step counted from 1
 */
export const sgdStep = (
  { parameters, m }: AdamState,
  gradient: Float32Array | Float64Array,
  step: number,
  learningRate: number,
): void => {
  const rate = learningRate / (1 - MOMENTUM ** step)
  for (let i = 0; i < parameters.length; i++) {
    const direction = MOMENTUM * m[i]! + (1 - MOMENTUM) * gradient[i]!
    m[i] = direction
    parameters[i] = parameters[i]! - rate * direction
  }
}
