/**
 * What a job reads, brought to where the engine can open it, and checked against the digests in the job's record.
 * @module
 */
import { constants } from 'node:fs'
import { copyFile, link, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, PromptPostError, sha256 } from '@promptpost/base'
import type { FileReference, ModelReference, TextsReference } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { Workbench } from '@promptpost/engine/post'
import type { ModelsFolder } from '../models/index.js'

const gone = (what: string): PromptPostError =>
  new PromptPostError('not-found', 'is no longer there', {
    field: what,
    next: 'Create it again and start a new job.',
  })

const changed = (model: ModelReference, name: string): PromptPostError =>
  new PromptPostError('conflict', 'has changed since the model was registered', {
    field: `${model.name}/${name}`,
    next: 'Put the file back as it was, or register the model again and use its new revision.',
  })

const isWeights = (name: string): boolean => name.endsWith('.safetensors')

/** Files whose bytes are read here; the weights' are read once, when the engine takes the digest of the model. */
const checkFiles = async (directory: string, model: ModelReference): Promise<void> => {
  for (const { name, size, sha256: digest } of model.files) {
    const path = join(directory, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts?.size !== size) throw changed(model, name)
    if (!isWeights(name) && (await digestFile(path)).sha256 !== digest) throw changed(model, name)
  }
}

/** Digests of the files that the engine's digest of a model is made of, as they are on record. */
const registeredDigest = ({ model }: Workbench, { files }: ModelReference): string => {
  const digests = new Map(files.map(file => [file.name, file.sha256]))
  const names = ['config.json', ...model.checkpoint.files.map(({ name }) => name)]
  return sha256(names.map(name => digests.get(name) ?? '').join('\n'))
}

/**
 * Opens a registered model, if its files are what they were then, byte for byte.
 *
 * @throws PromptPostError 'conflict' naming the file that has changed
 */
export const openRegistered = async (models: ModelsFolder, model: ModelReference): Promise<Workbench> => {
  const directory = await models(model)
  await checkFiles(directory, model)
  const { openWorkbench } = await import('@promptpost/engine/post')
  const workbench = await openWorkbench(directory)
  if (workbench.digest === registeredDigest(workbench, model)) return workbench
  for (const { name, sha256: digest } of model.files)
    if ((await digestFile(join(directory, name))).sha256 !== digest) throw changed(model, name)
  throw changed(model, 'its files')
}

/** A stored file at a path: the store's own file where it has one (a second name for it), else a copy. */
const place = async (store: ObjectStore, file: FileReference, path: string): Promise<void> => {
  const local = store.localPath?.(file.key)
  if (local !== undefined) {
    try {
      return await link(local, path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'ENOENT') throw gone(file.name)
      if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'EMLINK') throw error
      return copyFile(local, path, constants.COPYFILE_FICLONE)
    }
  }
  const stream = await store.getRange(file.key, 0, file.size)
  if (!stream) throw gone(file.name)
  await writeFile(path, stream, { flag: 'wx' })
}

/** Puts stored files side by side into a fresh folder and checks their digests. */
export const placeFiles = async (
  store: ObjectStore,
  files: readonly FileReference[],
  directory: string,
): Promise<string> => {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  for (const file of files) {
    const path = join(directory, file.name)
    await place(store, file, path)
    if ((await digestFile(path)).sha256 !== file.sha256)
      throw new PromptPostError('conflict', 'does not have the digest on record', { field: file.name })
  }
  return directory
}

/** One JSON string or `{"text": …}` a line. */
export const parseTexts = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const value = JSON.parse(line) as string | { text: string }
      return typeof value === 'string' ? value : value.text
    })

export const datasetTexts = async (store: ObjectStore, dataset: TextsReference): Promise<string[]> => {
  const object = await store.get(dataset.key)
  if (!object) throw gone('dataset')
  if (sha256(object.bytes) !== dataset.sha256)
    throw new PromptPostError('conflict', 'does not have the digest on record', { field: 'dataset' })
  return parseTexts(object.bytes)
}
