/**
 * What is measured: the shapes of the project's speed bars, as GPT-2 models with random weights.
 * @module
 */

export type ModelShape = {
  layers: number
  width: number
  heads: number
  vocabulary: number
  positions: number
}

export type CaseKind = 'per-example' | 'shared' | 'transfer' | 'distillation'

export type BenchCase = {
  name: string
  kind: CaseKind
  model: ModelShape
  /** Examples and text tokens of a step. */
  batch: number
  tokens: number
  virtualTokens: number
  /** Blocks of the student, for transfer (the paper's algorithm runs it) and distillation. */
  studentLayers: number
  /** The least ratio of our speed to PyTorch's that the project asks for. */
  bar: number
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
