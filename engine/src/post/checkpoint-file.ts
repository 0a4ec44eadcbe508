/**
 * Checkpoints of long work: one safetensors file, written whole or not at all, bound to what it belongs to and marked
 * with what it holds, so that whoever finds one knows whether it may be passed on.
 * @module
 */
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, PromptPostError, sha256 } from '@promptpost/base'
import { readSafetensorsHeader, readUnrounded, writeSafetensors } from '../weights/index.js'

export type CheckpointArrays = Record<string, Float32Array | Float64Array>
export type Saved<State> = { state: State; arrays: CheckpointArrays }

export type CheckpointFile<State> = {
  load: () => Promise<Saved<State> | undefined>
  save: (state: State, arrays: CheckpointArrays) => Promise<void>
  /** True once `seconds` have passed since the last save. */
  due: () => boolean
  remove: () => Promise<void>
}

/** The file in a checkpoint's folder. */
export const CHECKPOINT_NAME = 'checkpoint.safetensors'

export type CheckpointOptions = {
  /** Everything the result depends on: a checkpoint of other work is refused. Its digest is written down. */
  identity: unknown
  /** In words, what a reader of the file learns from it. */
  holds: string
  /** Between saves; 30 by default. */
  seconds?: number | undefined
}

/** @param directory where it lies, for its owner's eyes only; undefined for work that is not resumed */
export const openCheckpointFile = <State>(
  directory: string | undefined,
  { identity, holds, seconds = 30 }: CheckpointOptions,
): CheckpointFile<State> => {
  const key = sha256(JSON.stringify(identity))
  let saved = performance.now()
  if (directory === undefined) {
    return { load: async () => undefined, save: async () => {}, due: () => false, remove: async () => {} }
  }
  const file = join(directory, CHECKPOINT_NAME)
  return {
    load: async () => {
      const found = await stat(file).catch(() => undefined)
      if (!found) return undefined
      const { tensors, metadata } = await readSafetensorsHeader(file)
      if (metadata.identity !== key) {
        throw new PromptPostError('conflict', 'belongs to work with other inputs or options', {
          field: file,
          next: 'Remove it to start afresh, or resume with the options it was made with.',
        })
      }
      const arrays: CheckpointArrays = {}
      // One at a time: those of a large student are more than a file read at once may have.
      for (const entry of tensors) arrays[entry.name] = await readUnrounded(entry)
      return { state: JSON.parse(metadata.state!) as State, arrays }
    },
    save: async (state, arrays) => {
      const tensors = Object.entries(arrays).map(([name, data]) => ({ name, shape: [data.length], data }))
      await makeFolder(directory, { mode: 0o700 })
      await writeSafetensors(file, tensors, { holds, identity: key, state: JSON.stringify(state) })
      saved = performance.now()
    },
    due: () => performance.now() - saved >= seconds * 1000,
    remove: () => rm(file, { force: true }),
  }
}
