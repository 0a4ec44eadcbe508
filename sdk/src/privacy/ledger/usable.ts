/**
 * Whether files can be written in a folder that may not be there yet, asked without writing.
 * @module
 */
import { access, constants } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { unusable } from './refusal.js'

/** @throws the system's error of the folder, or of the nearest one above it that there is */
export const requireWritable = async (folder: string): Promise<void> => {
  const place = resolve(folder)
  try {
    await access(place, constants.W_OK | constants.X_OK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(place) === place) throw error
    await requireWritable(dirname(place))
  }
}

/** @throws PromptPostError 'privacy-refused', as a run's charge would be, for a ledger that cannot be written */
export const requireUsableLedger = (directory: string): Promise<void> =>
  requireWritable(directory).catch(error => {
    throw unusable(directory, error)
  })
