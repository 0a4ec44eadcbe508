/**
 * What is measured: the shapes of the project's speed bars, as GPT-2 models with random weights, and the same kinds of step on the
 * model that `--model` names.
 * @module
 */

export type ModelShape = {
  layers: number
  width: number
  heads: number
  vocabulary: number
  positions: number
}

export type CaseKind = 'per-example' | 'shared' | 'transfer' | 'evaluation' | 'distillation'

export type BenchCase = {
  name: string
  kind: CaseKind
  /** Absent: the model that is named on the command line. */
  model?: ModelShape
  /** Examples and text tokens of a step. */
  batch: number
  tokens: number
  virtualTokens: number
  /** As for a session; PyTorch has its own. */
  weights?: 'int8'
  /** Blocks of the student, for transfer (the paper's algorithm runs it) and distillation. */
  studentLayers: number
  /** The least ratio of our speed to PyTorch's in float32 that the project asks for. */
  bar: number
  /** The same to PyTorch in bfloat16, where the processor has instructions for it. */
  halfBar?: number
}

const shape = (layers: number, width: number): ModelShape => ({
  layers,
  width,
  heads: width / 64,
  vocabulary: 8192,
  positions: 512,
})

/** Answer words in tuning: two classes of one word. */
export const COLUMNS = [11, 12]

export const CASES: readonly BenchCase[] = [
  {
    name: 'per-example 6x512 B8 T64 n20',
    kind: 'per-example',
    model: shape(6, 512),
    batch: 8,
    tokens: 64,
    virtualTokens: 20,
    studentLayers: 2,
    bar: 1.2,
  },
  {
    name: 'shared 8x256 B32 T32 n50',
    kind: 'shared',
    model: shape(8, 256),
    batch: 32,
    tokens: 32,
    virtualTokens: 50,
    studentLayers: 2,
    bar: 2.5,
  },
  {
    name: 'shared 6x512 B16 T64 n100',
    kind: 'shared',
    model: shape(6, 512),
    batch: 16,
    tokens: 64,
    virtualTokens: 100,
    studentLayers: 2,
    bar: 2.5,
  },
  {
    name: 'transfer 8x256 B32 T32 n50',
    kind: 'transfer',
    model: shape(8, 256),
    batch: 32,
    tokens: 32,
    virtualTokens: 50,
    studentLayers: 2,
    bar: 5,
  },
  {
    name: 'transfer 6x512 B16 T64 n100',
    kind: 'transfer',
    model: shape(6, 512),
    batch: 16,
    tokens: 64,
    virtualTokens: 100,
    studentLayers: 2,
    bar: 5,
  },
  {
    name: 'distillation 8x256 to 2 layers',
    kind: 'distillation',
    model: shape(8, 256),
    batch: 12,
    tokens: 256,
    virtualTokens: 0,
    studentLayers: 2,
    bar: 1,
  },
]

/** Steps on a real model. */
export const MODEL_CASES: readonly BenchCase[] = [
  {
    name: 'tune B16 T64 n100',
    kind: 'shared',
    batch: 16,
    tokens: 64,
    virtualTokens: 100,
    bar: 2.5,
    halfBar: 1,
  },
  {
    name: 'tune B32 T32 n50',
    kind: 'shared',
    batch: 32,
    tokens: 32,
    virtualTokens: 50,
    bar: 2.5,
    halfBar: 1,
  },
  { name: 'per-example B8 T64 n20', kind: 'per-example', batch: 8, tokens: 64, virtualTokens: 20, bar: 1.2 },
  {
    name: 'transfer B16 T64 n100',
    kind: 'transfer',
    batch: 16,
    tokens: 64,
    virtualTokens: 100,
    bar: 2.5,
    halfBar: 1,
  },
  {
    name: 'transfer B32 T32 n50',
    kind: 'transfer',
    batch: 32,
    tokens: 32,
    virtualTokens: 50,
    bar: 2.5,
    halfBar: 1,
  },
  { name: 'evaluation B32 T64 n20', kind: 'evaluation', batch: 32, tokens: 64, virtualTokens: 20, bar: 1 },
  { name: 'distillation B4 T256', kind: 'distillation', batch: 4, tokens: 256, virtualTokens: 0, bar: 1.2 },
]
  .flatMap(c => [
    c,
    ...(c.kind === 'distillation' ? [] : [{ ...c, name: `${c.name} int8`, weights: 'int8' }]),
  ])
  .map(c => ({ ...c, name: `model: ${c.name}`, studentLayers: 2 }) as BenchCase)
