/**
 * How much a cache may take: as told, or a tenth of what the disk has to give, 10 GiB at most.
 * @module
 */
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PromptPostError } from '../errors.js'
import { bytesHeld } from './cache.js'

const MOST = 10 * 2 ** 30
const SHARE = 0.1

const UNITS: Record<string, number> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }

/** @throws PromptPostError `invalid-argument` for what is neither 0 nor a size as 512MiB */
export const readCacheBytes = (text: string): number => {
  const [, count, unit = ''] = /^(0|[1-9]\d{0,11})(|[KMGT]iB)$/.exec(text) ?? []
  const bytes = Number(count) * (UNITS[unit] ?? 0)
  if (count !== undefined && Number.isSafeInteger(bytes)) return bytes
  throw new PromptPostError(
    'invalid-argument',
    'must be a number of bytes, as 512MiB or 10GiB, or 0 for none',
    {
      field: '--cache-bytes',
      value: text,
    },
  )
}

/** Bytes that the disk has to give where a folder stands or will stand. */
const freeAt = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    const parent = dirname(folder)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) return 0
    return freeAt(parent)
  }
}

/** What a folder's cache may take where nobody said it. */
export const defaultCacheBytes = async (directory: string): Promise<number> =>
  Math.min(MOST, Math.floor(SHARE * ((await freeAt(directory)) + (await bytesHeld(directory)))))
