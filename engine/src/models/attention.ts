/**
 * Multi-head attention over a layout of rows: grouped queries, rotary positions, causal or both ways, sliding window.
 * Vaswani et al. 2017 (arXiv 1706.03762), equation 1; grouped queries Ainslie et al. 2023 (arXiv 2305.13245).
 * @module
 */
import {
  add,
  addDims,
  concat,
  type Dim,
  expand,
  matmul,
  mul,
  multiplyDims,
  reshape,
  softmax,
  transpose,
  transposeLast,
  type Value,
} from '../graph/index.js'
import type { ModelConfig } from './config.js'
import {
  attentionBias,
  type Layout,
  type Selection,
  segmentPlaces,
  segmentPositions,
  segmentRows,
} from './layout.js'
import { rotate } from './rotary.js'

/** Queries [query rows, heads * headSize], keys and values [rows, keyValueHeads * headSize]. */
export type Projections = { queries: Value; keys: Value; values: Value }

/** [batch*length, heads*size] -> [batch, heads, length, size] */
const toHeads = (rows: Value, batch: Dim, length: Dim, heads: number, size: number): Value =>
  transpose(reshape(rows, [batch, length, heads, size]), [0, 2, 1, 3])

/** [batch, heads, length, size] -> [batch*length, heads*size] */
const toRows = (x: Value, batch: Dim, length: Dim, width: number): Value =>
  reshape(transpose(x, [0, 2, 1, 3]), [multiplyDims(batch, length), width])

/** One batch of attention: queries [batch, heads, length, size] over keys and values [batch, keyValueHeads, keys, size]. */
const attend = (config: ModelConfig, q: Value, k: Value, v: Value, bias: Value | undefined): Value => {
  const { heads, keyValueHeads, headSize } = config
  const [batch, , length] = q.shape as [Dim, Dim, Dim, Dim]
  const keys = k.shape[2]!
  // Query heads of one group stand together, so a group's queries are one taller matrix: no copy of keys and values.
  const grouped = multiplyDims(heads / keyValueHeads, length)
  const scores = matmul(reshape(q, [batch, keyValueHeads, grouped, headSize]), transposeLast(k))
  const masked = bias ? add(reshape(scores, [batch, heads, length, keys]), bias) : scores
  const weights = reshape(softmax(masked), [batch, keyValueHeads, grouped, keys])
  return reshape(matmul(weights, v), [batch, heads, length, headSize])
}

const once = (make: () => Value): (() => Value) => {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * @returns [query rows, heads * headSize], before the output projection
 */
export const attention = (
  config: ModelConfig,
  layer: number,
  projections: Projections,
  layout: Layout,
  selection?: Selection,
): Value => {
  const { heads, keyValueHeads, headSize, kind, rotary } = config
  const window = config.window[layer]
  const width = heads * headSize
  const dtype = projections.queries.dtype
  const scaled = mul(projections.queries, config.attentionScale[layer]!)
  const perSegment = (rows: Value, count: number, turn: boolean) =>
    segmentRows(layout, rows).map((part, i) => {
      const { batch, length } = layout.segments[i]!
      const x = toHeads(part, batch, length, count, headSize)
      return turn && rotary ? rotate(rotary, x, segmentPositions(layout, i)) : x
    })
  const keys = perSegment(projections.keys, keyValueHeads, true)
  const values = perSegment(projections.values, keyValueHeads, false)
  const past = layout.past?.layers[layer]
  const whole = (parts: Value[], before: Value | undefined): Value => {
    if (before) return concat([before, parts[0]!], 2)
    if (parts.length === 1) return parts[0]!
    const prompt = expand(parts[0]!, [layout.batch, keyValueHeads, layout.virtualTokens, headSize])
    return concat([prompt, parts[1]!], 2)
  }
  const allKeys = once(() => whole(keys, past?.keys))
  const allValues = once(() => whole(values, past?.values))
  layout.kept?.push({ keys: allKeys(), values: allValues() })
  if (selection) {
    const { batch } = layout
    const { perText } = selection
    const positions = reshape(selection.positions, [batch, 1, perText, 1])
    const places =
      selection.places === selection.positions ? positions : reshape(selection.places, [batch, 1, perText, 1])
    // One row of heads is laid out alike either way.
    const q =
      perText === 1
        ? reshape(scaled, [batch, heads, 1, headSize])
        : toHeads(scaled, batch, perText, heads, headSize)
    const turned = rotary ? rotate(rotary, q, positions) : q
    const total = addDims(layout.virtualTokens, layout.textLength)
    const bias = attentionBias(layout, kind, places, total, window, dtype)
    const attended = attend(config, turned, allKeys(), allValues(), bias)
    return perText === 1 ? reshape(attended, [batch, width]) : toRows(attended, batch, perText, width)
  }
  const queries = perSegment(scaled, heads, true)
  const parts = queries.map((q, i) => {
    const { batch, length, start } = layout.segments[i]!
    const sees = i === 0 && !past ? { k: keys[0]!, v: values[0]! } : { k: allKeys(), v: allValues() }
    const bias = attentionBias(layout, kind, segmentPlaces(layout, i), addDims(start, length), window, dtype)
    return toRows(attend(config, q, sees.k, sees.v, bias), batch, length, width)
  })
  return concat(parts, 0)
}
