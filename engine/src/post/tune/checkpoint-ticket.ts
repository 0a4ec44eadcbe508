/**
 * What a checkpoint of tuning says of the run that it belongs to, for those who only ask.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSafetensorsHeader } from '../../weights/index.js'
import { CHECKPOINT_NAME } from '../checkpoint-file.js'
import type { State } from './descent.js'

/** The ticket in a checkpoint's folder; undefined where there is no checkpoint, or one without a ticket. */
export const checkpointTicket = async (directory: string): Promise<string | undefined> => {
  const file = join(directory, CHECKPOINT_NAME)
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!found) return undefined
  const { state } = (await readSafetensorsHeader(file)).metadata
  return state === undefined ? undefined : (JSON.parse(state) as State).ticket
}
