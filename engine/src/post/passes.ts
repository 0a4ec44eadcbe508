/**
 * Batches for training on public or plainly used text: shuffled passes, in which texts of like length stand together, so
 * that little of a batch is padding.
 * @module
 */
import type { Random } from '../text/index.js'

/** Where a sequence of passes stands; plain JSON. */
export type Pass = { order: number[]; cursor: number }

export const newPass = (): Pass => ({ order: [], cursor: 0 })

/** Batches sorted by length together: large enough to group lengths, small enough to stay random. */
const POOL = 8

/** A pass: members shuffled, each pool of batches sorted by length, its batches shuffled; a short last batch is left out. */
const plan = (
  members: readonly number[],
  lengths: ArrayLike<number>,
  size: number,
  random: Random,
): number[] => {
  const order = random.shuffled(members)
  const batches: number[][] = []
  for (let start = 0; start < order.length; start += POOL * size) {
    const pool = order.slice(start, start + POOL * size)
    // Equal lengths stay in shuffled order: the sort is stable.
    pool.sort((a, b) => lengths[a]! - lengths[b]!)
    for (let at = 0; at + size <= pool.length; at += size) batches.push(pool.slice(at, at + size))
  }
  return random.shuffled(batches).flat()
}

/**
 * The next batch, changing `pass`.
 * @param members numbers to draw from
 * @param lengths of every number
 * @returns min(size, members) numbers
 */
export const nextBatch = (
  pass: Pass,
  members: readonly number[],
  lengths: ArrayLike<number>,
  size: number,
  random: Random,
): number[] => {
  const count = Math.min(size, members.length)
  if (pass.cursor + count > pass.order.length) {
    pass.order = plan(members, lengths, count, random)
    pass.cursor = 0
  }
  pass.cursor += count
  return pass.order.slice(pass.cursor - count, pass.cursor)
}
