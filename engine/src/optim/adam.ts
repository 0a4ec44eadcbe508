/**
 * Adam and AdamW on flat parameters. Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1; decoupled decay Loshchilov and
 * Hutter 2019 (arXiv 1711.05101).
 * @module
 */

export type AdamOptions = {
  /** Decay rates of the moments. */
  beta1?: number
  beta2?: number
  epsilon?: number
  /** Decoupled weight decay per step, as a share of the learning rate. */
  weightDecay?: number
  /**
   * Known variance of noise in every coordinate of the gradient: taken off the second moment, which it would otherwise
   * swamp (DP-AdamBC, Tang, Shpilevskiy, Lecuyer 2023, arXiv 2312.14334, algorithm 1).
   */
  noiseVariance?: number
  /** Least share of the noise variance that the corrected second moment is taken for; default 0.5. */
  noiseFloor?: number
}

export type AdamState = {
  parameters: Float32Array | Float64Array
  /** First and second moments, of the parameters' length and type. */
  m: Float32Array | Float64Array
  v: Float32Array | Float64Array
}

/** Zero moments beside the parameters, which the steps change in place. */
export const adamState = <T extends Float32Array | Float64Array>(
  parameters: T,
): AdamState & { parameters: T } => ({
  parameters,
  m:
    parameters instanceof Float64Array
      ? new Float64Array(parameters.length)
      : new Float32Array(parameters.length),
  v:
    parameters instanceof Float64Array
      ? new Float64Array(parameters.length)
      : new Float32Array(parameters.length),
})

/**
 * One step, in place.
 * @param step counted from 1
 * @param scale what every gradient is multiplied by first (clipping)
 */
export const adamStep = (
  state: AdamState,
  gradient: Float32Array | Float64Array,
  step: number,
  learningRate: number,
  options: AdamOptions = {},
  scale = 1,
): void => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options
  const { noiseVariance = 0, noiseFloor = 0.5 } = options
  const least = noiseVariance * noiseFloor
  const { parameters, m, v } = state
  const rate = learningRate / (1 - beta1 ** step)
  const correction = 1 / (1 - beta2 ** step)
  const keep = 1 - learningRate * weightDecay
  const mix1 = 1 - beta1
  const mix2 = 1 - beta2
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i]! * scale
    const first = beta1 * m[i]! + mix1 * g
    const second = beta2 * v[i]! + mix2 * g * g
    m[i] = first
    v[i] = second
    const square = Math.max(second * correction - noiseVariance, least)
    parameters[i] = parameters[i]! * keep - (rate * first) / (Math.sqrt(square) + epsilon)
  }
}
