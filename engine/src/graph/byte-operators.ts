/**
 * Operators that compute with bytes, and their typing rules.
 * @module
 */

import type { Attributes, Value } from './graph.js'
import { axisOf, fail, floating, int, need, type Operator, sameDType } from './operator-checks.js'

const isByte = ({ dtype }: Value): boolean => dtype === 'uint8' || dtype === 'int8'

/** A scale and a zero for each entry along the axis. */
const alongAxis = (x: Value, scale: Value, zero: Value, attributes: Attributes): void => {
  const wanted = `${x.shape[axisOf(x.shape, int(attributes, 'axis'))]}`
  for (const { name, shape } of [scale, zero])
    if (`${shape}` !== wanted) fail(`${name} is [${shape}], not [${wanted}]`)
  if (!isByte(zero)) fail(`${zero.name} must hold bytes`)
}

export const BYTE_OPERATORS: Readonly<Record<string, Operator>> = {
  QuantizeLinear: {
    infer: (inputs, attributes) => {
      const [x, scale, zero] = need(inputs, 3)
      alongAxis(floating(x!), scale!, zero!, attributes)
      sameDType([x!, scale!])
      return [{ dtype: zero!.dtype, shape: [...x!.shape] }]
    },
  },
  DequantizeLinear: {
    infer: (inputs, attributes) => {
      const [x, scale, zero] = need(inputs, 3)
      alongAxis(x!, floating(scale!), zero!, attributes)
      sameDType([x!, zero!])
      return [{ dtype: scale!.dtype, shape: [...x!.shape] }]
    },
  },
  /** https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulIntegerToFloat */
  MatMulIntegerToFloat: {
    domain: 'com.microsoft',
    infer: inputs => {
      const [a, b, aScale, bScale, aZero, bZero] = need(inputs, 6)
      if (a!.shape.length !== 2 || b!.shape.length !== 2) fail('needs matrices')
      if (a!.shape[1] !== b!.shape[0]) fail(`inner dimensions ${a!.shape[1]} and ${b!.shape[0]} differ`)
      if (!isByte(a!) || !isByte(b!)) fail('needs bytes')
      sameDType([a!, aZero!])
      sameDType([b!, bZero!])
      if (`${bScale!.shape}` !== `${b!.shape[1]}`) fail('needs a scale for each column')
      return [{ dtype: sameDType([floating(aScale!), bScale!]), shape: [a!.shape[0]!, b!.shape[1]!] }]
    },
  },
}
