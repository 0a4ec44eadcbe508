/**
 * Rotary position embedding of queries or keys, in the half-split form of Hugging Face's llama.
 * Su et al. 2021 (arXiv 2104.09864), equation 34.
 * @module
 */
import {
  add,
  addNode,
  cast,
  concat,
  constant,
  type Dim,
  mul,
  reshape,
  split,
  sub,
  type Value,
} from '../graph/index.js'
import type { RotaryFrequencies } from './rotary-config.js'

/**
 * @param x [batch, heads, length, size]
 * @param positions int64 [length] or [batch, length], or [batch, 1, length, 1]
 */
export const rotate = ({ inverse }: RotaryFrequencies, x: Value, positions: Value): Value => {
  const half = inverse.length
  const { cosine, sine } = angles(inverse, x, positions)
  const [first, second] = split(x, [half, half], -1) as [Value, Value]
  return concat([sub(mul(first, cosine), mul(second, sine)), add(mul(second, cosine), mul(first, sine))], -1)
}

/** Angles are computed in float32, as transformers does, and their sines cast to the compute type. */
const angles = (inverse: readonly number[], x: Value, positions: Value): { cosine: Value; sine: Value } => {
  const { graph, dtype } = x
  const key = (name: string) =>
    `${name} ${positions.name} ${dtype} ${inverse[0]} ${inverse.at(-1)} ${inverse.length}`
  const known = graph.cache.get(key('cosine'))
  if (known) return { cosine: known, sine: graph.cache.get(key('sine'))! }
  const [first, second] = positions.shape as [Dim, Dim?]
  const column =
    positions.shape.length === 1
      ? reshape(positions, [first, 1])
      : positions.shape.length === 2
        ? reshape(positions, [first, 1, second!, 1])
        : positions
  const angle = mul(cast(column, 'float32'), constant(graph, 'float32', inverse))
  const cosine = cast(addNode(graph, 'Cos', [angle])[0]!, dtype)
  const sine = cast(addNode(graph, 'Sin', [angle])[0]!, dtype)
  graph.cache.set(key('cosine'), cosine)
  graph.cache.set(key('sine'), sine)
  return { cosine, sine }
}
