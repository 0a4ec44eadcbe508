/**
 * The provider's models, where they may be registered from: a folder of folders, or the store itself.
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, PromptPostError } from '@promptpost/base'
import type { OutputFile } from '@promptpost/base/jobs'
import { modelFileKey, modelFolderKey, type ObjectStore, objectsUnder } from '@promptpost/base/store'
import type { Schemas } from '../http/validate.js'
import { summaryOf } from './model-config.js'

/** Reads the model of a name without the engine: digests of its files, plain facts of its config.json. Undefined where there is none. */
export type ModelShelf = (
  name: string,
) => Promise<{ config: Schemas['ModelConfig']; files: OutputFile[] } | undefined>

const CONFIG_LIMIT = 1 << 20
const FILES_LIMIT = 1000

const bad = (message: string, next: string): PromptPostError =>
  new PromptPostError('invalid-config', message, { field: 'config.json', next })

const readConfig = (size: number | undefined, read: () => Promise<string>): Promise<string> => {
  if (size === undefined) throw bad('is missing', 'Put a Hugging Face model directory there.')
  if (size > CONFIG_LIMIT) throw bad('is too large to be one', 'Put a Hugging Face model directory there.')
  return read()
}

const checkCount = (names: readonly string[]): void => {
  if (names.length > FILES_LIMIT)
    throw bad(`stands among more than ${FILES_LIMIT} files`, 'Keep only the model in its folder.')
}

/** Every plain file directly in the folder, by name; hidden files are not part of a model. */
const digests = async (directory: string): Promise<OutputFile[]> => {
  const names = (await readdir(directory))
    .filter(name => /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name))
    .sort()
  checkCount(names)
  const files: OutputFile[] = []
  for (const name of names) {
    const path = join(directory, name)
    if ((await stat(path)).isFile()) files.push({ name, ...(await digestFile(path)) })
  }
  return files
}

/** Models in the folders of a folder. */
export const modelsInFolders =
  (root: string): ModelShelf =>
  async name => {
    const directory = join(root, name)
    if (!(await stat(directory).catch(() => undefined))?.isDirectory()) return undefined
    const path = join(directory, 'config.json')
    const facts = await stat(path).catch(() => undefined)
    const text = await readConfig(facts?.isFile() ? facts.size : undefined, () => readFile(path, 'utf8'))
    return { config: summaryOf(text), files: await digests(directory) }
  }

/** Models in the store, whose digests it knows: nothing but config.json is read. */
export const modelsInStore =
  (store: ObjectStore): ModelShelf =>
  async name => {
    const folder = `${modelFolderKey(name)}/`
    const names: string[] = []
    for await (const { key } of objectsUnder(store, folder)) {
      names.push(key.slice(folder.length))
      checkCount(names)
    }
    if (names.length === 0) return undefined
    const files: OutputFile[] = []
    for (const file of names) {
      const head = await store.head(modelFileKey(name, file))
      if (head) files.push({ name: file, size: head.size, sha256: head.etag })
    }
    const size = files.find(file => file.name === 'config.json')?.size
    const text = await readConfig(size, async () => {
      const object = await store.get(modelFileKey(name, 'config.json'))
      return Buffer.from(object?.bytes ?? []).toString('utf8')
    })
    return { config: summaryOf(text), files }
  }
