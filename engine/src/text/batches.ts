/**
 * Encoded texts as rectangular batches of few different widths, with little padding.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

export type EncodedText = { readonly ids: readonly number[]; readonly readout: number }

export type Batch = {
  /** Right-padded token ids, row-major [rows, width]. */
  readonly ids: Int32Array
  /** Number of real tokens in each row, [rows]. */
  readonly lengths: Int32Array
  /** Index the answer is read from in each row, [rows]; always below the row's length. */
  readonly readout: Int32Array
  /** Which example each row is: an index into what was given, [rows]. */
  readonly examples: number[]
  readonly rows: number
  /** The bucket edge: smallest one that holds the longest row. */
  readonly width: number
}

const refuse = (field: string, problem: string, value: unknown, next: string): never => {
  throw new PromptPostError('invalid-argument', problem, { field, value, next })
}

/**
 * The widths batches are padded to: the multiples of `multiple` that some length needs, ascending. Few widths mean
 * few compiled shapes and little memory churn.
 *
 * @param lengths token counts, each at least 1
 */
export const lengthBuckets = (lengths: Iterable<number>, options: { multiple?: number } = {}): number[] => {
  const multiple = options.multiple ?? 8
  if (!Number.isInteger(multiple) || multiple < 1) {
    refuse('options.multiple', 'is not a positive whole number', multiple, 'Use 8.')
  }
  const edges = new Set<number>()
  for (const length of lengths) edges.add(Math.max(1, Math.ceil(length / multiple)) * multiple)
  return [...edges].sort((a, b) => a - b)
}

/** Indices by ascending length, equal lengths in the order given: evaluation in this order pads little. */
export const evaluationOrder = (lengths: ArrayLike<number>): number[] =>
  Array.from(lengths, (_, index) => index).sort((a, b) => lengths[a]! - lengths[b]! || a - b)

const checkEdges = (edges: readonly number[]): readonly number[] => {
  const ascending = edges.every((edge, index) => Number.isInteger(edge) && edge > (edges[index - 1] ?? 0))
  return ascending
    ? edges
    : refuse('options.bucketEdges', 'are not ascending whole numbers', edges, 'Sort them.')
}

/**
 * Cuts examples into batches of `batchSize` rows (the last may be smaller), in the order given.
 *
 * @param options.order indices of the examples to use, in this order; all of them as they are by default
 * @param options.bucketEdges widths to choose from, ascending; by default the multiples of 8
 * @param options.padId what fills rows up (masked by `lengths`, so any id will do; 0 by default)
 * @throws PromptPostError 'invalid-argument' for an empty example, a readout outside it, or one longer than the edges
 */
export const makeBatches = (
  encoded: readonly EncodedText[],
  options: { batchSize: number; order?: readonly number[]; bucketEdges?: readonly number[]; padId?: number },
): Batch[] => {
  const { batchSize, padId = 0 } = options
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    refuse('options.batchSize', 'is not a positive whole number', batchSize, 'Use 8 or more.')
  }
  const order = options.order ?? encoded.map((_, index) => index)
  const chosen = order.map(
    index => encoded[index] ?? refuse('options.order', 'names no example', index, 'Use indices.'),
  )
  chosen.forEach(({ ids, readout }, position) => {
    if (!Number.isInteger(readout) || readout < 0 || readout >= ids.length) {
      refuse(
        `encoded[${order[position]}].readout`,
        `is not below its ${ids.length} tokens`,
        readout,
        'Encode it again.',
      )
    }
  })
  const edges = checkEdges(options.bucketEdges ?? lengthBuckets(chosen.map(({ ids }) => ids.length)))
  const batches: Batch[] = []
  for (let start = 0; start < chosen.length; start += batchSize) {
    const rows = chosen.slice(start, start + batchSize)
    const longest = rows.reduce((most, { ids }) => Math.max(most, ids.length), 0)
    const width =
      edges.find(edge => edge >= longest) ??
      refuse(
        'options.bucketEdges',
        `have none that holds ${longest} tokens`,
        edges.at(-1),
        'Add a larger edge.',
      )
    const ids = new Int32Array(rows.length * width).fill(padId)
    rows.forEach((row, index) => {
      ids.set(row.ids, index * width)
    })
    batches.push({
      ids,
      lengths: Int32Array.from(rows, row => row.ids.length),
      readout: Int32Array.from(rows, row => row.readout),
      examples: order.slice(start, start + batchSize),
      rows: rows.length,
      width,
    })
  }
  return batches
}
