/**
 * Cases of the operators that reduce, multiply and move elements.
 * @module
 */
import {
  arange,
  cast,
  concat,
  dimSize,
  expand,
  gather,
  gatherElements,
  gatherRepeated,
  gemm,
  layerNorm,
  logSoftmax,
  logSumExp,
  matmul,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceSum,
  reshape,
  rmsNorm,
  scatterAddElements,
  scatterAddRows,
  softmax,
  split,
  transpose,
} from '../build.js'
import type { Value } from '../graph.js'
import { indices, type OperatorCase, real } from './case.js'

const reduction = (
  op: string,
  build: (x: Value, axes: readonly number[], keep?: boolean) => Value,
  draw: 'normal' | 'apart' = 'normal',
): OperatorCase[] =>
  (
    [
      [['B', 5], [1], false],
      [['B', 'T', 3], [0, -1], true],
      [[7, 1, 3], [1], false],
      [['B', 5], [0, 1], false],
    ] as const
  ).map(([shape, axes, keep]) => ({
    op,
    note: `[${shape}] over ${axes}${keep ? ', kept' : ''}`,
    inputs: [real(shape, draw)],
    build: (x: Value) => build(x, axes, keep),
  }))

const byRow = (op: string, build: (x: Value) => Value): OperatorCase[] =>
  [['B', 5], [3], ['B', 'T', 1], [0, 3]].map(shape => ({
    op,
    note: `[${shape}]`,
    inputs: [real(shape)],
    build,
  }))

const gemms: OperatorCase[] = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
].flatMap(([transA, transB]) =>
  [undefined, [], [5], ['B', 1], ['B', 5]].map(bias => ({
    op: 'Gemm',
    note: `${transA ? "a'" : 'a'} ${transB ? "b'" : 'b'}${bias ? ` + [${bias}]` : ''}`,
    inputs: [
      real(transA ? [7, 'B'] : ['B', 7]),
      real(transB ? [5, 7] : [7, 5]),
      ...(bias ? [real(bias)] : []),
    ],
    build: (a: Value, b: Value, c?: Value) =>
      gemm(a, b, { transA: transA!, transB: transB!, ...(c && { c }) }),
  })),
)

