/**
 * What a local-first prediction takes, says and gives.
 * @module
 */
import type { Prediction, Progress } from '@promptpost/engine/post'
import type { Schemas } from '../client/connection.js'
import type { ClassifyOptions } from '../client/resources/predictions.js'
import type { Redact } from './redact.js'

/** Which texts may leave. One of the two is needed; with both a text leaves only if both allow it. */
export type LocalFirstRule = {
  /**
   * A text stays when the student's largest class probability is at least this, in [0, 1]. What a value is worth depends on how
   * well the student's probabilities are calibrated; docs/results/local-first.md has measured ones.
   */
  confidence?: number | undefined
  /**
   * Most texts that leave, as a share of the different texts given, in [0, 1], rounded down: those that the student is least
   * sure of. Of equally sure ones those that stand first.
   */
  sendAtMost?: number | undefined
}

export type PlanLocalFirstOptions = LocalFirstRule & {
  /** The student's folder, as downloaded. */
  student: string
  /** The prompt's folder, as it was tuned on that student. */
  prompt: string
  /** The same text standing twice is one: asked once, decided once, sent once at most. */
  texts: readonly string[]
  /** Longest text, cue included, in tokens; default 256. */
  maxTokens?: number | undefined
  /** Where the student computes; default cpu. */
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto' | undefined
  onProgress?: ((progress: Progress) => void) | undefined
  signal?: AbortSignal | undefined
}

export type LocalFirstCounts = {
  /** Texts given. */
  texts: number
  /** Of them, answered by the student alone. */
  atHome: number
  /** Texts that leave: each of them once, however often it was given. */
  sent: number
}

/** What the student says of a text, and whether it leaves. */
export type LocalFirstDecision = Prediction & {
  /** Largest class probability. It stays on this machine. */
  confidence: number
  isSent: boolean
}

export type LocalFirstPlan = LocalFirstCounts & {
  labels: string[]
  /** One per text, in order. */
  decisions: LocalFirstDecision[]
}

export type LocalFirstProgress =
  | { stage: 'student'; progress: Progress }
  /** Of the job that predicts, where there is one. */
  | { stage: 'model'; event: Schemas['JobEvent'] }

export type ClassifyLocalFirstOptions = Omit<PlanLocalFirstOptions, 'onProgress'> &
  Pick<ClassifyOptions, 'mostSynchronous' | 'wait' | 'maxRetries'> & {
    /** Identifier of the prompt's transfer to the large model. */
    transfer: string
    /**
     * Takes out of a text what must not leave, before it is sent. The student reads the text as it is; the large model what is
     * left of it, which must be something. What the function overlooks leaves.
     */
    redact?: Redact | undefined
    /** Divide a job among so many workers. */
    shards?: number | undefined
    /** Told before anything is sent. What it throws ends the call, with nothing sent. */
    onPlan?: ((plan: LocalFirstPlan) => void | Promise<void>) | undefined
    onProgress?: ((progress: LocalFirstProgress) => void) | undefined
  }

export type LocalFirstResult = Prediction & { answeredBy: 'student' | 'model' }

export type ClassifiedLocalFirst = LocalFirstCounts & {
  labels: string[]
  /** One per text, in order. */
  results: LocalFirstResult[]
  /** Predictions of the jobs that answered for the model; their results can be read again. */
  predictions: string[]
}
