/**
 * Derivatives by central differences of fourth order, in float64 through the interpreter.
 * @module
 */
import type { BuiltCase } from './case.js'
import { interpret } from './interpreter.js'
import type { Tensor } from './tensor.js'

/** The truncation error, of order STEP^4, and the rounding error, of order 1e-16 / STEP, are about equal. */
const STEP = 1e-3

/** Weights of f(x + k STEP) in 12 STEP f'(x). */
const STENCIL = [
  [-2, 1],
  [-1, -8],
  [1, 8],
  [2, -1],
] as const

/**
 * Derivatives of sum_i <dy_i, y_i> by each element of one input.
 * @param feeds values of the case's inputs and of the cotangents dy0, dy1, ...
 */
export const numericalGradient = (
  { graph, outputs }: BuiltCase,
  name: string,
  feeds: Readonly<Record<string, Tensor>>,
): number[] => {
  const objective = (input: Tensor): number => {
    const results = interpret(graph, { ...feeds, [name]: input })
    return outputs.reduce((total, output, i) => {
      const cotangent = feeds[`dy${i}`]
      const dot = results[output]!.data.reduce((sum, value, j) => sum + value * (cotangent?.data[j] ?? 0), 0)
      return total + dot
    }, 0)
  }
  const { shape, data } = feeds[name]!
  return data.map((value, i) => {
    const sum = STENCIL.reduce(
      (total, [steps, weight]) =>
        total + weight * objective({ shape, data: data.with(i, value + steps * STEP) }),
      0,
    )
    return sum / (12 * STEP)
  })
}
