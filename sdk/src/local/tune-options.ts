/**
 * What local tuning takes and gives. All of it stays on this machine.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import type { Initialisation, Progress, Task, TuneSettings } from '@promptpost/engine/post'
import type { LedgerStanding } from '../privacy/index.js'

/** Asks for differential privacy; the noise follows from it. */
export type PrivacyRequest = {
  /** Budget in nats. */
  epsilon: number
  /** Default: below 1 / (N ln N); see `defaultDelta`. */
  delta?: number
  /** Largest L2 norm of one example's gradient. Default 1. */
  clip?: number
  /** Mean number of examples of a step. Default a quarter of the data, at least 64 and at most 1024. */
  expectedBatch?: number
  /** What neighbours differ in: one example zeroed (default), or replaced by another, which takes about twice the noise. */
  adjacency?: 'zero-out' | 'replace-one'
  /** Most examples that one user has in the data, to protect users instead of single examples. */
  recordsPerUser?: number
}

/** The privacy ledger that counts what all runs on the records spend together. */
export type LedgerRequest = {
  /** Default: PROMPTPOST_LEDGER, else ~/.promptpost/ledger. Runs in different ledgers do not know of each other. */
  directory?: string
  /** Of private runs: most that all on these records may spend; kept from the first that gives it. `delta` is the run's by default. */
  budget?: { epsilon: number; delta?: number }
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
  ledger?: LedgerRequest
  initialisation?: Initialisation
  /** Where a checkpoint is kept and resumed from. Default: beside `out`, removed at the end. */
  checkpoint?: string
  /** Between two checkpoints; default 30. */
  checkpointSeconds?: number
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto'
  /** The student's matrices in eight bits, on the cpu: less memory and time, nearly the same prompt. */
  weights?: 'int8'
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
  /** What all private runs on these records come to, this one included. */
  ledger?: LedgerStanding
  /** What should be known about this run beside others on the same records. */
  warnings: readonly string[]
}
