/**
 * Layers that the families share: projections, norms, activations, in the parameter order of Hugging Face.
 * @module
 */
import {
  add,
  div,
  exp,
  gelu,
  gemm,
  layerNorm,
  mul,
  neg,
  reciprocal,
  reduceMean,
  relu,
  rmsNorm,
  silu,
  sqrt,
  sub,
  type Value,
} from '../graph/index.js'
import type { Activation } from './config.js'
import type { Parameters } from './parameters.js'

/** Rows [rows, in] times `name.weight` [out, in], plus `name.bias` where the model has one. */
export const linear = (parameters: Parameters, x: Value, name: string, bias: boolean): Value =>
  gemm(x, parameters.weight(`${name}.weight`), {
    transB: true,
    ...(bias && { c: parameters.weight(`${name}.bias`) }),
  })

/** GPT-2's projections, stored [in, out]. */
export const conv1d = (parameters: Parameters, x: Value, name: string): Value =>
  gemm(x, parameters.weight(`${name}.weight`), { c: parameters.weight(`${name}.bias`) })

/** LayerNorm; composed of core operators in float64, for which ONNX Runtime's kernel keeps float32 statistics. */
export const norm = (parameters: Parameters, x: Value, name: string, epsilon: number): Value => {
  const gain = parameters.weight(`${name}.weight`)
  const bias = parameters.weight(`${name}.bias`)
  if (x.dtype !== 'float64') return layerNorm(x, gain, bias, epsilon)[0]!
  const centred = sub(x, reduceMean(x, [-1], true))
  const inverse = reciprocal(sqrt(add(reduceMean(mul(centred, centred), [-1], true), epsilon)))
  return add(mul(mul(centred, inverse), gain), bias)
}

/** RMSNorm, likewise. */
export const rms = (parameters: Parameters, x: Value, name: string, epsilon: number): Value => {
  const gain = parameters.weight(`${name}.weight`)
  if (x.dtype !== 'float64') return rmsNorm(x, gain, epsilon)[0]!
  return mul(mul(x, reciprocal(sqrt(add(reduceMean(mul(x, x), [-1], true), epsilon)))), gain)
}

/** The activation of a feed-forward layer. */
export const activate = (kind: Activation, x: Value): Value => {
  switch (kind) {
    case 'gelu':
      return gelu(x, 'none')
    case 'gelu-tanh':
      return gelu(x, 'tanh')
    case 'relu':
      return relu(x)
    case 'silu':
      return x.dtype === 'float64' ? div(x, add(exp(neg(x)), 1)) : silu(x)
  }
}
