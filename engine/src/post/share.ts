/**
 * Work over many texts divided among workers, without a bit of the result being another.
 *
 * What a batch gives depends, by rounding, on what else is in it. So batches are what is divided: every worker plans those of all the
 * texts, which takes a tokenizer and no model, and runs whole ones of its own. Each is run once with the same inputs, whoever runs it.
 * @module
 */
import type { Batch } from '../text/index.js'

/** Which part of `count` is meant, `index` from 0. */
export type Share = { index: number; count: number }

/**
 * The batches of a share, in their order. The largest go first, each to whoever has least (Graham 1969: at most 4/3 of the best
 * makespan); more shares than batches leave some empty.
 */
export const batchesOf = (batches: readonly Batch[], { index, count }: Share): Batch[] => {
  const sizeOf = (at: number): number => batches[at]!.rows * batches[at]!.width
  const order = batches.map((_, at) => at).sort((a, b) => sizeOf(b) - sizeOf(a) || a - b)
  const loads = new Array<number>(count).fill(0)
  const own: number[] = []
  for (const at of order) {
    const least = loads.indexOf(Math.min(...loads))
    loads[least]! += sizeOf(at)
    if (least === index) own.push(at)
  }
  return own.sort((a, b) => a - b).map(at => batches[at]!)
}

/** The examples in some batches, ascending. */
export const examplesOf = (batches: readonly Batch[]): number[] =>
  batches.flatMap(({ examples }) => examples).sort((a, b) => a - b)
