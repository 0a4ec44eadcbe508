/**
 * Frozen matrices as bytes, read from the checkpoint's files.
 * @module
 */
import { type ByteMatrix, type ByteWeights, MIDDLE, MOST } from '../graph/index.js'
import { readTensor, type StorageType } from '../weights/index.js'
import ort from './onnxruntime.js'

/** Bytes [inner, outer] and a scale for each column. */
export type Bytes = { bytes: Int8Array | Uint8Array; scales: Float32Array }

/** Largest magnitude of each row, or of each column. */
const largestOf = (values: Float32Array, rows: number, columns: number, ofRows: boolean): Float32Array => {
  const largest = new Float32Array(ofRows ? rows : columns)
  for (let row = 0, at = 0; row < rows; row++) {
    let most = 0
    for (let column = 0; column < columns; column++, at++) {
      const magnitude = Math.abs(values[at]!)
      if (ofRows) most = magnitude > most ? magnitude : most
      else if (magnitude > largest[column]!) largest[column] = magnitude
    }
    if (ofRows) largest[row] = most
  }
  return largest
}

/**
 * Symmetric quantisation with a scale for each column of the result, so that the largest magnitude in it is 127.
 * @param values row-major [rows, columns]
 * @param isTransposed whether rows become columns
 */
export const quantizeMatrix = (
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  isTransposed: boolean,
  held: ByteWeights,
): Bytes => {
  const scales = largestOf(values, rows, columns, isTransposed)
  const steps = scales.map(largest => (largest > 0 ? MOST / largest : 0))
  const bytes = held === 'int8' ? new Int8Array(values.length) : new Uint8Array(values.length)
  // Half a step up, and then down to the next whole one; never below zero on the way, where "down" is towards it.
  const middle = MIDDLE[held]
  const shift = 256.5
  if (isTransposed)
    for (let row = 0, at = 0; row < rows; row++) {
      const step = steps[row]!
      for (let to = row; to < bytes.length; to += rows, at++)
        bytes[to] = ((values[at]! * step + shift) | 0) - 256 + middle
    }
  else
    for (let row = 0, at = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, at++)
        bytes[at] = ((values[at]! * steps[column]! + shift) | 0) - 256 + middle
  return { bytes, scales: scales.map(largest => largest / MOST) }
}

/** What a graph wants as bytes, by the names of its inputs; one matrix at a time is in memory as numbers. */
export const readByteMatrices = async (
  matrices: readonly ByteMatrix[],
): Promise<Record<string, ort.Tensor>> => {
  const tensors: Record<string, ort.Tensor> = {}
  for (const stored of new Set(matrices.map(matrix => matrix.stored))) {
    const { name, dtype, graph } = stored
    const shape = stored.shape as [number, number]
    const place = graph.weights.get(stored)!
    const values = await readTensor({ name, storage: dtype as StorageType, shape, ...place })
    for (const { isTransposed, bytes, scales } of matrices.filter(matrix => matrix.stored === stored)) {
      const held = bytes.dtype as ByteWeights
      const found = quantizeMatrix(values, shape, isTransposed, held)
      tensors[bytes.name] = new ort.Tensor(held as 'int8', found.bytes, bytes.shape as number[])
      tensors[scales.name] = new ort.Tensor('float32', found.scales, scales.shape as number[])
    }
  }
  return tensors
}
