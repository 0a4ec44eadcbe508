/**
 * A checkpoint of tuning as it lies on the disk, taken apart by the format alone.
 * @module
 */
import { decodeMetadata, decodeSafetensors } from '@promptpost/engine/weights'

export type Checkpoint = {
  metadata: Record<string, string>
  /** What `metadata.state` says. */
  state: { step: number; random: unknown; pass: unknown; losses: unknown[] } & Record<string, unknown>
  tensors: Record<string, Float64Array>
}

export const readCheckpoint = (file: Buffer): Checkpoint => {
  const options = { maxBytes: file.length, label: 'checkpoint.safetensors' }
  const metadata = decodeMetadata(file, options)
  const tensors = [...decodeSafetensors(file, options)].map(([name, { storage, bytes }]) => {
    if (storage !== 'float64') throw new Error(`${name} is ${storage}`)
    return [name, new Float64Array(bytes.slice().buffer)]
  })
  return { metadata, state: JSON.parse(metadata.state ?? '{}'), tensors: Object.fromEntries(tensors) }
}
