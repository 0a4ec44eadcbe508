/**
 * What a noisy curve tends to.
 * @module
 */

/** Mean of the values around each, over a twentieth of all. */
export const movingMean = (values: readonly number[]): number[] => {
  const reach = Math.floor(values.length / 40)
  return values.map((_, i) => {
    const around = values.slice(Math.max(0, i - reach), i + reach + 1)
    return around.reduce((a, b) => a + b, 0) / around.length
  })
}
