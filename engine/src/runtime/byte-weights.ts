/**
 * How this processor multiplies bytes.
 * @module
 */
import {
  type ByteWeights,
  constant,
  createGraph,
  input,
  matmulInteger,
  serializeGraph,
  setOutputs,
} from '../graph/index.js'
import ort from './onnxruntime.js'

/** Bytes that are added up, and products of them. */
const SIZE = 64

/** Whether the largest products of bytes are added up as they are. */
const sumsExactly = async (): Promise<boolean> => {
  const graph = createGraph('the largest bytes')
  const a = input(graph, 'a', 'uint8', ['M', SIZE])
  const b = input(graph, 'b', 'int8', [SIZE, SIZE])
  const one = constant(graph, 'float32', 1)
  const scales = constant(graph, 'float32', new Float32Array(SIZE).fill(1))
  const product = matmulInteger(
    { bytes: a, scale: one, zero: constant(graph, 'uint8', 0) },
    { bytes: b, scale: scales, zero: constant(graph, 'int8', 0) },
  )
  setOutputs(graph, { product })
  const session = await ort.InferenceSession.create(serializeGraph(graph), { executionProviders: ['cpu'] })
  const found = await session.run({
    a: new ort.Tensor('uint8', new Uint8Array(SIZE * SIZE).fill(255), [SIZE, SIZE]),
    b: new ort.Tensor('int8', new Int8Array(SIZE * SIZE).fill(127), [SIZE, SIZE]),
  })
  await session.release()
  return (found.product!.data as Float32Array).every(sum => sum === SIZE * 255 * 127)
}

let known: Promise<ByteWeights> | undefined

/**
 * How weights of eight bits are best held: signed where that is exact. Processors without VNNI add two products up in 16 bits, which clips
 * the largest: https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html
 */
export const byteWeights = (): Promise<ByteWeights> => {
  known ??= sumsExactly().then(isExact => (isExact ? 'int8' : 'uint8'))
  return known
}
