/**
 * The most memory that a graph holds at a time, by walking it in order: what a node makes is held until its last reader has run.
 *
 * What ONNX Runtime does beside is followed as far as it matters: nodes without computed inputs run once, when the session begins, and
 * only their results are kept; a reshaped tensor is the tensor; an elementwise result takes the place of an operand that nobody needs
 * any more. What it fuses is counted as if it did not, and what its allocator wastes is not counted.
 * @module
 */
import { BYTES, evaluateDim, type Graph, liveNodes, type Node, type Value } from '../graph/index.js'

/** Sizes of the symbols in a graph's shapes, e.g. `{ B: 8, T: 256 }`. */
export type Sizes = Readonly<Record<string, number>>

/** Bytes. */
export type Peak = {
  /** Weights and constants, held from beginning to end. */
  weights: number
  /** What is fed. */
  inputs: number
  /** Everything computed, outputs included, at the fullest moment. */
  computed: number
  /** The node that runs at that moment. */
  at: string
}

/** Their result may lie where an operand lay. */
const IN_PLACE = new Set(
  'Abs Add Div Erf Exp Gelu Log LogSoftmax Max Min Mul Neg QuickGelu Reciprocal Relu Sigmoid Softmax Sqrt Sub Tanh'.split(
    ' ',
  ),
)
/** Their result is their first operand under another name. */
const ALIAS = new Set(['Reshape', 'Identity'])

export const bytesOf = ({ dtype, shape }: Value, sizes: Sizes): number =>
  shape.reduce<number>((bytes, dim) => bytes * evaluateDim(dim, sizes), BYTES[dtype])

/** Nodes that compute from constants and weights alone, and what of those, and of them, is read by others or put out. */
const fold = (graph: Graph, nodes: readonly Node[]): { computed: Node[]; kept: Set<Value> } => {
  const inputs = new Set(graph.inputs)
  const folded = new Set<Node>()
  const isFixed = (value: Value | undefined): boolean =>
    value === undefined || (value.node ? folded.has(value.node) : !inputs.has(value))
  const computed: Node[] = []
  const kept = new Set<Value>()
  for (const node of nodes) {
    if (node.inputs.every(isFixed)) {
      folded.add(node)
      continue
    }
    computed.push(node)
    for (const value of node.inputs) if (value && isFixed(value)) kept.add(value)
  }
  for (const value of graph.outputs) if (isFixed(value)) kept.add(value)
  return { computed, kept }
}

export const peakOf = (graph: Graph, sizes: Sizes): Peak => {
  const bytes = (value: Value): number => bytesOf(value, sizes)
  const sum = (values: Iterable<Value>): number =>
    [...values].reduce((total, value) => total + bytes(value), 0)
  const { computed, kept } = fold(graph, liveNodes(graph))
  /** What memory a value lies in: itself, or that which it is another name of. */
  const place = (value: Value): Value =>
    value.node && ALIAS.has(value.node.op) && !kept.has(value) ? place(value.node.inputs[0]!) : value

  const lastRead = new Map<Value, Node>()
  for (const node of computed) for (const value of node.inputs) if (value) lastRead.set(place(value), node)
  for (const value of graph.outputs) lastRead.delete(place(value))

  const isComputed = new Set(computed)
  const outputs = new Set(graph.outputs.map(place))
  /** Computed operands that nobody reads after this node. */
  const dying = (node: Node): Value[] =>
    [...new Set(node.inputs.flatMap(value => (value ? [place(value)] : [])))].filter(
      value => value.node && isComputed.has(value.node) && lastRead.get(value) === node,
    )

  const peak: Peak = { weights: sum(kept), inputs: sum(graph.inputs), computed: 0, at: '' }
  let live = 0
  for (const node of computed) {
    const freed = dying(node)
    const isAlias = ALIAS.has(node.op)
    const made = isAlias ? 0 : sum(node.outputs.filter(value => lastRead.has(value) || outputs.has(value)))
    const isInPlace = IN_PLACE.has(node.op) && freed.some(value => bytes(value) === made)
    const held = live + (isInPlace ? 0 : made)
    if (held > peak.computed) {
      peak.computed = held
      peak.at = node.name
    }
    live += made - sum(freed)
  }
  return peak
}
