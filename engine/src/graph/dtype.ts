/**
 * Element types of graph values and their codes in onnx.proto3 (TensorProto.DataType).
 * @module
 */

/** Code of each element type in ONNX: https://github.com/onnx/onnx/blob/v1.18.0/onnx/onnx.proto3#L500 */
export const ONNX_TYPE = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const

export type DType = keyof typeof ONNX_TYPE

/** Bytes per element. */
export const BYTES: Record<DType, number> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
  bfloat16: 2,
}

/** Types that carry gradients. */
export const isFloating = (dtype: DType): boolean =>
  dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16'
