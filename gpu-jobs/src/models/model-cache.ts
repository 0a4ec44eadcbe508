/**
 * Weights from the store on this machine's disk, shared by the jobs that run here one after another or side by side.
 *
 * A model stands under the digest of its files, so another revision is another folder; it comes under a name of its own and
 * is renamed when it is whole and verified, so nobody opens a part. Whoever needs room takes the folder unused for longest.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, digestOfList, makeFolder, PromptPostError } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { modelFileKey, type ObjectStore } from '@promptpost/base/store'
import type { ModelsFolder } from './models-folder.js'

/** Bytes of one request, and requests at a time: S3 gives some 90 MB/s to each. */
const PART = 16 * 2 ** 20
const LANES = 16
/** Room that stays free for the job itself. */
const SPARE = 1 * 2 ** 30
/** A folder used so recently may be open, in milliseconds. */
const IN_USE = 6 * 3_600_000

type File = ModelReference['files'][number]

const gone = (model: ModelReference, name: string): PromptPostError =>
  new PromptPostError('not-found', 'is not in the store', {
    field: `${model.name}/${name}`,
    next: 'Upload the model again and register it.',
  })

/** Fetches a file by ranges, several at a time, and verifies it. */
const fetchFile = async (
  store: ObjectStore,
  model: ModelReference,
  { name, size, sha256 }: File,
  path: string,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const file = await open(path, 'wx')
  try {
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < size) {
        signal?.throwIfAborted()
        let at = next
        next += PART
        const end = Math.min(at + PART, size)
        const stream = await store.getRange(modelFileKey(model.name, name), at, end)
        if (!stream) throw gone(model, name)
        for await (const chunk of stream) {
          await file.write(chunk, 0, chunk.length, at)
          at += chunk.length
        }
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  } finally {
    await file.close()
  }
  if ((await digestFile(path)).sha256 !== sha256)
    throw new PromptPostError('conflict', 'has changed since the model was registered', {
      field: `${model.name}/${name}`,
      next: 'Register the model again and use its new revision.',
    })
}

/** Folders of whole models, the one unused for longest first. */
const leftUnused = async (root: string, keep: string): Promise<string[]> => {
  const found: { path: string; used: number }[] = []
  for (const name of await readdir(root)) {
    const path = join(root, name)
    const used = (await stat(path).catch(() => undefined))?.mtimeMs
    if (used !== undefined && name !== keep && Date.now() - used > IN_USE) found.push({ path, used })
  }
  return found.sort((a, b) => a.used - b.used).map(({ path }) => path)
}

const makeRoom = async (root: string, bytes: number, keep: string): Promise<void> => {
  const free = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(root)
    return bavail * bsize
  }
  for (const path of await leftUnused(root, keep)) {
    if ((await free()) >= bytes + SPARE) return
    await rm(path, { recursive: true, force: true })
  }
  const there = await free()
  if (there < bytes)
    throw new PromptPostError('unavailable', `has ${there} bytes left for a model of ${bytes}`, {
      field: 'the disk for models',
      next: 'Give the machine a larger one.',
    })
}

/** @param root a folder on a fast disk; it may be shared by processes */
export const openModelCache = (store: ObjectStore, root: string): ModelsFolder => {
  return async (model, signal) => {
    const name = `${model.name}.${digestOfList(model.files).slice(0, 32)}`
    const directory = join(root, name)
    await makeFolder(root)
    const touch = async (): Promise<boolean> =>
      utimes(directory, new Date(), new Date()).then(
        () => true,
        () => false,
      )
    if (await touch()) return directory
    const bytes = model.files.reduce((sum, { size }) => sum + size, 0)
    await makeRoom(root, bytes, name)
    const draft = join(root, `${name}.${randomUUID()}`)
    try {
      await mkdir(draft)
      for (const file of model.files) await fetchFile(store, model, file, join(draft, file.name), signal)
      await rename(draft, directory).catch(async error => {
        // Another process was first with the same files.
        if (!(await touch())) throw error
      })
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
    return directory
  }
}
