/**
 * Work over many texts divided among workers, without a bit of the result being another.
 *
 * What a text is given may depend, by rounding, on what else is in its batch: the kernel of a matrix product is chosen by its shape. So
 * batches are what is divided: every worker plans those of all the texts, which takes a tokenizer and no model, and runs whole ones of
 * its own. Each is run once with the same inputs, whoever runs it.
 * @module
 */
import type { Batch } from '../text/index.js'

/** Which part of `count` is meant, `index` from 0. */
export type Share = { index: number; count: number }

/**
 * Which of some pieces of work each of `count` has, by the size of each. The largest go first, each to whoever has least (Graham 1969: at
 * most 4/3 of the best makespan); more shares than pieces leave some empty.
 */
export const assign = (sizes: readonly number[], count: number): number[][] => {
  const order = sizes.map((_, at) => at).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const loads = new Array<number>(count).fill(0)
  const shares = loads.map((): number[] => [])
  for (const at of order) {
    const least = loads.indexOf(Math.min(...loads))
    loads[least]! += sizes[at]!
    shares[least]!.push(at)
  }
  return shares.map(own => own.sort((a, b) => a - b))
}

/** Tokens of a batch, padding included. */
export const sizeOf = ({ rows, width }: Batch): number => rows * width

/** The batches of a share, in their order. */
export const batchesOf = (batches: readonly Batch[], { index, count }: Share): Batch[] =>
  assign(batches.map(sizeOf), count)[index]!.map(at => batches[at]!)

/** The examples in some batches, ascending. */
export const examplesOf = (batches: readonly Batch[]): number[] =>
  batches.flatMap(({ examples }) => examples).sort((a, b) => a - b)
