/**
 * How tokens lie in the matrix of rows that flows through a model. All row-wise work (projections, norms, MLP) runs
 * on one matrix [rows, width]; only attention needs to know which rows belong together.
 * @module
 */

import type { DType } from '../graph/index.js'
import {
  add,
  addDims,
  and,
  arange,
  cast,
  concat,
  constant,
  type Dim,
  dimSize,
  type Graph,
  gatherRepeated,
  greater,
  less,
  lessOrEqual,
  minimum,
  mul,
  multiplyDims,
  reshape,
  split,
  sub,
  type Value,
  where,
} from '../graph/index.js'

/** A block of `batch` sequences of `length` tokens whose first token has position `start`. */
export type Segment = { batch: Dim; length: Dim; start: Dim }

/**
 * - none: text alone, rows [B*T].
 * - separate: each example has its own copy of the prompt, rows [B*(n+T)]; needed for per-example prompt gradients
 *   and by models that read both ways.
 * - shared: the prompt's rows stand once before all texts', rows [n + B*T]. Right for causal models, whose prompt
 *   does not see the text.
 * - cached: the texts' rows alone, [B*T]; of the prompt there are only the keys and values that it had before. For causal
 *   models.
 */
export type LayoutMode = 'none' | 'separate' | 'shared' | 'cached'

/** Keys and values of one layer, [batch, keyValueHeads, length, headSize], keys turned by their positions. */
export type KeysAndValues = { keys: Value; values: Value }

/** What stands before each text in layout 'cached'. Shorter prompts are padded on the left, so that each ends where its text begins. */
export type Past = {
  /** Of each layer, [B, keyValueHeads, virtualTokens, headSize]. */
  layers: readonly KeysAndValues[]
  /** Virtual tokens of each text's prompt without padding, int64 [B]. */
  lengths: Value
}

export type Layout = {
  graph: Graph
  mode: LayoutMode
  /** Virtual tokens in front of each text, padding included. */
  virtualTokens: Dim
  batch: Dim
  /** Text tokens per example, padding included. */
  textLength: Dim
  segments: readonly Segment[]
  rows: Dim
  /** Text tokens of each example without padding, int32 [B]; models that read both ways need it. */
  lengths: Value | undefined
  /** In layout 'cached'. */
  past?: Past
  /** Where it is set, attention leaves each layer's keys and values here, those of the past before the texts'. */
  kept?: KeysAndValues[]
}

/** Rows that leave the last block: A of each example, most often one. */
export type Selection = {
  /** A */
  perText: Dim
  /** Row numbers in the matrix, int64 [B*A]. */
  rows: Value
  /** Their position in prompt + text, int64 [B] or [B, A]. */
  positions: Value
  /** Their place among the keys, shaped alike: the position, but for what a shorter prompt is padded by. */
  places: Value
}

export const createLayout = (
  graph: Graph,
  mode: LayoutMode,
  virtualTokens: Dim,
  lengths: Value | undefined,
  batch: Dim = 'B',
  textLength: Dim = 'T',
): Layout => {
  const text = { batch, length: textLength, start: virtualTokens }
  const segments =
    mode === 'shared'
      ? [{ batch: 1, length: virtualTokens, start: 0 }, text]
      : mode === 'cached'
        ? [text]
        : [{ batch, length: addDims(virtualTokens, textLength), start: 0 }]
  const rows = addDims(...segments.map(segment => multiplyDims(segment.batch, segment.length)))
  return { graph, mode, virtualTokens, batch, textLength, segments, rows, lengths }
}

/** Cuts a matrix of rows into its segments' rows. */
export const segmentRows = (layout: Layout, rows: Value): Value[] =>
  layout.segments.length === 1
    ? [rows]
    : split(
        rows,
        layout.segments.map(segment => multiplyDims(segment.batch, segment.length)),
        0,
      )

/**
 * Adds a per-position matrix [positions, width], looked up by `lookup`, to every sequence.
 * @param positions how many there are; padding behind a text may stand beyond them, and takes the last
 */
export const addByPosition = (
  layout: Layout,
  rows: Value,
  positions: number,
  lookup: (positions: Value) => Value,
): Value => {
  const width = rows.shape[1]!
  const parts = segmentRows(layout, rows).map((part, i) => {
    const { batch, length } = layout.segments[i]!
    const sum = add(
      reshape(part, [batch, length, width]),
      lookup(minimum(segmentPositions(layout, i), positions - 1)),
    )
    return reshape(sum, [multiplyDims(batch, length), width])
  })
  return concat(parts, 0)
}

/** Integers plus a size. */
const plus = (x: Value, dim: Dim): Value => add(x, typeof dim === 'number' ? dim : dimSize(x.graph, dim))

