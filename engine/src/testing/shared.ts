/**
 * Test material that is too large or not ours to ship: found beside the repository, or left out with a note.
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository root, seen from engine/src/testing and from engine/dist/testing alike. */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

const findShared = (): string | undefined => {
  if (process.env.PROMPTPOST_SHARED) return process.env.PROMPTPOST_SHARED
  for (let directory = ROOT; dirname(directory) !== directory; directory = dirname(directory)) {
    const candidate = join(dirname(directory), 'shared')
    if (existsSync(join(candidate, 'README.md'))) return candidate
  }
  return undefined
}

/**
 * Path of shared test material: under PROMPTPOST_SHARED, or under the nearest folder `shared` beside the repository or
 * one of the folders above it.
 *
 * @returns undefined when it is not there, after a note on the console that names what was left out; meant for
 *   `describe.runIf(path !== undefined)`
 */
export const sharedPath = (...parts: string[]): string | undefined => {
  const shared = findShared()
  const path = shared === undefined ? undefined : join(shared, ...parts)
  if (path !== undefined && existsSync(path)) return path
  console.warn(
    `note: tests that need ${['shared', ...parts].join('/')} are left out; set PROMPTPOST_SHARED to run them`,
  )
  return undefined
}

/** Path of a file or folder inside the repository, for example `repositoryPath('examples', 'reviews-gpt2')`. */
export const repositoryPath = (...parts: string[]): string => join(ROOT, ...parts)
