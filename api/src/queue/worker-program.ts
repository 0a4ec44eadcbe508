/**
 * Where the programs of `@promptpost/gpu-jobs` are: beside whatever it resolves to. The api depends on the program, as
 * on any executable, and not on its code.
 * @module
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'

const findProgram = (name: string, flag: string): string => {
  try {
    return join(createRequire(import.meta.url).resolve('@promptpost/gpu-jobs'), '..', name)
  } catch (cause) {
    throw new PromptPostError('not-found', 'is not installed', {
      field: '@promptpost/gpu-jobs',
      next: `Install it beside the server, or name the program with ${flag} FILE.`,
      cause,
    })
  }
}

export const findWorkerProgram = (): string => findProgram('main.js', '--worker')

export const findPredictorProgram = (): string => findProgram('predictor/main.js', '--predictor')
