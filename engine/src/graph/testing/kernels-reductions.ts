/**
 * Reference kernels of matrix products, reductions, softmax and norms. https://onnx.ai/onnx/operators/
 * @module
 */
import type { Node } from '../graph.js'
import type { Kernel } from './kernels-elementwise.js'
import { at, broadcast, generate, type Tensor } from './tensor.js'

const attribute = (node: Node, name: string, fallback: number): number => {
  const value = node.attributes[name] ?? fallback
  if (typeof value === 'number') return value
  if (typeof value === 'object' && 'float' in value) return Math.fround(value.float)
  throw new Error(`attribute ${name} of ${node.name} is no number`)
}

const matmul: Kernel = ([a, b]) => {
  const inner = a!.shape.at(-1)!
  const leading = broadcast(
    { shape: a!.shape.slice(0, -2), data: [] },
    { shape: b!.shape.slice(0, -2), data: [] },
  )
  return [
    generate([...leading, a!.shape.at(-2)!, b!.shape.at(-1)!], index => {
      const batch = index.slice(0, -2)
      let sum = 0
      for (let k = 0; k < inner; k++) {
        sum += at(a!, [...batch, index.at(-2)!, k]) * at(b!, [...batch, k, index.at(-1)!])
      }
      return sum
    }),
  ]
}

const gemm: Kernel = ([a, b, c], node) => {
  const turned = (x: Tensor, turn: boolean): Tensor =>
    turn ? generate([x.shape[1]!, x.shape[0]!], ([i, j]) => at(x, [j!, i!])) : x
  const left = turned(a!, attribute(node, 'transA', 0) === 1)
  const right = turned(b!, attribute(node, 'transB', 0) === 1)
  const [product] = matmul([left, right], node)
  return [c ? generate(product!.shape, index => at(product!, index) + at(c, index)) : product!]
}

const reduce =
  (f: (values: readonly number[]) => number): Kernel =>
  ([x, axes], node) => {
    const rank = x!.shape.length
    const reduced = axes!.data.map(axis => (axis < 0 ? axis + rank : axis))
    const kept = generate(
      x!.shape.map((size, axis) => (reduced.includes(axis) ? 1 : size)),
      index => {
        const inside = generate(
          x!.shape.map((size, axis) => (reduced.includes(axis) ? size : 1)),
          offset =>
            at(
              x!,
              index.map((i, axis) => i + offset[axis]!),
            ),
        )
        return f(inside.data)
      },
    )
    const shape =
      attribute(node, 'keepdims', 1) === 1
        ? kept.shape
        : x!.shape.filter((_, axis) => !reduced.includes(axis))
    return [{ shape, data: kept.data }]
  }

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const mean = (values: readonly number[]) => sum(values) / values.length
const logSumExp = (values: readonly number[]) => {
  const top = Math.max(...values)
  return top + Math.log(sum(values.map(value => Math.exp(value - top))))
}

/** Runs of the last axis, one after another. */
const lastAxis = (x: Tensor, node: Node): number[][] => {
  const axis = attribute(node, 'axis', -1)
  if (axis !== -1 && axis !== x.shape.length - 1) throw new Error('the interpreter knows the last axis only')
  const size = x.shape.at(-1)!
  return Array.from({ length: size === 0 ? 0 : x.data.length / size }, (_, row) =>
    x.data.slice(row * size, (row + 1) * size),
  )
}

const byRow =
  (f: (row: readonly number[]) => number[]): Kernel =>
  ([x], node) => [{ shape: x!.shape, data: lastAxis(x!, node).flatMap(f) }]

/** Normalised rows times gain plus bias, and the statistics, of shape [..., 1]. */
const layerNorm: Kernel = ([x, gain, bias], node) => {
  const rows = lastAxis(x!, node)
  const means = rows.map(mean)
  const inverses = rows.map((row, i) => {
    const variance = mean(row.map(value => (value - means[i]!) ** 2))
    return 1 / Math.sqrt(variance + attribute(node, 'epsilon', 1e-5))
  })
  const data = rows.flatMap((row, i) =>
    row.map((value, j) => (value - means[i]!) * inverses[i]! * gain!.data[j]! + (bias?.data[j] ?? 0)),
  )
  const shape = [...x!.shape.slice(0, -1), 1]
  return [
    { shape: x!.shape, data },
    { shape, data: means },
    { shape, data: inverses },
  ]
}

const rmsNorm: Kernel = ([x, gain], node) => {
  const rows = lastAxis(x!, node)
  const inverses = rows.map(
    row => 1 / Math.sqrt(mean(row.map(value => value * value)) + attribute(node, 'epsilon', 1e-5)),
  )
  const data = rows.flatMap((row, i) => row.map((value, j) => value * inverses[i]! * gain!.data[j]!))
  return [
    { shape: x!.shape, data },
    { shape: [...x!.shape.slice(0, -1), 1], data: inverses },
  ]
}

export const REDUCTIONS: Readonly<Record<string, Kernel>> = {
  MatMul: matmul,
  Gemm: gemm,
  ReduceSum: reduce(sum),
  ReduceMean: reduce(mean),
  ReduceMax: reduce(values => Math.max(...values)),
  ReduceMin: reduce(values => Math.min(...values)),
  ReduceLogSumExp: reduce(logSumExp),
  Softmax: byRow(row => row.map(value => Math.exp(value - logSumExp(row)))),
  LogSoftmax: byRow(row => row.map(value => value - logSumExp(row))),
  LayerNormalization: layerNorm,
  SimplifiedLayerNormalization: rmsNorm,
}
