/**
 * The data folder of a service, for commands beside it.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type ObjectStore, openDirectoryStore } from '@promptpost/base/store'

/** Opens what is there: a folder that is none of a service stays as it is, and none is made where a name is misspelt. */
export const openData = async (data: string): Promise<ObjectStore> => {
  if ((await stat(join(data, 'objects')).catch(() => undefined))?.isDirectory())
    return openDirectoryStore(data)
  throw new PromptPostError('not-found', 'is not the data directory of a service', {
    field: '--data',
    value: data,
    next: 'Give the folder that serve --data has.',
  })
}
