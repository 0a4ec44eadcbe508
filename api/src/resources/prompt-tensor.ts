/**
 * The check of an uploaded prompt: safetensors with one tensor `prompt_embeddings` [n, d] of finite numbers, nothing
 * more. Small and bounded, because the bytes come from anyone and the api must not load the engine.
 * Format: https://huggingface.co/docs/safetensors
 * @module
 */
import { Problem } from '../http/problem.js'

export type PromptTensor = { virtualTokens: number; hiddenSize: number; dtype: 'F32' | 'F16' | 'BF16' }

const HEADER_LIMIT = 64 * 1024
export const VIRTUAL_TOKENS_LIMIT = 1024
const HIDDEN_SIZE_LIMIT = 65_536
const TENSOR = 'prompt_embeddings'

const bad = (detail: string): Problem =>
  new Problem(422, 'invalid-prompt', detail, { pointer: '/adapter_model' })

type Entry = { dtype?: unknown; shape?: unknown; data_offsets?: unknown }

const isSize = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= limit

const readHeader = (bytes: Uint8Array): { entry: Entry; data: Uint8Array } => {
  if (bytes.length < 8) throw bad('The file is too short to be safetensors.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getBigUint64(0, true)
  if (length < 2n || length > BigInt(HEADER_LIMIT) || 8n + length > BigInt(bytes.length))
    throw bad('The header is not of a safetensors file: only safetensors are taken.')
  let header: unknown
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + Number(length))),
    )
  } catch {
    throw bad('The header is not JSON.')
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw bad('The header is not an object.')
  const names = Object.keys(header).filter(name => name !== '__metadata__')
  const entry = (header as Record<string, unknown>)[TENSOR]
  if (names.length !== 1 || names[0] !== TENSOR || typeof entry !== 'object' || entry === null)
    throw bad(`The file must hold one tensor, ${TENSOR}.`)
  return { entry, data: bytes.subarray(8 + Number(length)) }
}

/** Whether every number is finite: its exponent bits are not all ones. */
const isFiniteData = (data: Uint8Array, dtype: PromptTensor['dtype']): boolean => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const width = dtype === 'F32' ? 4 : 2
  const exponent = dtype === 'F16' ? 0x7c00 : 0x7f80
  for (let at = width - 2; at < data.length; at += width)
    if ((view.getUint16(at, true) & exponent) === exponent) return false
  return true
}

/** @throws Problem 422 that says what is wrong with the file */
export const checkPromptTensor = (bytes: Uint8Array): PromptTensor => {
  const { entry, data } = readHeader(bytes)
  const { dtype, shape, data_offsets: offsets } = entry
  if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'BF16')
    throw bad('The tensor must be F32, F16 or BF16.')
  if (!Array.isArray(shape) || shape.length !== 2) throw bad('The tensor must have two dimensions.')
  const [virtualTokens, hiddenSize] = shape as unknown[]
  if (!isSize(virtualTokens, VIRTUAL_TOKENS_LIMIT))
    throw bad(`There may be 1 to ${VIRTUAL_TOKENS_LIMIT} virtual tokens.`)
  if (!isSize(hiddenSize, HIDDEN_SIZE_LIMIT)) throw bad('The hidden size is out of bounds.')
  const size = virtualTokens * hiddenSize * (dtype === 'F32' ? 4 : 2)
  if (
    !Array.isArray(offsets) ||
    offsets.length !== 2 ||
    offsets[0] !== 0 ||
    offsets[1] !== size ||
    data.length !== size
  )
    throw bad('The data do not fill the tensor exactly.')
  if (!isFiniteData(data, dtype)) throw bad('A number in the tensor is not finite.')
  return { virtualTokens, hiddenSize, dtype }
}