/** Places of a segment's tokens among the keys, int64 [length]. */
export const segmentPlaces = (layout: Layout, index: number): Value => {
  const { length, start } = layout.segments[index]!
  const places = arange(layout.graph, length)
  return start === 0 ? places : plus(places, start)
}

/** Position ids of a segment's tokens, int64 [length]; behind prompts of different lengths [batch, length]. */
export const segmentPositions = (layout: Layout, index: number): Value => {
  const { graph, past } = layout
  if (!past) return segmentPlaces(layout, index)
  const known = graph.cache.get('positions')
  if (known) return known
  const { batch, length } = layout.segments[index]!
  const positions = add(reshape(past.lengths, [batch, 1]), arange(graph, length))
  graph.cache.set('positions', positions)
  return positions
}

/** The rows of one text position per example, or of several: `readout` is int32 [B] or [B, A], counted in the text. */
export const selectReadout = (layout: Layout, readout: Value): Selection => {
  const { graph, virtualTokens, mode, past } = layout
  const [batch, perText = 1] = readout.shape as [Dim, Dim?]
  const inText = cast(readout, 'int64')
  const places = plus(inText, virtualTokens)
  const text = layout.segments.at(-1)!
  const isOne = readout.shape.length === 1
  const byText = (x: Value): Value => (isOne ? x : reshape(x, [batch, 1]))
  const base = byText(mul(arange(graph, layout.batch), dimSize(graph, text.length)))
  const offset = mode === 'cached' ? undefined : mode === 'none' ? 0 : virtualTokens
  const inMatrix = add(base, inText)
  const rows = offset === undefined ? inMatrix : plus(inMatrix, offset)
  return {
    perText,
    rows: reshape(rows, [multiplyDims(batch, perText)]),
    positions: past ? add(inText, byText(past.lengths)) : places,
    places,
  }
}

/** Rows of the text without the prompt's: [B*T, width]. */
export const textRows = (layout: Layout, rows: Value): Value => {
  if (layout.mode === 'none' || layout.mode === 'cached') return rows
  if (layout.mode === 'shared') return segmentRows(layout, rows)[1]!
  const width = rows.shape[1]!
  const { batch, textLength, virtualTokens } = layout
  const whole = reshape(rows, [batch, addDims(virtualTokens, textLength), width])
  const text = split(whole, [virtualTokens, textLength], 1)[1]!
  return reshape(text, [multiplyDims(batch, textLength), width])
}

/** Added to scores that must not count; small enough that its exponential is zero, finite so that nothing is NaN. */
const hidden = (dtype: DType): number => (dtype === 'float16' ? -60000 : -1e30)

/** Which keys are no padding before a shorter prompt, [B, 1, 1, keys]. */
const isPrompt = ({ batch, virtualTokens, graph }: Layout, { lengths }: Past, at: Value): Value =>
  lessOrEqual(reshape(sub(dimSize(graph, virtualTokens), lengths), [batch, 1, 1, 1]), at)

/**
 * The additive mask of attention from query positions to key positions, or undefined where all may be seen.
 * @param queries places of the queries, int64 [queries] or, with a batch axis, [B, 1, 1, 1]
 * @param keys number of keys, counted from place 0
 */
export const attentionBias = (
  layout: Layout,
  kind: 'causal' | 'masked',
  queries: Value,
  keys: Dim,
  window: number | undefined,
  dtype: DType,
): Value | undefined => {
  const { graph } = layout
  const key = `bias ${kind} ${queries.name} ${keys} ${window} ${dtype}`
  const known = graph.cache.get(key)
  if (known) return known
  const at = arange(graph, keys)
  let seen: Value
  if (kind === 'causal') {
    const from = queries.shape.length === 1 ? reshape(queries, [queries.shape[0]!, 1]) : queries
    seen = lessOrEqual(at, from)
    if (window !== undefined) seen = and(seen, greater(at, sub(from, window)))
    if (layout.past) seen = and(seen, isPrompt(layout, layout.past, at))
  } else {
    if (!layout.lengths) return undefined
    const end = plus(cast(layout.lengths, 'int64'), layout.virtualTokens)
    seen = less(at, reshape(end, [layout.batch, 1, 1, 1]))
  }
  const bias = where(seen, constant(graph, dtype, 0), constant(graph, dtype, hidden(dtype)))
  graph.cache.set(key, bias)
  return bias
}

/** Rows of an embedding matrix by id, of which some come more than once. */
export const lookUp = (table: Value, ids: Value, dtype: DType): Value =>
  cast(gatherRepeated(table, ids), dtype)
