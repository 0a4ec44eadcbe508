/**
 * Random 32-bit words from the operating system's generator, drawn in blocks and wiped as they are used.
 * @module
 */
import { randomFillSync } from 'node:crypto'

/** Fills the whole of `target` with uniform random bytes. */
export type ByteSource = (target: Uint8Array) => void

/** Returns a fresh uniform random word, a whole number from 0 to 2^32 - 1. */
export type WordSource = () => number

/** Words per block: 64 KiB, where the cost of a call to the generator has vanished. */
const BLOCK_WORDS = 16_384

const secureBytes: ByteSource = target => {
  randomFillSync(target)
}

/**
 * A word source over `node:crypto`. No word is handed out twice and none stays in memory after use; a source is never
 * saved or resumed, since repeated noise cancels.
 *
 * @param bytes for tests only: with any other source than the default there is no privacy.
 */
export const createWordSource = (bytes: ByteSource = secureBytes): WordSource => {
  const block = new Uint32Array(BLOCK_WORDS)
  const raw = new Uint8Array(block.buffer)
  let used = BLOCK_WORDS
  return () => {
    if (used === BLOCK_WORDS) {
      bytes(raw)
      used = 0
    }
    const word = block[used]!
    block[used++] = 0
    return word
  }
}
