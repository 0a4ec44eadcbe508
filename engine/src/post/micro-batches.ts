/**
 * How a private sample is cut for the device.
 *
 * The sensitivity that a mechanism promises needs an example's gradient to be the same to the last bit whoever shares its
 * step. The last bits of a float32 sum depend on how many numbers are summed, padding included, and those of a root or a
 * quotient on whether it falls into a vector register or into what is left over. So an example is padded to one width
 * in every sample, and that width with the prompt fills whole registers: then nothing depends on where in its micro-batch
 * an example stands. That is a measured property of ONNX Runtime on CPUs, and a test holds every family to it.
 * @module
 */

/** Prompt and text together are padded to a multiple of this: the float32 numbers of the widest register, AVX-512. */
const MULTIPLE = 16

export type MicroBatch = {
  readonly examples: number[]
  /** What its texts are padded to, tokens. */
  readonly width: number
}

export type MicroBatchOptions = {
  /** Most examples of a micro-batch. */
  batchSize: number
  virtualTokens: number
  /** Most tokens the model takes, prompt included. */
  positions: number
}

/** What a text of so many tokens is padded to, at most. */
export const paddedWidth = (
  length: number,
  { virtualTokens, positions }: Omit<MicroBatchOptions, 'batchSize'>,
): number => Math.min(Math.ceil((virtualTokens + length) / MULTIPLE) * MULTIPLE, positions) - virtualTokens

/**
 * Cuts a sample into micro-batches of examples that are padded alike.
 *
 * @param sampled indices into `lengths`
 * @param lengths tokens of every example, at most `positions - virtualTokens`
 */
export const microBatches = (
  sampled: readonly number[],
  lengths: readonly number[],
  { batchSize, virtualTokens, positions }: MicroBatchOptions,
): MicroBatch[] => {
  const widthOf = (example: number) => paddedWidth(lengths[example]!, { virtualTokens, positions })
  const batches: MicroBatch[] = []
  for (const example of [...sampled].sort((a, b) => lengths[a]! - lengths[b]!)) {
    const open = batches.at(-1)
    const width = widthOf(example)
    if (open?.width === width && open.examples.length < batchSize) open.examples.push(example)
    else batches.push({ examples: [example], width })
  }
  return batches
}
