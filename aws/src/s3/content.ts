/**
 * Content on its way into the store: small content in memory, larger content in a file that can be read again when a part must be
 * sent again. Its digest is known before the first byte is sent.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { PromptPostError, sha256 } from '@promptpost/base'
import type { ObjectData } from '@promptpost/base/store'

/** Bytes of content that are sent in one request and held in memory. */
export const WHOLE = 8 * 2 ** 20

export type Content = {
  size: number
  sha256: string
  /** The bytes, where they are few. */
  bytes: Buffer | undefined
  /** All bytes anew; fails at its end where they are not those of the digest. */
  stream: () => Readable
  close: () => Promise<void>
}

const held = (bytes: Buffer): Content => ({
  size: bytes.length,
  sha256: sha256(bytes),
  bytes,
  stream: () => Readable.from([bytes]),
  close: async () => {},
})

async function* readFrom(file: FileHandle, wanted: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(1 << 20), 0, 1 << 20, at)
    if (bytesRead === 0) break
    at += bytesRead
    hash.update(buffer.subarray(0, bytesRead))
    yield buffer.subarray(0, bytesRead)
  }
  if (hash.digest('hex') !== wanted)
    throw new PromptPostError('conflict', 'changed while it was stored', {
      field: 'the file',
      next: 'Store it again.',
    })
}

const ofFile = async (file: FileHandle, digest: string, size: number): Promise<Content> => ({
  size,
  sha256: digest,
  bytes: undefined,
  stream: () => Readable.from(readFrom(file, digest)),
  close: () => file.close(),
})

/** Closes a file where what follows fails. */
const guarded = async <T>(file: FileHandle, task: () => Promise<T>): Promise<T> => {
  try {
    return await task()
  } catch (error) {
    await file.close()
    throw error
  }
}

/** A file without a name: it goes with the process, however that ends. */
const openNameless = async (): Promise<FileHandle> => {
  const path = join(tmpdir(), `promptpost-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

/** Content of a value or of a stream, which may use its buffers again. */
export const contentOf = async (data: ObjectData): Promise<Content> => {
  if (typeof data === 'string') return held(Buffer.from(data))
  if (data instanceof Uint8Array) return held(Buffer.from(data))
  const chunks: Buffer[] = []
  const hash = createHash('sha256')
  let size = 0
  let file: FileHandle | undefined
  try {
    for await (const chunk of data) {
      hash.update(chunk)
      size += chunk.length
      if (file) await file.writeFile(chunk)
      else chunks.push(Buffer.from(chunk))
      if (size > WHOLE && !file) {
        file = await openNameless()
        for (const early of chunks.splice(0)) await file.writeFile(early)
      }
    }
  } catch (error) {
    await file?.close()
    throw error
  }
  return file ? ofFile(file, hash.digest('hex'), size) : held(Buffer.concat(chunks))
}

/** Content of a file of any size. */
export const contentOfFile = async (path: string): Promise<Content> => {
  const file = await open(path, 'r')
  return guarded(file, async () => {
    const { size } = await file.stat()
    if (size <= WHOLE) {
      const content = held(await file.readFile())
      await file.close()
      return content
    }
    const hash = createHash('sha256')
    let read = 0
    for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
      hash.update(chunk as Buffer)
      read += (chunk as Buffer).length
    }
    return ofFile(file, hash.digest('hex'), read)
  })
}
