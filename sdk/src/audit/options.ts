/**
 * What an audit takes: what tuning takes, and how hard to look. All of it stays on this machine.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import type { Progress, Task, TuneSettings } from '@promptpost/engine/post'
import type { PrivacyRequest } from '../local/index.js'

export type AuditOptions = Omit<TuneSettings, 'initialisation'> & {
  /** The student bundle, as downloaded. */
  student: string
  /** The private data: a JSONL, CSV, TSV or Parquet file. */
  data: string
  /** How the file is read: columns, label names, format. */
  read?: ReadExamplesOptions
  task: Task
  /** Folder for the findings; an audit that was broken off goes on from there. */
  out: string
  /** What the audited prompts are tuned under; without it, plainly. */
  privacy?: PrivacyRequest
  /** Most records used, a sample that depends on the texts alone; all by default. */
  examples?: number
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto'
  threads?: number
}

export type LiraOptions = AuditOptions & {
  /** Shadow prompts, an even number from 6 to 256; 8 by default. */
  shadows?: number
}

/** `gradient`: put in where the trainer hands gradients to the mechanism. `text`: put into the data as records. */
export type CanaryKind = 'gradient' | 'text'

export type CanaryOptions = AuditOptions & {
  /** `gradient` by default: by far the stronger, and only under a mechanism. */
  kind?: CanaryKind
  /** Number of canaries; 1000 by default, fewer when the prompt or the data is small. */
  canaries?: number
}

export type AuditMonitor = { onProgress?: (progress: Progress) => void; signal?: AbortSignal }
