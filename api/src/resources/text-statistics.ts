/**
 * Statistics of texts as they come by: exact lengths from counters, duplicates from digests, in bounded memory.
 * @module
 */
import { createHash } from 'node:crypto'
import type { Schemas } from '../http/validate.js'

/** Different texts that are remembered. */
export const MOST_REMEMBERED = 1_000_000

/** How often each length came, up to the longest there can be. */
const createLengths = (longest: number) => {
  let counts = new Uint32Array(256)
  let total = 0
  const at = (rank: number): number => {
    let seen = 0
    for (let length = 0; ; length++) {
      seen += counts[length] as number
      if (seen > rank) return length
    }
  }
  return {
    add(length: number): void {
      if (length >= counts.length) {
        const larger = new Uint32Array(Math.min(longest + 1, Math.max(length + 1, counts.length * 2)))
        larger.set(counts)
        counts = larger
      }
      counts[length] = (counts[length] as number) + 1
      total++
    },
    summary: (): Schemas['LengthStatistics'] => ({
      min: at(0),
      median: (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2,
      max: at(total - 1),
    }),
  }
}

/** A set of texts, by 64 bits of their digests, that takes no more once it is full. */
const createMemory = (most: number) => {
  let slots = new BigUint64Array(1024)
  let size = 0
  const place = (table: BigUint64Array, digest: bigint): number => {
    const mask = table.length - 1
    let slot = Number(digest & 0xffffffffn) & mask
    while (table[slot] !== 0n && table[slot] !== digest) slot = (slot + 1) & mask
    return slot
  }
  const grow = (): void => {
    const larger = new BigUint64Array(slots.length * 2)
    for (const digest of slots) if (digest !== 0n) larger[place(larger, digest)] = digest
    slots = larger
  }
  return {
    /** Remembers it. @returns whether it was known */
    add(text: string): boolean {
      // 0 stands for an empty slot.
      const digest = createHash('sha256').update(text).digest().readBigUInt64LE() || 1n
      const slot = place(slots, digest)
      if (slots[slot] === digest) return true
      if (size >= most) return false
      slots[slot] = digest
      if (++size * 2 > slots.length) grow()
      return false
    },
  }
}

export type TextStatistics = {
  add(text: string): void
  count(): number
  /** @returns undefined when there was no text */
  summary(): Schemas['DatasetStatistics'] | undefined
}

/**
 * @param longest most characters (UTF-16 units) of a text
 * @param most different texts that are remembered to find duplicates
 */
export const createTextStatistics = (longest: number, most = MOST_REMEMBERED): TextStatistics => {
  const characters = createLengths(longest)
  // A UTF-16 unit takes 3 bytes of UTF-8 at most.
  const bytes = createLengths(3 * longest)
  const memory = createMemory(most)
  let count = 0
  let duplicates = 0
  return {
    add(text) {
      count++
      characters.add(text.length)
      bytes.add(Buffer.byteLength(text))
      if (memory.add(text)) duplicates++
    },
    count: () => count,
    summary: () =>
      count === 0 ? undefined : { characters: characters.summary(), bytes: bytes.summary(), duplicates },
  }
}
