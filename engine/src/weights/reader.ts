/**
 * Reads safetensors files from disk: the header first and alone, tensors on demand and one at a time.
 * @module
 */
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { convertInto, isFloatStorage, widthOf } from './convert.js'
import { headerLength, PREFIX_BYTES, parseHeader } from './header.js'
import { problem } from './problem.js'
import type { StorageType } from './storage.js'

/** Where a tensor lies. ONNX external data takes `file`, `offset` and `byteLength` as they are. */
export type TensorEntry = {
  readonly name: string
  readonly storage: StorageType
  readonly shape: readonly number[]
  /** Absolute path, symbolic links resolved. */
  readonly file: string
  /** Byte offset in the file, header included. */
  readonly offset: number
  readonly byteLength: number
}

/** Bytes converted at a time; small enough to stay in memory twice, a multiple of every element width. */
const CHUNK_BYTES = 16 * 1024 * 1024

const readError = (file: string, cause: unknown) => {
  const code = (cause as NodeJS.ErrnoException).code
  const next = code === 'EACCES' ? 'Make the file readable for this user' : 'Check the path'
  const message = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? 'unknown reason'})`
  return problem(file, message, { next, cause })
}

/**
 * Path of a regular file with symbolic links resolved (Hugging Face caches are made of them).
 *
 * @throws PromptPostError 'invalid-weights' when it does not exist, cannot be read or is not a file (opening a named
 *   pipe would wait for ever)
 */
export const regularFile = async (file: string): Promise<string> => {
  let path: string
  let isFile: boolean
  try {
    path = await realpath(file)
    isFile = (await stat(path)).isFile()
  } catch (cause) {
    throw readError(file, cause)
  }
  if (!isFile) throw problem(file, 'is not a regular file', { next: 'Give the path of a .safetensors file' })
  return path
}

/** Fills `target` from a position in the file; false when the file ends first. */
const readFully = async (handle: FileHandle, target: Uint8Array, position: number): Promise<boolean> => {
  let done = 0
  while (done < target.byteLength) {
    const length = Math.min(target.byteLength - done, 2 ** 30)
    const { bytesRead } = await handle.read(target, done, length, position + done)
    if (bytesRead === 0) return false
    done += bytesRead
  }
  return true
}

const withFile = async <T>(
  path: string,
  label: string,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> => {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    return await use(handle)
  } catch (cause) {
    if (cause instanceof PromptPostError) throw cause
    throw readError(label, cause)
  } finally {
    await handle?.close()
  }
}

/**
 * Reads and checks the header of one .safetensors file; no tensor data is touched.
 *
 * @param file path; relative paths start at the working directory
 * @returns tensors in file order, and the file's own metadata
 * @throws PromptPostError 'invalid-weights' naming the file, the tensor and the broken rule
 */
export const readSafetensorsHeader = async (
  file: string,
): Promise<{ tensors: TensorEntry[]; metadata: Record<string, string> }> => {
  const path = await regularFile(resolve(file))
  return withFile(path, file, async handle => {
    const { size } = await handle.stat()
    const prefix = new Uint8Array(Math.min(size, PREFIX_BYTES))
    await readFully(handle, prefix, 0)
    const length = headerLength(prefix, size, file)
    const json = new Uint8Array(length)
    if (!(await readFully(handle, json, PREFIX_BYTES)))
      throw problem(file, 'became shorter while it was read')
    const start = PREFIX_BYTES + length
    const { entries, metadata } = parseHeader(json, size - start, file)
    const tensors = entries.map(({ begin, ...entry }) => ({ ...entry, file: path, offset: start + begin }))
    return { tensors, metadata }
  })
}

const allocate = <T>(entry: TensorEntry, make: () => T): T => {
  try {
    return make()
  } catch (cause) {
    throw new PromptPostError('unavailable', `is too large for the memory (${entry.byteLength} bytes)`, {
      field: `${entry.file}: tensor ${entry.name}`,
      next: 'Use a machine with more memory',
      cause,
    })
  }
}

/** Fills `target` with a tensor's bytes from the `start`-th on. */
type ReadBytes = (target: Uint8Array, start: number) => Promise<void>

const withTensor = <T>(
  { file, name, offset, byteLength }: TensorEntry,
  use: (read: ReadBytes) => Promise<T>,
): Promise<T> =>
  withFile(file, file, async handle => {
    const gone = () =>
      problem(file, 'lies outside the file, which changed since its header was read', { tensor: name })
    if ((await handle.stat()).size < offset + byteLength) throw gone()
    return use(async (target, start) => {
      if (!(await readFully(handle, target, offset + start))) throw gone()
    })
  })

/**
 * Reads one tensor as float32: float32, float16 and bfloat16 exactly, float64 rounded to nearest.
 *
 * @returns a new array of as many elements as the shape holds, row-major
 * @throws PromptPostError 'invalid-weights' when the type has no float32 form or the file changed since its header
 *   was read; 'unavailable' when there is no memory for it
 */
export const readTensor = async (entry: TensorEntry): Promise<Float32Array> => {
  const { storage, file, name, byteLength } = entry
  if (!isFloatStorage(storage)) {
    throw problem(file, 'is stored in a type that cannot be read as float32', {
      tensor: name,
      value: storage,
      next: 'Save it as float32, float16 or bfloat16',
    })
  }
  return withTensor(entry, async read => {
    const width = widthOf(storage)
    const target = allocate(entry, () => new Float32Array(byteLength / width))
    if (storage === 'float32') {
      await read(new Uint8Array(target.buffer), 0)
      return target
    }
    const chunk = new Uint8Array(Math.min(byteLength, CHUNK_BYTES))
    for (let done = 0; done < byteLength; done += chunk.byteLength) {
      const part = chunk.subarray(0, Math.min(chunk.byteLength, byteLength - done))
      await read(part, done)
      convertInto(storage, part, target, done / width)
    }
    return target
  })
}

/** {@link readTensor}, but float64 stays what it is. */
export const readUnrounded = async (entry: TensorEntry): Promise<Float32Array | Float64Array> => {
  if (entry.storage !== 'float64') return readTensor(entry)
  return withTensor(entry, async read => {
    const target = allocate(entry, () => new Float64Array(entry.byteLength / 8))
    await read(new Uint8Array(target.buffer), 0)
    return target
  })
}
