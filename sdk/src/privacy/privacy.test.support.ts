/**
 * What the privacy tests share: reproducible bytes, and reference values beside the repository.
 * @module
 */
import { createCipheriv, createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reference } from './check/reference.js'
import type { ByteSource } from './mechanism/random.js'

/** The AES-256-CTR key stream of a named seed: statistically uniform, the same on every run. */
export const seededBytes = (seed: string): ByteSource => {
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16))
  return target => target.set(cipher.update(Buffer.alloc(target.length)))
}

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** `dp/reference.json` of the shared fixtures (PROMPTPOST_SHARED, or a folder `shared` beside or above); undefined with a note. */
export const readReference = (): Reference | undefined => {
  const roots = process.env.PROMPTPOST_SHARED ? [process.env.PROMPTPOST_SHARED] : []
  for (let folder = REPOSITORY; dirname(folder) !== folder; folder = dirname(folder))
    roots.push(join(dirname(folder), 'shared'))
  const path = roots
    .map(root => join(root, 'fixtures', 'dp', 'reference.json'))
    .find(candidate => existsSync(candidate))
  if (path !== undefined) return JSON.parse(readFileSync(path, 'utf8')) as Reference
  console.warn(
    'note: tests against shared/fixtures/dp/reference.json are left out; set PROMPTPOST_SHARED to run them',
  )
  return undefined
}
