/**
 * What a checkpoint of tuning says of the run that it belongs to, for those who only ask.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeMetadata } from '../../weights/index.js'
import { CHECKPOINT_NAME, LARGEST } from '../checkpoint-file.js'
import type { State } from './descent.js'

/** The ticket in a checkpoint's folder; undefined where there is no checkpoint, or one without a ticket. */
export const checkpointTicket = async (directory: string): Promise<string | undefined> => {
  const file = join(directory, CHECKPOINT_NAME)
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!bytes) return undefined
  const { state } = decodeMetadata(bytes, { maxBytes: LARGEST, label: file })
  return state === undefined ? undefined : (JSON.parse(state) as State).ticket
}
