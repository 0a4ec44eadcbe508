/**
 * Files brought down so that a broken connection costs little and a wrong byte is noticed: a part file named by its
 * digest is continued, checked whole, and only then gets its name. Two processes may bring the same file down at once.
 * @module
 */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { digestFile, makeFolder } from '@promptpost/base'
import type { components } from '../../generated/contract.js'
import type { DownloadOptions } from '../downloads.js'
import { ConnectionError, IntegrityError, UserAbortError } from '../errors.js'
import { explained, isDiskError } from './disk-error.js'
import { leavePart, sizeOf, takePart } from './part-file.js'

type File = components['schemas']['File']

/** Asks for a file from a byte on, if it still has this ETag. */
export type Fetcher = (name: string, headers: Record<string, string>) => Promise<Response>

/** Times a file may break off and be continued. */
const RESUMES = 5

const isWhole = async (path: string, file: File): Promise<boolean> =>
  (await sizeOf(path)) === file.size && (await digestFile(path)).sha256 === file.sha256

/** Adds what is missing to the part file; true when the server gave up half-way and asking again may help. */
const continuePart = async (
  fetcher: Fetcher,
  file: File,
  part: string,
  signal: AbortSignal | undefined,
  onBytes: (here: number) => void,
): Promise<void> => {
  const start = await sizeOf(part)
  const headers: Record<string, string> =
    start > 0 ? { range: `bytes=${start}-`, 'if-range': `"${file.sha256}"` } : {}
  const response = await fetcher(file.name, headers)
  const isContinued = response.status === 206
  let here = isContinued ? start : 0
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      here += chunk.length
      if (here > file.size) throw new IntegrityError(file.name, 'is longer than its manifest says')
      onBytes(here)
      yield chunk
    }
  }
  const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream<Uint8Array>)
  const target = createWriteStream(part, { flags: isContinued ? 'a' : 'w' })
  await pipeline(body, counted, target, signal ? { signal } : {})
}

const downloadOne = async (
  fetcher: Fetcher,
  file: File,
  part: string,
  signal: AbortSignal | undefined,
  onBytes: (here: number) => void,
): Promise<void> => {
  for (let attempt = 0; (await sizeOf(part)) !== file.size || attempt === 0; attempt++) {
    if (file.size > 0 && (await sizeOf(part)) === file.size) break
    if ((await sizeOf(part)) > file.size) await rm(part)
    try {
      await continuePart(fetcher, file, part, signal, onBytes)
    } catch (error) {
      if (signal?.aborted) throw new UserAbortError(signal.reason)
      if (error instanceof IntegrityError) await rm(part, { force: true })
      // Asking again changes nothing about the service's refusal, nor about the disk's.
      const isOurs = (error instanceof Error && 'status' in error) || isDiskError(error)
      if (error instanceof IntegrityError || isOurs || attempt >= RESUMES) throw error
    }
    if (attempt >= RESUMES && (await sizeOf(part)) !== file.size)
      throw new ConnectionError(`${file.name}: the connection broke ${RESUMES + 1} times`)
  }
  if ((await digestFile(part)).sha256 === file.sha256) return
  await rm(part)
  throw new IntegrityError(file.name, 'does not have the digest its manifest says')
}

/**
 * Files into a directory. What is there already and right is left; what is half there is continued. A file appears
 * under its name only when every file is whole.
 *
 * @throws IntegrityError when a digest is wrong or a name could lead out of the directory; PromptPostError 'unavailable' when the
 *   disk is full or the directory cannot be written
 */
export const downloadFiles = async (
  fetcher: Fetcher,
  files: readonly File[],
  directory: string,
  options: DownloadOptions = {},
): Promise<void> => {
  for (const { name } of files)
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name))
      throw new IntegrityError(name, 'is not a plain file name')
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const parts = new Map<File, string>()
  let before = 0
  try {
    await makeFolder(directory)
    for (const file of files) {
      if (!(await isWhole(join(directory, file.name), file))) {
        const part = await takePart(directory, file)
        parts.set(file, part)
        await downloadOne(fetcher, file, part, options.signal, here =>
          options.onProgress?.(before + here, total),
        )
      }
      before += file.size
      options.onProgress?.(before, total)
    }
    for (const [file, part] of parts) {
      await rename(part, join(directory, file.name))
      parts.delete(file)
    }
  } catch (error) {
    throw explained(error, directory)
  } finally {
    for (const [file, part] of parts) await leavePart(directory, file, part)
  }
}
