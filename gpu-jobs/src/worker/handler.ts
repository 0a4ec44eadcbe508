/**
 * What a kind of job must provide: one function from a context to a small result.
 *
 * To add a kind: name it in JOB_KINDS (base), write its handler beside the others, enter it in handlers/index.ts. A
 * worker started with `--handlers FILE` takes the handlers that module exports as `handlers` instead of its own.
 * @module
 */

import type { ComputedCache } from '@promptpost/base/cache'
import type { JobDevice, JobKind, JobProgress, JobRecord } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { ModelsFolder } from '../models/index.js'

/** The folder of checkpoints in a job's work directory. */
export const CHECKPOINTS = 'checkpoint'

export type JobContext = {
  /** The record of the job or, in a shard of it, that shard's: then only its share is done, and left as files for whoever gathers them. */
  job: JobRecord
  store: ObjectStore
  /**
   * A directory of this job's own. It survives a crash, on another machine its folder {@link CHECKPOINTS} alone does: there each
   * file is written whole, by renaming. It goes when the job ends.
   */
  workDirectory: string
  models: ModelsFolder
  /**
   * What jobs before this one computed of a data set, and where this one leaves it; nothing where none is kept.
   *
   * @param from key of the data set
   * @param owner key of what decides beside it how the texts are read: what was computed goes with the last of these
   */
  computed(from: string, owner?: string): { cache?: ComputedCache }
  /**
   * What to compute on; the job's record tells it.
   *
   * @throws PromptPostError 'unavailable' saying why the worker's device does not work here
   */
  device(): Promise<JobDevice>
  /** How frozen matrices are held in steps on the cpu; as they are where left out. */
  weights?: 'int8'
  /** Bytes that a step may take; as many as it takes where left out. */
  memory?: number
  /** Aborts on cancel, on SIGTERM and when the lease is lost: save what is worth saving and stop. */
  signal: AbortSignal
  /** Says how far the job is. Cheap to call at every step: writes are merged. Also keeps the lease. */
  progress(report: JobProgress): Promise<void>
  /** A file given with the job, or undefined. */
  readInput(name: string): Promise<Uint8Array | undefined>
  /** What the shards left, in a job that was divided: then nothing that they did is done again. */
  parts?: Parts
  /** Stores a file as output of this attempt. It counts only if the attempt wins. */
  putOutput(name: string, content: Uint8Array | string | { path: string }): Promise<void>
}

/** Files that shards left. */
export type Parts = {
  /** How many shards there were. */
  count: number
  /** @throws PromptPostError 'conflict' when it is not what the shard's record says */
  read(shard: number, file: string): Promise<Uint8Array>
}

/**
 * @returns facts small enough for the job's record; files go through `putOutput`
 * @throws PromptPostError for what the job's owner can mend: its message and next step are shown to them
 */
export type JobHandler = (context: JobContext) => Promise<Record<string, unknown>>

export type JobHandlers = Record<JobKind, JobHandler>
