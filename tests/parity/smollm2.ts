/**
 * Where SmolLM2-135M lies, if it has been made.
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Directory named by PROMPTPOST_SMOLLM2; undefined, after a note, when there is none. */
export const smollm2Directory = (): string | undefined => {
  const directory = process.env.PROMPTPOST_SMOLLM2
  if (directory !== undefined && existsSync(join(directory, 'model.safetensors'))) return directory
  console.warn(
    'note: tests on SmolLM2-135M are left out; make it by shared/models/smollm2-135m/make.py (two commands in its head) ' +
      'and set PROMPTPOST_SMOLLM2 to its directory',
  )
  return undefined
}
