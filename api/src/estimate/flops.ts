/**
 * Floating-point operations of matrix products, 2 per multiply-add; nothing else is counted.
 *
 * With d the width, q and k those of all queries and keys, f that inside the m matrices of the feed-forward part, a row costs
 * in a block, forward, 2 (2 d q + 2 d k + m d f) with weights, and 4 q per key that it meets in attention. Of the last block only
 * keys and values are needed of rows that are not read out. Backward by activations costs the products with weights once
 * more and those in attention twice; backward by weights the products with weights once more.
 * @module
 */
import type { Shape } from './shape.js'

export type Pass = {
  rows: number
  /** Keys met, summed over the rows. */
  pairs: number
  /** Rows read out of the last block and the keys each of them meets, where not all rows leave it. */
  readout?: { rows: number; keys: number }
  /** Rows and columns of the output head. */
  head: readonly [rows: number, columns: number]
}

type Parts = { weights: number; attention: number; head: number }

const parts = (shape: Shape, { rows, pairs, readout, head }: Pass): Parts => {
  const { layers, width: d, queries: q, keys: k, inner: f, innerMatrices: m } = shape
  const rest = 4 * d * q + 2 * m * d * f
  const whole = readout ? layers - 1 : layers
  const last = readout ? rows * 4 * d * k + readout.rows * rest : 0
  return {
    weights: whole * rows * (rest + 4 * d * k) + last,
    attention: 4 * q * (whole * pairs + (readout ? readout.rows * readout.keys : 0)),
    head: 2 * head[0] * d * (head[1] + (shape.headTransform ? d : 0)),
  }
}

/** One forward pass. */
export const forwardFlops = (shape: Shape, pass: Pass): number => {
  const { weights, attention, head } = parts(shape, pass)
  return weights + attention + head
}

/** Forward and backward by activations: a step that trains a prompt. */
export const promptStepFlops = (shape: Shape, pass: Pass): number => {
  const { weights, attention, head } = parts(shape, pass)
  return 2 * weights + 3 * attention + 2 * head
}

/** The teacher forward, the student forward and backward by all but its frozen head. */
export const distilStepFlops = (teacher: Shape, layers: number, pass: Pass): number => {
  const { weights, attention, head } = parts({ ...teacher, layers }, pass)
  return forwardFlops(teacher, pass) + 3 * weights + 3 * attention + 2 * head
}

/** A pass over texts of one length behind a prompt, read out at one row each. */
export const textPass = (
  { isCausal }: Pick<Shape, 'isCausal'>,
  texts: number,
  tokens: number,
  virtualTokens: number,
  columns: number,
): Pass => {
  const keys = virtualTokens + tokens
  const shared = { rows: virtualTokens + texts * tokens, pairs: virtualTokens ** 2 + texts * tokens * keys }
  const separate = { rows: texts * keys, pairs: texts * keys ** 2 }
  return { ...(isCausal ? shared : separate), readout: { rows: texts, keys }, head: [texts, columns] }
}
