/**
 * The worker: runs one job of any kind that has a handler.
 * @module
 */
export { EXIT, type ExitCode } from './exit-codes.js'
export type { JobContext, JobHandler, JobHandlers, Parts } from './handler.js'
export { type RunOptions, runJob } from './run-job.js'
export { runWork } from './run-work.js'
