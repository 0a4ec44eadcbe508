/**
 * What local tuning takes and gives. All of it stays on this machine.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import type { Initialisation, Progress, Task, TuneSettings } from '@promptpost/engine/post'

/** Asks for differential privacy; the noise follows from it. */
export type PrivacyRequest = {
  /** Budget in nats. */
  epsilon: number
  /** Default: below 1 / (N ln N); see `defaultDelta`. */
  delta?: number
  /** Largest L2 norm of one example's gradient. Default 0.05. */
  clip?: number
  /** Mean number of examples of a step. Default a quarter of the data, at least 64 and at most 1024. */
  expectedBatch?: number
}

export type TunePromptOptions = Omit<TuneSettings, 'initialisation'> & {
  /** The student bundle, as downloaded. */
  student: string
  /** The private data: a JSONL, CSV, TSV or Parquet file. */
  data: string
  /** How the file is read: columns, label names, format. */
  read?: ReadExamplesOptions
  task: Task
  /** The prompt's folder; must not exist. */
  out: string
  privacy?: PrivacyRequest
  initialisation?: Initialisation
  /** Where a checkpoint is kept and resumed from. Default: beside `out`, removed at the end. */
  checkpoint?: string
  /** Between two checkpoints; default 30. */
  checkpointSeconds?: number
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto'
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

export type TunedPrompt = {
  /** The prompt's folder. */
  out: string
  /** Loss of each step, nats; empty under differential privacy. */
  losses: number[]
  seconds: number
  /** What may be claimed, when privacy was asked for. */
  privacy?: { epsilon: number; delta: number; noiseMultiplier: number }
}
