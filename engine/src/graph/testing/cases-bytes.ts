/**
 * Cases of the operators that compute with bytes.
 * @module
 */
import { dequantize, full, matmulInteger, mul, quantize } from '../build.js'
import { constant, type Value } from '../graph.js'
import { type OperatorCase, real } from './case.js'

type Held = 'uint8' | 'int8'
const MIDDLES = { uint8: 128, int8: 0 }

const bytesOf = (x: Value, scale: Value, held: Held, axis: number) => {
  const zero = full(x.graph, held, MIDDLES[held], [x.shape[axis]!])
  return { bytes: quantize(x, scale, zero, axis), zero }
}

export const BYTES_CASES: readonly OperatorCase[] = (['uint8', 'int8'] as const).flatMap(held => [
  ...[0, 1].map(axis => ({
    op: 'QuantizeLinear',
    note: `${held} along ${axis}, clipped`,
    inputs: [real(['B', 7]), real([axis === 0 ? 'B' : 7], 'positive' as const)],
    // Steps so fine that some lie outside.
    build: (x: Value, scale: Value) => bytesOf(x, mul(scale, 1 / 128), held, axis).bytes,
  })),
  ...[0, 1].map(axis => ({
    op: 'DequantizeLinear',
    note: `${held} along ${axis}`,
    inputs: [real(['B', 7]), real([axis === 0 ? 'B' : 7], 'positive' as const)],
    build: (x: Value, scale: Value) => {
      const { bytes, zero } = bytesOf(x, scale, held, axis)
      return dequantize(bytes, scale, zero, axis)
    },
  })),
  {
    op: 'MatMulIntegerToFloat',
    note: `by ${held}`,
    inputs: [
      real(['B', 7]),
      real(['B'], 'positive'),
      real([7, 5]),
      real([5], 'positive'),
      real([], 'positive'),
    ],
    build: (a, aScales, b, bScales, scale) => {
      const zeroOf = (kind: Held) => constant(a!.graph, kind, MIDDLES[kind])
      const left = { bytes: bytesOf(a!, aScales!, 'uint8', 0).bytes, scale: scale!, zero: zeroOf('uint8') }
      const right = { bytes: bytesOf(b!, bScales!, held, 1).bytes, scale: bScales!, zero: zeroOf(held) }
      return matmulInteger(left, right)
    },
  },
])
