/**
 * In the place of `index.ts` where there are no files: browsers and edge runtimes.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import type * as disk from './index.js'

const refuse = (method: string, next: string) => (): never => {
  throw new PromptPostError('unavailable', 'needs a file system, which this runtime has not', {
    field: method,
    next,
  })
}

export const tuneAndTransfer: typeof disk.tuneAndTransfer = refuse(
  'prompts.tuneAndTransfer',
  'Call it in Node: private data is tuned on where it is.',
)

export const classifyLocalFirst: typeof disk.classifyLocalFirst = refuse(
  'predictions.classifyLocalFirst',
  'Call it in Node, where the student can run, or send all texts with `predictions.classify`.',
)

const noDownload = refuse('download', 'Read single files with `file(id, name)`.')

export const downloadFiles: typeof disk.downloadFiles = noDownload
export const digestOfList: typeof disk.digestOfList = noDownload

export const readPromptFolder: typeof disk.readPromptFolder = refuse(
  'prompts.upload',
  'Give the contents to `prompts.create`.',
)
