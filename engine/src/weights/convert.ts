/**
 * Element conversions between stored types and float32, on little-endian machines (the only ones ONNX Runtime has).
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { StorageType } from './storage.js'

/** float32 bits of each float16 pattern, NaN payloads kept; 256 KB, built on first use. */
let float16Table: Int32Array | undefined

const buildFloat16Table = (): Int32Array => {
  const table = new Int32Array(65536)
  for (let pattern = 0; pattern < 65536; pattern++) {
    const sign = (pattern & 0x8000) << 16
    const exponent = (pattern >> 10) & 0x1f
    const fraction = pattern & 0x3ff
    let magnitude = 0
    if (exponent === 31) magnitude = 0x7f800000 | (fraction << 13)
    else if (exponent > 0) magnitude = ((exponent + 112) << 23) | (fraction << 13)
    else if (fraction > 0) {
      /* A subnormal is fraction * 2^-24: move its top bit into the hidden place. */
      const shift = Math.clz32(fraction) - 21
      magnitude = ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13)
    }
    table[pattern] = sign | magnitude
  }
  return table
}

/** The bytes as they are when a typed array can lie on them, else a copy (a Buffer's own slice would be a view). */
const alignedTo = (bytes: Uint8Array, width: number): Uint8Array =>
  bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes)

/** Bytes per element of the types that become float32. */
const WIDTH = { float32: 4, float16: 2, bfloat16: 2, float64: 8 } as const

/** Types that can be read as float32. */
export type FloatStorage = keyof typeof WIDTH

/** Whether a stored type can be read as float32. */
export const isFloatStorage = (storage: StorageType): storage is FloatStorage => storage in WIDTH

/** Bytes per element. */
export const widthOf = (storage: FloatStorage): number => WIDTH[storage]

/**
 * Writes stored elements as float32 into `target` from index `at`: float16, bfloat16 and float32 exactly, NaN payloads
 * kept; float64 rounded to nearest.
 */
export const convertInto = (
  storage: FloatStorage,
  bytes: Uint8Array,
  target: Float32Array,
  at: number,
): void => {
  const source = alignedTo(bytes, WIDTH[storage])
  const count = bytes.byteLength / WIDTH[storage]
  if (storage === 'float32') {
    new Uint8Array(target.buffer, target.byteOffset + at * 4, count * 4).set(source)
    return
  }
  if (storage === 'float64') {
    target.set(new Float64Array(source.buffer, source.byteOffset, count), at)
    return
  }
  const words = new Uint16Array(source.buffer, source.byteOffset, count)
  const bits = new Int32Array(target.buffer, target.byteOffset + at * 4, count)
  if (storage === 'bfloat16') {
    for (let index = 0; index < count; index++) bits[index] = words[index]! << 16
    return
  }
  float16Table ??= buildFloat16Table()
  const table = float16Table
  for (let index = 0; index < count; index++) bits[index] = table[words[index]!]!
}

/**
 * Stored elements as a new float32 array. float16, bfloat16 and float32 keep every bit (NaN payloads too); float64 is
 * rounded to nearest.
 *
 * @param bytes little-endian, at any alignment
 * @throws PromptPostError 'invalid-weights' for other types, or bytes that are not whole elements
 */
export const toFloat32 = (storage: StorageType, bytes: Uint8Array): Float32Array => {
  if (!isFloatStorage(storage)) {
    throw new PromptPostError('invalid-weights', 'cannot be read as float32', {
      field: 'storage',
      value: storage,
      next: 'Save the tensor as float32, float16 or bfloat16',
    })
  }
  if (bytes.byteLength % WIDTH[storage] !== 0) {
    throw new PromptPostError('invalid-weights', `are not whole ${storage} elements`, {
      field: 'bytes',
      value: bytes.byteLength,
    })
  }
  const target = new Float32Array(bytes.byteLength / WIDTH[storage])
  convertInto(storage, bytes, target, 0)
  return target
}

const float16OfBits = (bits: number): number => {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  /* Infinity stays; a NaN keeps the top of its payload and becomes quiet, as in IEEE 754 hardware. */
  if (magnitude > 0x7f800000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff)
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude >= 0x38800000) {
    const shifted = magnitude - 0x38000000
    return sign | ((shifted + 0xfff + ((shifted >>> 13) & 1)) >>> 13)
  }
  /* Below 2^-14 the spacing is 2^-24; at or below 2^-25 the nearest (even) value is zero. */
  if (magnitude <= 0x33000000) return sign
  const shift = 126 - (magnitude >>> 23)
  const fraction = (magnitude & 0x7fffff) | 0x800000
  const even = (fraction >>> shift) & 1
  return sign | ((fraction + (1 << (shift - 1)) - 1 + even) >>> shift)
}

const bitsOf = (values: Float32Array): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.length)

/** Patterns of the nearest float16 values: ties to even, subnormals kept, 65520 and above to infinity, NaN to quiet NaN. */
export const toFloat16 = (values: Float32Array): Uint16Array => {
  const bits = bitsOf(values)
  const target = new Uint16Array(values.length)
  for (let index = 0; index < target.length; index++) target[index] = float16OfBits(bits[index]!)
  return target
}

/** Patterns of the nearest bfloat16 values: ties to even, NaN stays NaN (quiet, top of the payload kept). */
export const toBfloat16 = (values: Float32Array): Uint16Array => {
  const source = bitsOf(values)
  const target = new Uint16Array(values.length)
  for (let index = 0; index < target.length; index++) {
    const bits = source[index]!
    target[index] =
      (bits & 0x7fffffff) > 0x7f800000 ? (bits >>> 16) | 0x40 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
  }
  return target
}
