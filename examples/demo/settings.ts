/**
 * Every number of the demo. `quick` is the same story with a few steps each, to test that it runs through.
 * @module
 */
import type { Task } from '@promptpost/engine/post'

export type Settings = {
  /** Folder of the large model, under examples/. */
  model: string
  task: Task
  /** Names of data files in examples/data/dbpedia. */
  data: { distil: string; private: string; public: string; test: string }
  /** Most rows used of each file; all when absent. */
  rows?: { distil?: number; public?: number; test?: number }
  student: {
    layers: number
    steps: number
    batchTokens: number
    learningRate: number
    sequenceLength: number
  }
  /** Tuning on the student, and for comparison on the large model itself. */
  tune: { virtualTokens: number; steps: number; batchSize: number; learningRate: number }
  /** Tuning on the student under differential privacy; `batchSize` is the rows of a micro-batch. */
  private: {
    epsilon: number
    clip: number
    expectedBatch: number
    steps: number
    batchSize: number
    learningRate: number
  }
  transfer: {
    gamma: number
    steps: number
    batchSize: number
    learningRate: number
    texts: number
  }
  /** Longest text in tokens, cue included, in every step. */
  maxTokens: number
}

export const SETTINGS: Settings = {
  model: 'reviews-gpt2',
  task: {
    template: '{text} It is a',
    verbalizer: {
      company: ['company'],
      school: ['school'],
      player: ['player'],
      building: ['building'],
      plant: ['plant'],
      film: ['film'],
    },
  },
  data: { distil: 'distil.txt', private: 'private.tsv', public: 'public.txt', test: 'test.tsv' },
  student: { layers: 2, steps: 200, batchTokens: 1024, learningRate: 6e-3, sequenceLength: 128 },
  tune: { virtualTokens: 10, steps: 250, batchSize: 8, learningRate: 3e-2 },
  private: { epsilon: 8, clip: 1, expectedBatch: 256, steps: 40, batchSize: 16, learningRate: 3e-2 },
  transfer: { gamma: 1, steps: 200, batchSize: 8, learningRate: 6e-2, texts: 500 },
  maxTokens: 96,
}

export const QUICK: Settings = {
  ...SETTINGS,
  rows: { distil: 200, public: 24, test: 24 },
  student: { ...SETTINGS.student, layers: 2, steps: 3 },
  tune: { ...SETTINGS.tune, steps: 3 },
  private: { ...SETTINGS.private, steps: 2, expectedBatch: 32 },
  transfer: { ...SETTINGS.transfer, steps: 3, texts: 24 },
  maxTokens: 32,
}
