/**
 * Cases of the operators that work element by element.
 * @module
 */
import {
  abs,
  add,
  and,
  cast,
  div,
  equal,
  erf,
  exp,
  gelu,
  greater,
  less,
  lessOrEqual,
  log,
  maximum,
  minimum,
  mul,
  neg,
  reciprocal,
  relu,
  sigmoid,
  silu,
  sqrt,
  sub,
  tanh,
  where,
} from '../build.js'
import { addNode, type Value } from '../graph.js'
import { type CaseInput, flags, type OperatorCase, real } from './case.js'

type Draw = 'normal' | 'positive' | 'apart'

const unary = (op: string, build: (x: Value) => Value, draw: Draw = 'normal', note = ''): OperatorCase[] =>
  [['B', 5], [], [1, 7, 1], [0, 3]].map(shape => ({
    op,
    note: `${note}[${shape}]`,
    inputs: [real(shape, draw)],
    build,
  }))

/** Shapes of two operands: equal, broadcast on the left, on the right, on both sides, with scalars, and empty. */
const PAIRS: readonly (readonly [CaseInput['shape'], CaseInput['shape']])[] = [
  [
    ['B', 5],
    ['B', 5],
  ],
  [[5], ['B', 7, 5]],
  [
    ['B', 7, 5],
    [7, 1],
  ],
  [
    ['B', 1, 3],
    [1, 'T', 1],
  ],
  [[], ['T']],
  [[1, 1], []],
  [
    [0, 3],
    [1, 3],
  ],
]

const binary = (
  op: string,
  build: (a: Value, b: Value) => Value,
  draw: Draw,
  right: Draw = draw,
): OperatorCase[] =>
  PAIRS.map(([a, b]) => ({
    op,
    note: `[${a}] with [${b}]`,
    inputs: [real(a, draw), real(b, right)],
    build,
  }))

const named = (op: string) => (x: Value) => addNode(x.graph, op, [x])[0]!

export const ELEMENTWISE_CASES: readonly OperatorCase[] = [
  ...unary('Identity', named('Identity')),
  ...unary('Neg', neg),
  ...unary('Sqrt', sqrt, 'positive'),
  ...unary('Reciprocal', reciprocal, 'apart'),
  ...unary('Exp', exp),
  ...unary('Log', log, 'positive'),
  ...unary('Tanh', tanh),
  ...unary('Sigmoid', sigmoid),
  ...unary('QuickGelu', silu),
  ...unary('Erf', erf),
  ...unary('Relu', relu, 'apart'),
  ...unary('Abs', abs, 'apart'),
  ...unary('Cos', named('Cos')),
  ...unary('Sin', named('Sin')),
  ...unary('Gelu', x => gelu(x, 'none'), 'normal', 'exact '),
  ...unary('Gelu', x => gelu(x, 'tanh'), 'normal', 'tanh '),
  ...unary('Cast', x => cast(cast(x, x.dtype === 'float64' ? 'float32' : 'float64'), x.dtype)),
  {
    op: 'Cast',
    note: 'of flags',
    inputs: [flags(['B', 3])],
    build: x => [cast(x, 'int32'), cast(x, 'float32')],
  },
  ...binary('Add', add, 'normal'),
  ...binary('Sub', sub, 'normal'),
  ...binary('Mul', mul, 'normal'),
  ...binary('Div', div, 'normal', 'positive'),
  ...binary('Max', maximum, 'apart'),
  ...binary('Min', minimum, 'apart'),
  ...binary('Equal', (a, b) => equal(a, where(less(a, b), a, b)), 'apart'),
  ...binary('Less', less, 'apart'),
  ...binary('LessOrEqual', lessOrEqual, 'apart'),
  ...binary('Greater', greater, 'apart'),
  { op: 'And', note: 'broadcast', inputs: [flags(['B', 5]), flags([5])], build: and },
  {
    op: 'Where',
    note: 'broadcast on three sides',
    inputs: [flags([1, 'T', 1]), real(['B', 1, 3]), real([7, 1, 1, 1])],
    build: where,
  },
  {
    op: 'Where',
    note: 'a condition wider than both',
    inputs: [flags(['B', 5]), real([]), real([5])],
    build: where,
  },
  {
    op: 'Where',
    note: 'a number beside a tensor',
    inputs: [flags(['B', 5]), real(['B', 5])],
    build: (c, x) => where(c, x, -2),
  },
]
