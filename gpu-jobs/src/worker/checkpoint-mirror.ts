/**
 * Checkpoints where another machine finds them: a job that a spot instance loses goes on elsewhere.
 *
 * The engine writes them to disk, each whole; here each new one is copied to the store, under the attempt that wrote it, so that a
 * worker which lost its job unawares cannot replace a newer one. Work is deterministic: any of them leads to the same end.
 * @module
 */
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { digestFile, PromptPostError } from '@promptpost/base'
import { checkpointFolder, type JobRecord } from '@promptpost/base/jobs'
import { type ObjectStore, objectsUnder } from '@promptpost/base/store'

/** How often to look for a new checkpoint, in milliseconds. */
const INTERVAL = 1_000

/** Files that are still being written have a name of this kind. */
const isDraft = (name: string): boolean => name.endsWith('.tmp')

type Found = { key: string; attempt: number; name: string }

const stored = async (store: ObjectStore, job: JobRecord): Promise<Found[]> => {
  const prefix = `${checkpointFolder(job)}/`
  const found: Found[] = []
  for await (const { key } of objectsUnder(store, prefix)) {
    const [attempt = '', name = ''] = key.slice(prefix.length).split('/')
    found.push({ key, attempt: Number(attempt), name })
  }
  return found
}

const fetchFile = async (store: ObjectStore, key: string, path: string): Promise<void> => {
  const head = await store.head(key)
  const stream = head && (await store.getRange(key, 0, head.size))
  if (!stream) return
  await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  if ((await digestFile(path)).sha256 !== head.etag)
    throw new PromptPostError('unavailable', 'did not arrive as it was stored', { field: 'the checkpoint' })
}

/** Brings the checkpoint of the last attempt that left one into a folder that has none. */
export const restoreCheckpoint = async (
  store: ObjectStore,
  job: JobRecord,
  directory: string,
): Promise<void> => {
  const found = await stored(store, job)
  const last = Math.max(...found.map(({ attempt }) => attempt))
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const { key, attempt, name } of found)
    if (attempt === last) await fetchFile(store, key, join(directory, name))
}

export type CheckpointMirror = {
  /** Stops looking. With `save`, what has been written since is stored first. */
  close(settings: { save: boolean }): Promise<void>
}

/** @param broken called when the store fails while no one waits */
export const openCheckpointMirror = (
  store: ObjectStore,
  job: JobRecord,
  directory: string,
  broken: (error: unknown) => void,
): CheckpointMirror => {
  const own = `${checkpointFolder(job)}/${job.attempt}`
  const done = new Map<string, string>()
  let working: Promise<void> = Promise.resolve()

  const copy = async (): Promise<void> => {
    for (const name of await readdir(directory)) {
      const path = join(directory, name)
      const facts = await stat(path, { bigint: true }).catch(() => undefined)
      const version = facts?.isFile() ? `${facts.ino} ${facts.mtimeNs} ${facts.size}` : undefined
      if (isDraft(name) || version === undefined || done.get(name) === version) continue
      await store.putFile(`${own}/${name}`, path)
      if (done.size === 0)
        for (const { key, attempt } of await stored(store, job))
          if (attempt < job.attempt) await store.delete(key)
      done.set(name, version)
    }
  }
  /** One copy at a time. */
  const next = (): Promise<void> => {
    working = working.catch(() => {}).then(copy)
    return working
  }
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    void next()
      .catch(broken)
      .finally(() => {
        isBusy = false
      })
  }, INTERVAL)

  return {
    async close({ save }) {
      clearInterval(timer)
      await (save ? next() : working.catch(() => {}))
    },
  }
}
