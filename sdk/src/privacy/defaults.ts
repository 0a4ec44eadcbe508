/**
 * Defaults of private tuning, chosen on public stand-ins (the demo's public classes), never on private data: fewer steps
 * of larger batches, a norm below which most gradients are clipped (Adam takes no notice of their scale), a higher rate.
 * @module
 */

export const PRIVATE_DEFAULTS = { steps: 80, learningRate: 5e-2, clip: 0.05 }

/** Mean number of examples of a step: a quarter of the data, at least 64 (or all there are) and at most 1024. */
export const defaultExpectedBatch = (examples: number): number =>
  Math.min(examples, Math.max(64, Math.min(1024, Math.floor(examples / 4))))
