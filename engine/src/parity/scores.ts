/**
 * Class scores from full vocabulary logits, in float64: normalised log-probabilities, for reports and checks.
 * @module
 */

const logSumExp = (values: ArrayLike<number>): number => {
  let top = -Infinity
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i]!)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - top)
  return top + Math.log(sum)
}

/**
 * @param logits row-major [rows, V]
 * @param verbalizer word ids per class
 * @returns both scores, row-major [rows, classes]
 */
export const readoutScores = (
  logits: Float32Array | Float64Array,
  rows: number,
  verbalizer: readonly (readonly number[])[],
) => {
  const size = logits.length / rows
  const meanProbability: number[] = []
  const meanLogit: number[] = []
  for (let row = 0; row < rows; row++) {
    const at = logits.subarray(row * size, (row + 1) * size)
    const normaliser = logSumExp(at)
    for (const words of verbalizer) {
      const chosen = words.map(id => at[id]!)
      meanProbability.push(logSumExp(chosen) - Math.log(words.length) - normaliser)
      meanLogit.push(chosen.reduce((a, b) => a + b, 0) / words.length)
    }
  }
  return { meanProbability, meanLogit }
}
