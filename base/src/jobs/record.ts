/**
 * What is known of a job: one record, the truth about it; queues only give advice.
 * @module
 */
import type { Owner } from '../store/index.js'

/** What jobs do. A new kind is one name here and one handler in gpu-jobs. */
export const JOB_KINDS = ['distil', 'transfer', 'predict'] as const
export type JobKind = (typeof JOB_KINDS)[number]

export const JOB_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type JobState = (typeof JOB_STATES)[number]

/** The right to run a job until a time. Writes with another token are refused: a worker that lost it cannot do harm. */
export type Lease = {
  token: string
  /** Which worker, as its queue named it. */
  worker: string
  owner: Owner
  expiresAt: string
}

/** What a worker computes on: an execution provider of ONNX Runtime. */
export type JobDevice = 'cpu' | 'cuda' | 'webgpu'

/** Why a job failed, for a person: a stable code, what happened, what to do. */
export type Failure = { code: string; message: string; next?: string }

export type OutputFile = { name: string; size: number; sha256: string }

export type JobRecord = {
  id: string
  tenant: string
  kind: JobKind
  /** What the job makes: a student, a transfer, a prediction. */
  resource: { collection: 'students' | 'transfers' | 'predictions'; id: string }
  /** Arguments for the handler: identifiers and settings, never texts. */
  input: Record<string, unknown>
  /** The folder, among those under `input/`, of the files that it was made with; absent in records of old, whose files have none. */
  inputFolder?: string
  /** Floating-point operations it was taken to need at most, where they are known. */
  flops?: number
  /** Where it ends by itself: the steps that `flops` counts, and the operations of one. */
  openSteps?: { most: number; flops: number }
  state: JobState
  stage?: string
  /** 0 to 1. */
  progress: number
  /** The latest value of each measured quantity. */
  metrics: Record<string, number>
  /** Of its last worker, once that has come to computing. */
  device?: JobDevice
  /**
   * How many shards its first part is divided into; absent where it is not. Each shard has a record of its own, and the job
   * itself is claimed when all of them have succeeded.
   */
  shards?: number
  /** How far each shard is, 0 to 1, as last told. */
  shardProgress?: number[]
  /** Whether its shards are done and their time is counted. */
  isGathered?: true
  /** In the record of a shard: which of the `shards` it is, from 0. */
  shard?: number
  /** How often a worker claimed it. Also the fence: files of attempt k lie under `output/k/`. */
  attempt: number
  /** How often its worker vanished. */
  crashes: number
  /** Their names, so that none is counted twice. */
  lostWorkers?: string[]
  lease?: Lease
  /** When the lease was given. */
  claimedAt?: string
  /** Time that workers held it, in milliseconds; of one that vanished up to its last word. */
  computeMilliseconds?: number
  cancelRequested: boolean
  result?: Record<string, unknown>
  /** The files of the attempt that won. */
  files?: OutputFile[]
  failure?: Failure
  createdAt: string
  startedAt?: string
  finishedAt?: string
  updatedAt: string
}

/** What a worker says while it runs. */
export type JobProgress = {
  stage?: string
  progress?: number
  metrics?: Record<string, number>
  device?: JobDevice
  /** One line for a person; never private text. */
  message?: string
}

export type JobEventType =
  | 'queued'
  | 'started'
  | 'progress'
  | 'requeued'
  | 'cancel_requested'
  | 'succeeded'
  | 'failed'
  | 'cancelled'

export type JobEvent = JobProgress & { sequence: number; type: JobEventType; at: string; failure?: Failure }

/** Whether a state, or the event that tells it, is an end. */
export const isEnd = (state: JobState | JobEventType): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled'

/** Whether its shards are still to be done before it can be claimed itself. */
export const isDivided = ({ shards, shard, isGathered }: JobRecord): boolean =>
  shards !== undefined && shard === undefined && !isGathered

/** Whether nothing will happen to the job any more. */
export const isFinished = (job: JobRecord): boolean => isEnd(job.state)
