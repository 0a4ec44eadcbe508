/**
 * Defaults of private tuning, never chosen on a client's data but on public, labelled texts; docs/results has the runs.
 * @module
 */

/**
 * Few steps of large batches, and a norm that most gradients keep to: clipped to a tenth of it, all examples would weigh
 * the same, which costs more than the noise does.
 */
export const PRIVATE_DEFAULTS = { steps: 60, learningRate: 3e-2, clip: 1 }

/** The way down: at a constant rate, and the mean of the last quarter of the prompts, where the noise averages out. */
export const PRIVATE_DESCENT = { finalRate: 1, averaging: 0.25 }

/** Mean number of examples of a step: a quarter of the data, at least 64 (or all there are) and at most 1024. */
export const defaultExpectedBatch = (examples: number): number =>
  Math.min(examples, Math.max(64, Math.min(1024, Math.floor(examples / 4))))
