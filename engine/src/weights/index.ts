/**
 * Model weights in safetensors: read, checked, converted and written.
 * @module
 */
export { type Checkpoint, openCheckpoint } from './checkpoint.js'
export { toBfloat16, toFloat16, toFloat32 } from './convert.js'
export { type DecodedTensor, type DecodeOptions, decodeMetadata, decodeSafetensors } from './decode.js'
export { encodeSafetensors, type TensorData, writeSafetensors } from './encode.js'
export { readSafetensorsHeader, readTensor, readUnrounded, type TensorEntry } from './reader.js'
export type { StorageType } from './storage.js'
