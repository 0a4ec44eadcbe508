/**
 * Reference kernels of what computes with bytes. https://onnx.ai/onnx/operators/ and
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 * @module
 */
import type { Node } from '../graph.js'
import type { Kernel } from './kernels-elementwise.js'
import { at, generate } from './tensor.js'

const RANGES = { uint8: [0, 255], int8: [-128, 127] } as const

const toEven = (value: number): number => {
  const rounded = Math.round(value)
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

const along = ({ attributes }: Node, index: readonly number[]): number => index[attributes.axis as number]!

const quantize: Kernel = ([x, scale, zero], node) => {
  const [least, most] = RANGES[node.inputs[2]!.dtype as keyof typeof RANGES]
  return [
    generate(x!.shape, index => {
      const i = along(node, index)
      const steps = toEven(at(x!, index) / scale!.data[i]!) + zero!.data[i]!
      return Math.min(most, Math.max(least, steps))
    }),
  ]
}

const dequantize: Kernel = ([x, scale, zero], node) => [
  generate(x!.shape, index => {
    const i = along(node, index)
    return (at(x!, index) - zero!.data[i]!) * scale!.data[i]!
  }),
]

const product: Kernel = ([a, b, aScale, bScale, aZero, bZero]) => [
  generate([a!.shape[0]!, b!.shape[1]!], ([row, column]) => {
    let sum = 0
    for (let k = 0; k < a!.shape[1]!; k++)
      sum += (at(a!, [row!, k]) - aZero!.data[0]!) * (at(b!, [k, column!]) - bZero!.data[0]!)
    return sum * aScale!.data[0]! * bScale!.data[column!]!
  }),
]

export const BYTES_KERNELS: Readonly<Record<string, Kernel>> = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
  MatMulIntegerToFloat: product,
}
