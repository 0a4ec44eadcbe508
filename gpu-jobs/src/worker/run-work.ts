/**
 * What one process does of a job: the job, or one shard of it and, when that was the last one, the job after it. The claim decides who
 * goes on: of two who end the last shards at the same time one gets the lease, and where it dies the queue sends another.
 * @module
 */
import { jobOfWork } from '@promptpost/base/jobs'
import { EXIT, type ExitCode } from './exit-codes.js'
import { type RunOptions, runJob } from './run-job.js'

export const runWork = async (options: RunOptions): Promise<ExitCode> => {
  const code = await runJob(options)
  // Refused: its shard may be done, and whoever did it may have died over the job.
  const mayGoOn = code === EXIT.done || code === EXIT.refused
  if (options.name.shard === undefined || !mayGoOn || options.interrupt.aborted) return code
  const rest = await runJob({ ...options, name: jobOfWork(options.name) })
  return rest === EXIT.refused ? code : rest
}
