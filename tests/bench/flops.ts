/**
 * Floating-point operations of matrix products, 2 per multiply-add; nothing else is counted.
 *
 * With d the width, f = 4 d, R rows and L_i the keys that a query row of segment i meets, one block costs, forward,
 *   projections and MLP   2 R (3 d^2 + d^2 + 2 d f)      = 24 R d^2
 *   attention             2 (2 d) sum over query rows of L  (scores, and their product with the values)
 * Backward by activations alone costs the same products once more for weights (dY W') and twice for attention. In the
 * last block only keys and values are needed of rows that are not read out: 2 R (2 d^2), and the rest of B rows.
 * Backward by weights costs the weight products once more.
 * @module
 */
import type { BenchCase, ModelShape } from './cases.js'

/** Query rows and the keys each of them meets. */
export type Segment = { rows: number; keys: number }

const rowsOf = (segments: readonly Segment[]): number => segments.reduce((sum, { rows }) => sum + rows, 0)
const pairsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { rows, keys }) => sum + rows * keys, 0)

type Pass = {
  model: ModelShape
  segments: readonly Segment[]
  /** Rows read out of the last block, or undefined when all leave it. */
  readout?: number
  /** Rows and columns of the output head. */
  head: readonly [number, number]
}

/** Forward pass: products with weights, and in attention. */
const forward = ({
  model,
  segments,
  readout,
  head,
}: Pass): { weights: number; attention: number; head: number } => {
  const { layers, width: d } = model
  const rows = rowsOf(segments)
  const whole = readout === undefined ? layers : layers - 1
  const keys = Math.max(...segments.map(segment => segment.keys))
  const last = readout === undefined ? 0 : 4 * rows * d ** 2 + 20 * readout * d ** 2
  return {
    weights: whole * 24 * rows * d ** 2 + last,
    attention: 4 * d * (whole * pairsOf(segments) + (readout === undefined ? 0 : readout * keys)),
    head: 2 * head[0] * d * head[1],
  }
}

/** Forward and backward by activations. */
const stepFlops = (pass: Pass): number => {
  const { weights, attention, head } = forward(pass)
  return 2 * weights + 3 * attention + 2 * head
}

const total = (pass: Pass): number => {
  const { weights, attention, head } = forward(pass)
  return weights + attention + head
}

export type FlopCounts = {
  /** What our step has to do: prompts shared where they may be, one read-out row per example. */
  actual: number
  /** The same step computed plainly: every example with its own prompt, all rows through all blocks. */
  dense: number
}

export const countFlops = (c: BenchCase): FlopCounts => {
  const { model, batch, tokens, virtualTokens: n } = c
  const separate = [{ rows: batch * (n + tokens), keys: n + tokens }]
  const shared = [
    { rows: n, keys: n },
    { rows: batch * tokens, keys: n + tokens },
  ]
  const plain: Pass = { model, segments: separate, head: [batch * (n + tokens), model.vocabulary] }
  switch (c.kind) {
    case 'per-example':
      return {
        actual: stepFlops({ model, segments: separate, readout: batch, head: [batch, 2] }),
        dense: stepFlops(plain),
      }
    case 'shared':
      return {
        actual: stepFlops({ model, segments: shared, readout: batch, head: [batch, 2] }),
        dense: stepFlops(plain),
      }
    case 'transfer': {
      const student = { ...model, layers: c.studentLayers }
      const text = [{ rows: batch * tokens, keys: tokens }]
      const head: [number, number] = [batch * tokens, model.vocabulary]
      const constants =
        total({ ...plain, model: student }) +
        total({ model: student, segments: text, head }) +
        total({ model, segments: text, head })
      return {
        actual: stepFlops({ model, segments: shared, readout: batch, head: [batch, model.vocabulary] }),
        dense: stepFlops(plain) + constants,
      }
    }
    case 'distillation': {
      const teacher = total(plain)
      const student = forward({ ...plain, model: { ...model, layers: c.studentLayers } })
      // Weights: forward, dX and dW; attention: forward and twice as much back; the frozen head: forward and dX.
      const step = teacher + 3 * student.weights + 3 * student.attention + 2 * student.head
      return { actual: step, dense: step }
    }
  }
}

/** Rows of activations that the step's weight products run on. */
export const stepRows = (c: BenchCase): number =>
  c.kind === 'per-example' ? c.batch * (c.virtualTokens + c.tokens) : c.virtualTokens + c.batch * c.tokens
