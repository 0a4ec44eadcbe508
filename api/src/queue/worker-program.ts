/**
 * Where the worker program is: beside whatever `@promptpost/gpu-jobs` resolves to. The api depends on the program, as
 * on any executable, and not on its code.
 * @module
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'

export const findWorkerProgram = (): string => {
  try {
    return join(createRequire(import.meta.url).resolve('@promptpost/gpu-jobs'), '..', 'main.js')
  } catch (cause) {
    throw new PromptPostError('not-found', 'is not installed', {
      field: '@promptpost/gpu-jobs',
      next: 'Install it beside the server, or name a worker program with --worker FILE.',
      cause,
    })
  }
}
