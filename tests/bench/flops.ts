/**
 * Floating-point operations of matrix products, 2 per multiply-add; nothing else is counted.
 *
 * With d the width, h that of all query heads together, k that of all key heads, f the inner width with m matrices (2, or 3 where it is
 * gated), R rows and L_i the keys that a query row of segment i meets, one block costs, forward,
 *   projections and MLP   2 R (d h + 2 d k + h d + m d f)
 *   attention             2 (2 h) sum over query rows of L  (scores, and their product with the values)
 * Backward by activations alone costs the same products once more for weights (dY W') and twice for attention. In the
 * last block only keys and values are needed of rows that are not read out: 2 R (2 d k), and the rest of B rows.
 * Backward by weights costs the weight products once more.
 * @module
 */
import type { ModelConfig } from '@promptpost/engine/models'
import type { BenchCase } from './cases.js'

/** Query rows and the keys each of them meets. */
export type Segment = { rows: number; keys: number }

const rowsOf = (segments: readonly Segment[]): number => segments.reduce((sum, { rows }) => sum + rows, 0)
const pairsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { rows, keys }) => sum + rows * keys, 0)

type Pass = {
  config: ModelConfig
  layers: number
  segments: readonly Segment[]
  /** Rows read out of the last block, or undefined when all leave it. */
  readout?: number
  /** Rows and columns of the output head. */
  head: readonly [number, number]
}

const UNGATED = new Set(['gpt2', 'bert', 'roberta'])

/** Of a row in one block: keys and values, and all else. */
const rowCosts = (config: ModelConfig): { keysAndValues: number; rest: number } => {
  const { width: d, heads, keyValueHeads, headSize, innerSize: f } = config
  const matrices = UNGATED.has(config.family) ? 2 : 3
  return {
    keysAndValues: 4 * d * keyValueHeads * headSize,
    rest: 4 * d * heads * headSize + 2 * matrices * d * f,
  }
}

type Parts = { weights: number; attention: number; head: number }

/** Forward pass: products with weights, and in attention. */
const forward = ({ config, layers, segments, readout, head }: Pass): Parts => {
  const { keysAndValues, rest } = rowCosts(config)
  const rows = rowsOf(segments)
  const whole = readout === undefined ? layers : layers - 1
  const keys = Math.max(...segments.map(segment => segment.keys))
  const last = readout === undefined ? 0 : keysAndValues * rows + rest * readout
  const perPair = 4 * config.heads * config.headSize
  return {
    weights: whole * (keysAndValues + rest) * rows + last,
    attention: perPair * (whole * pairsOf(segments) + (readout === undefined ? 0 : readout * keys)),
    head: 2 * head[0] * config.width * head[1],
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

/** @param config of the model that the case runs on */
export const countFlops = (c: Omit<BenchCase, 'name' | 'model' | 'bar'>, config: ModelConfig): FlopCounts => {
  const { batch, tokens, virtualTokens: n } = c
  const { layers, vocabularySize } = config
  const separate = [{ rows: batch * (n + tokens), keys: n + tokens }]
  const shared = [
    { rows: n, keys: n },
    { rows: batch * tokens, keys: n + tokens },
  ]
  const model = { config, layers }
  const plain: Pass = { ...model, segments: separate, head: [batch * (n + tokens), vocabularySize] }
  switch (c.kind) {
    case 'per-example':
      return {
        actual: stepFlops({ ...model, segments: separate, readout: batch, head: [batch, 2] }),
        dense: stepFlops(plain),
      }
    case 'shared':
      return {
        actual: stepFlops({ ...model, segments: shared, readout: batch, head: [batch, 2] }),
        dense: stepFlops(plain),
      }
    case 'evaluation':
      return {
        actual: total({ ...model, segments: shared, readout: batch, head: [batch, 2] }),
        dense: total(plain),
      }
    case 'transfer': {
      const student = { config, layers: c.studentLayers }
      const text = [{ rows: batch * tokens, keys: tokens }]
      const head: [number, number] = [batch * tokens, vocabularySize]
      const constants =
        total({ ...plain, ...student }) +
        total({ ...student, segments: text, head }) +
        total({ ...model, segments: text, head })
      return {
        actual: stepFlops({ ...model, segments: shared, readout: batch, head: [batch, vocabularySize] }),
        dense: stepFlops(plain) + constants,
      }
    }
    case 'distillation': {
      const teacher = total(plain)
      const student = forward({ ...plain, layers: c.studentLayers })
      // Weights: forward, dX and dW; attention: forward and twice as much back; the frozen head: forward and dX.
      const step = teacher + 3 * student.weights + 3 * student.attention + 2 * student.head
      return { actual: step, dense: step }
    }
  }
}

/** Rows of activations that the step's weight products run on. */
export const stepRows = (c: Pick<BenchCase, 'kind' | 'batch' | 'virtualTokens' | 'tokens'>): number =>
  c.kind === 'per-example' ? c.batch * (c.virtualTokens + c.tokens) : c.virtualTokens + c.batch * c.tokens
