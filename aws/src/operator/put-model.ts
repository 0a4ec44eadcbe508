/**
 * A model's folder into the bucket. Its files are stored by the store itself, which keeps their digests: the service would otherwise
 * have to read all of a model to register it.
 * @module
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { digestFile, PromptPostError } from '@promptpost/base'
import { modelFileKey, type ObjectStore } from '@promptpost/base/store'

/** Files that are a part of a model: no hidden ones. */
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

const filesOf = async (directory: string): Promise<string[]> => {
  const names = await readdir(directory).catch((cause: Error) => {
    throw new PromptPostError('not-found', 'cannot be read', { field: 'the folder', value: directory, cause })
  })
  const found: string[] = []
  for (const name of names.sort())
    if (FILE.test(name) && (await stat(join(directory, name))).isFile()) found.push(name)
  if (!found.includes('config.json'))
    throw new PromptPostError('invalid-argument', 'holds no config.json', {
      field: 'the folder',
      value: directory,
      next: 'Name a folder with a Hugging Face model.',
    })
  // Last: a model without it cannot be registered, so none is while it comes.
  return [...found.filter(name => name !== 'config.json'), 'config.json']
}

/** Stores what is not there yet, byte for byte; a folder that was put half may be put again. Gives each file once it is stored. */
export async function* putModel(
  store: ObjectStore,
  name: string,
  directory: string,
): AsyncGenerator<{ file: string; size: number }> {
  for (const file of await filesOf(directory)) {
    const path = join(directory, file)
    const { sha256 } = await digestFile(path)
    const key = modelFileKey(name, file)
    const present = await store.head(key)
    if (present && present.etag !== sha256)
      throw new PromptPostError('conflict', 'is there with other content', {
        field: key,
        next: 'Put the model under another name: jobs and students rely on its files as they are.',
      })
    const { size } = present ?? (await store.putFile(key, path, { ifAbsent: true }))
    yield { file, size }
  }
}
