/**
 * The mean gradient of a batch that is computed in parts, one after another.
 * @module
 */

/** Means over the examples of a part or of all. */
export type MeanGradient = { gradient: Float32Array | Float64Array; loss: number }

/**
 * Parts alike in size, so that none has all the cost of a pass for an example or two. What fits in one is computed as it would be anyway, to
 * the last bit; the sum of several differs in rounding.
 *
 * @param rows most examples of a part
 */
export const meanInParts = async (
  examples: readonly number[],
  rows: number,
  meanOf: (part: readonly number[]) => Promise<MeanGradient>,
): Promise<MeanGradient> => {
  const count = examples.length
  if (count <= rows) return meanOf(examples)
  let loss = 0
  let gradient: Float64Array | undefined
  const size = Math.ceil(count / Math.ceil(count / rows))
  for (let start = 0; start < count; start += size) {
    const part = examples.slice(start, start + size)
    const mean = await meanOf(part)
    const share = part.length / count
    gradient ??= new Float64Array(mean.gradient.length)
    for (const [i, value] of mean.gradient.entries()) gradient[i]! += share * value
    loss += share * mean.loss
  }
  return { gradient: gradient!, loss }
}
