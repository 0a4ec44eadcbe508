/**
 * Jobs: their record, state machine, event feed and store.
 * @module
 */
export type { JobWork } from './division.js'
export type { JobName, WorkName } from './events.js'
export {
  type DistilInput,
  type FileReference,
  type ModelReference,
  PREDICTIONS_FILE,
  type PredictInput,
  type Settings,
  type Task,
  TEXTS_FILE,
  type TextsReference,
  type TransferInput,
} from './inputs.js'
export { checkpointFolder, outputKey } from './job-keys.js'
export type { JobQueue, QueueAdvice } from './job-queue.js'
export { LEASE_MILLISECONDS, openJobStore } from './job-store.js'
export type { JobStore, NewJob } from './job-store-type.js'
export {
  type Failure,
  isDivided,
  isFinished,
  JOB_KINDS,
  JOB_STATES,
  type JobDevice,
  type JobEvent,
  type JobEventType,
  type JobKind,
  type JobProgress,
  type JobRecord,
  type JobState,
  type Lease,
  type OutputFile,
} from './record.js'
export { CRASH_LIMIT, type JobAction, type Outcome, type Refusal, reduceJob } from './reducer.js'
export { type FromPredictor, type PredictionResult, SYNCHRONOUS_TEXTS, type ToPredictor } from './serving.js'
export { jobOfWork, SHARD_LIMIT, workId, workName } from './shards.js'
export { countUsage, readUsage, sumUsage, type Usage } from './usage.js'