export const STRUCTURE_CASES: readonly OperatorCase[] = [
  ...reduction('ReduceSum', reduceSum),
  ...reduction('ReduceMean', reduceMean),
  ...reduction('ReduceMax', reduceMax, 'apart'),
  ...reduction('ReduceMin', reduceMin, 'apart'),
  ...reduction('ReduceLogSumExp', logSumExp),
  ...byRow('Softmax', softmax),
  ...byRow('LogSoftmax', logSoftmax),
  { op: 'MatMul', note: 'matrices', inputs: [real(['B', 7]), real([7, 5])], build: matmul },
  { op: 'MatMul', note: 'batches on the left', inputs: [real(['B', 'T', 7]), real([7, 3])], build: matmul },
  { op: 'MatMul', note: 'batches on the right', inputs: [real([5, 7]), real(['B', 7, 'T'])], build: matmul },
  {
    op: 'MatMul',
    note: 'batches broadcast',
    inputs: [real(['B', 1, 5, 3]), real([1, 7, 3, 1])],
    build: matmul,
  },
  { op: 'MatMul', note: 'no rows', inputs: [real([0, 3]), real([3, 5])], build: matmul },
  ...gemms,
  ...['a gain and a bias', 'no bias', 'one row', 'width 1'].map((note, i) => ({
    op: 'LayerNormalization',
    note,
    inputs: [
      real([['B', 'T', 7], ['B', 7], [7], ['B', 1]][i]!),
      real([i === 3 ? 1 : 7]),
      ...(i === 1 ? [] : [real([i === 3 ? 1 : 7])]),
    ],
    build: (x: Value, gain: Value, bias?: Value) => layerNorm(x, gain, bias, 1e-3)[0]!,
  })),
  ...['batches', 'one row', 'width 1'].map((note, i) => ({
    op: 'SimplifiedLayerNormalization',
    note,
    inputs: [real([['B', 'T', 7], [7], ['B', 1]][i]!), real([i === 2 ? 1 : 7])],
    build: (x: Value, gain: Value) => rmsNorm(x, gain, 1e-3)[0]!,
  })),
  {
    op: 'Transpose',
    note: 'a cycle of axes',
    inputs: [real(['B', 'T', 3])],
    build: x => transpose(x, [1, 2, 0]),
  },
  { op: 'Transpose', note: 'a scalar', inputs: [real([])], build: x => transpose(x, []) },
  { op: 'Reshape', note: 'joined axes', inputs: [real(['B', 'T', 3])], build: x => reshape(x, ['B*T', 3]) },
  {
    op: 'Reshape',
    note: 'two symbols',
    inputs: [real(['B', 'T', 6])],
    build: x => reshape(x, ['T', 2, 'B', 3]),
  },
  { op: 'Reshape', note: 'to a scalar', inputs: [real([1, 1])], build: x => reshape(x, []) },
  { op: 'Reshape', note: 'nothing', inputs: [real([0, 3])], build: x => reshape(x, [3, 5, 0]) },
  { op: 'Expand', note: 'new axes', inputs: [real(['B', 1])], build: x => expand(x, [5, 'B', 7]) },
  {
    op: 'Expand',
    note: 'a scalar',
    inputs: [real([]), real(['B', 'T'])],
    build: (x, like) => expand(x, like.shape),
  },
  {
    op: 'Concat',
    note: 'of three',
    inputs: [real(['B', 3]), real(['B', 1]), real(['B', 'T'])],
    build: (...x) => concat(x, -1),
  },
  { op: 'Concat', note: 'of one value twice', inputs: [real([1, 3])], build: x => concat([x, x], 0) },
  {
    op: 'Concat',
    note: 'with an empty one',
    inputs: [real([0, 3]), real(['B', 3])],
    build: (...x) => concat(x, 0),
  },
  { op: 'Split', note: 'all parts used', inputs: [real(['B', 7])], build: x => split(x, [1, 3, 3], 1) },
  {
    op: 'Split',
    note: 'one part unused',
    inputs: [real(['B', 7])],
    build: x => split(x, [1, 3, 3], 1).slice(1, 2),
  },
  {
    op: 'Split',
    note: 'symbolic parts',
    inputs: [real(['B*T+3', 1]), real(['B', 'T'])],
    build: x => split(x, [3, 'B*T'], 0).slice(1),
  },
  {
    op: 'Gather',
    note: 'rows, repeated',
    inputs: [real([3, 5]), indices(['B', 'T'], 3)],
    build: (x, i) => gather(x, i),
  },
  {
    op: 'Gather',
    note: 'a middle axis',
    inputs: [real(['B', 3, 5]), indices(['T', 1], 3)],
    build: (x, i) => gather(x, i, 1),
  },
  {
    op: 'Gather',
    note: 'the last axis by int32',
    inputs: [real(['B', 3]), indices([7], 3)],
    build: (x, i) => gather(x, cast(i, 'int32'), -1),
  },
  { op: 'Gather', note: 'one row', inputs: [real([3, 5]), indices([], 3)], build: (x, i) => gather(x, i) },
  { op: 'Gather', note: 'no rows', inputs: [real([3, 5]), indices([0], 3)], build: (x, i) => gather(x, i) },
  {
    op: 'Gather',
    note: 'rows, one after the other',
    inputs: [real([3, 5]), indices(['B', 'T'], 3)],
    build: gatherRepeated,
  },
  { op: 'Gather', note: 'one such row', inputs: [real([3, 5]), indices([], 3)], build: gatherRepeated },
  { op: 'Gather', note: 'no such rows', inputs: [real([3, 2, 5]), indices([0], 3)], build: gatherRepeated },
  {
    op: 'GatherElements',
    note: 'columns, repeated',
    inputs: [real(['B', 3]), indices(['B', 7], 3)],
    build: (x, i) => gatherElements(x, i, 1),
  },
  {
    op: 'GatherElements',
    note: 'fewer rows',
    inputs: [real([5, 3]), indices([1, 3], 5)],
    build: (x, i) => gatherElements(x, i, 0),
  },
  {
    op: 'ScatterElements',
    note: 'repeated places',
    inputs: [real(['B', 3]), indices(['B', 7], 3), real(['B', 7])],
    build: (x, i, updates) => scatterAddElements(x, i, updates, 1),
  },
  {
    op: 'ScatterND',
    note: 'repeated rows',
    inputs: [real([3, 5]), indices(['B', 'T', 1], 3), real(['B', 'T', 5])],
    build: scatterAddRows,
  },
  { op: 'Shape', note: 'of two axes', inputs: [real(['B', 3, 'T'])], build: x => dimSize(x.graph, 'B*T+2') },
  { op: 'Range', note: 'over a symbol', inputs: [real(['B', 'T'])], build: x => arange(x.graph, 'B*T') },
]
