/**
 * Runs a graph on ONNX Runtime with the reference interpreter's tensors.
 * @module
 */
import { createSession, type Feed, type TensorData } from '../../runtime/index.js'
import type { DType } from '../dtype.js'
import type { Graph } from '../graph.js'
import type { Tensor } from './tensor.js'

const encode = (dtype: DType, data: readonly number[]): TensorData => {
  switch (dtype) {
    case 'float32':
      return Float32Array.from(data)
    case 'float64':
      return Float64Array.from(data)
    case 'int32':
      return Int32Array.from(data)
    case 'int64':
      return BigInt64Array.from(data, BigInt)
    case 'bool':
      return Uint8Array.from(data)
    default:
      throw new Error(`tests do not feed ${dtype}`)
  }
}

/** Outputs by name, as numbers. */
export const runOnnx = async (
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> => {
  const session = await createSession(graph, { threads: 1 })
  try {
    const typed: Record<string, Feed> = {}
    for (const { name, dtype } of graph.inputs) {
      typed[name] = { data: encode(dtype, feeds[name]!.data), shape: feeds[name]!.shape }
    }
    const results = await session.run(typed)
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, shape }]) => [
        name,
        { shape, data: Array.from(data as ArrayLike<number | bigint>, Number) },
      ]),
    )
  } finally {
    await session.dispose()
  }
}

/** Feeds rounded to float32, so that both sides start from the same numbers. */
export const roundFeeds = (feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => [name, { shape, data: data.map(Math.fround) }]),
  )

/** Largest difference of two tensors, relative to the largest element (at least 1). */
export const distance = (found: Tensor, expected: Tensor): number => {
  if (`${found.shape}` !== `${expected.shape}`) return Number.POSITIVE_INFINITY
  const scale = Math.max(1, ...expected.data.map(Math.abs))
  return Math.max(0, ...expected.data.map((value, i) => Math.abs(found.data[i]! - value) / scale))
}
