/**
 * A student of two layers, distilled for one step: as small as one that a provider issues can be.
 * @module
 */
import { join } from 'node:path'
import { distil } from '@promptpost/engine/post'
import { REPOSITORY } from '../support/service.js'

/** Writes it into a new folder. */
export const makeStudent = async (folder: string): Promise<void> => {
  const texts = Array.from({ length: 8 }, (_, at) => `a quiet film of ${1900 + at}`)
  const modelDirectory = join(REPOSITORY, 'examples/reviews-gpt2')
  await distil({ modelDirectory, outDirectory: folder, texts, layers: 2, steps: 1, batchTokens: 64 })
}
