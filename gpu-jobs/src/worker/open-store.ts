/**
 * The store that a command line names: a directory, or a bucket as `s3://NAME`.
 * @module
 */
import { resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { type ObjectStore, openDirectoryStore } from '@promptpost/base/store'

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?$/

export type OpenedStore = {
  store: ObjectStore
  /** The directory it stands in; undefined where it is not on this machine. */
  directory: string | undefined
}

export const isRemote = (location: string): boolean => location.startsWith('s3://')

/** @throws PromptPostError `invalid-argument` for an address that is no bucket */
export const openStore = async (location: string): Promise<OpenedStore> => {
  if (!isRemote(location)) {
    const directory = resolve(location)
    return { store: await openDirectoryStore(directory), directory }
  }
  const bucket = BUCKET.exec(location)?.[1]
  if (bucket === undefined)
    throw new PromptPostError('invalid-argument', 'is not s3://BUCKET', { field: '--store', value: location })
  const { createS3Client, openS3Store } = await import('@promptpost/aws/s3')
  return { store: openS3Store({ client: createS3Client(), bucket }), directory: undefined }
}
