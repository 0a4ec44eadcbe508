/**
 * Element types a safetensors file can hold, with their names, widths and order in the format's reference.
 * @module
 */

/**
 * Name in the header, bits per element, and rank in the reference's sort order (a writer puts high ranks first, so
 * that wide elements stay aligned): https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs
 */
const STORAGE = {
  bool: { code: 'BOOL', bits: 8, rank: 0 },
  float4: { code: 'F4', bits: 4, rank: 1 },
  float6_e2m3: { code: 'F6_E2M3', bits: 6, rank: 2 },
  float6_e3m2: { code: 'F6_E3M2', bits: 6, rank: 3 },
  uint8: { code: 'U8', bits: 8, rank: 4 },
  int8: { code: 'I8', bits: 8, rank: 5 },
  float8_e5m2: { code: 'F8_E5M2', bits: 8, rank: 6 },
  float8_e4m3: { code: 'F8_E4M3', bits: 8, rank: 7 },
  float8_e8m0: { code: 'F8_E8M0', bits: 8, rank: 8 },
  float8_e4m3fnuz: { code: 'F8_E4M3FNUZ', bits: 8, rank: 9 },
  float8_e5m2fnuz: { code: 'F8_E5M2FNUZ', bits: 8, rank: 10 },
  int16: { code: 'I16', bits: 16, rank: 11 },
  uint16: { code: 'U16', bits: 16, rank: 12 },
  float16: { code: 'F16', bits: 16, rank: 13 },
  bfloat16: { code: 'BF16', bits: 16, rank: 14 },
  int32: { code: 'I32', bits: 32, rank: 15 },
  uint32: { code: 'U32', bits: 32, rank: 16 },
  float32: { code: 'F32', bits: 32, rank: 17 },
  complex64: { code: 'C64', bits: 64, rank: 18 },
  float64: { code: 'F64', bits: 64, rank: 19 },
  int64: { code: 'I64', bits: 64, rank: 20 },
  uint64: { code: 'U64', bits: 64, rank: 21 },
} as const

/** How the elements of a stored tensor are written. Models use float32, float16 and bfloat16. */
export type StorageType = keyof typeof STORAGE

const BY_CODE: ReadonlyMap<string, StorageType> = new Map(
  (Object.keys(STORAGE) as StorageType[]).map(storage => [STORAGE[storage].code, storage]),
)

/** The element type a header code such as `BF16` stands for, or undefined. */
export const storageOfCode = (code: string): StorageType | undefined => BY_CODE.get(code)

/** The header code of an element type, such as `BF16`. */
export const codeOfStorage = (storage: StorageType): string => STORAGE[storage].code

/** Place in the reference's sort order; writers put higher ranks first. */
export const rankOfStorage = (storage: StorageType): number => STORAGE[storage].rank

/** Every code the format knows, for error messages. */
export const STORAGE_CODES: readonly string[] = [...BY_CODE.keys()]

/**
 * Bytes a tensor takes.
 *
 * @param shape non-negative whole numbers; empty for a scalar
 * @returns undefined when the element or bit count leaves the exact integers, or the bits do not fill whole bytes
 */
export const byteLengthOf = (storage: StorageType, shape: readonly number[]): number | undefined => {
  let elements = 1
  for (const size of shape) {
    elements *= size
    if (elements > Number.MAX_SAFE_INTEGER) return undefined
  }
  const bits = elements * STORAGE[storage].bits
  return bits > Number.MAX_SAFE_INTEGER || bits % 8 !== 0 ? undefined : bits / 8
}
