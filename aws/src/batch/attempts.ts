/**
 * What Batch says of attempts, as what became of workers.
 * @module
 */
import type { AttemptDetail, JobDetail } from '@aws-sdk/client-batch'

/** The worker's exit codes that are an account of its own: done, refused, stopped in good order. */
const ACCOUNTED = [0, 3, 75]

/** How a worker calls itself: see gpu-jobs/src/main.ts. */
export const workerOf = (batchJob: string, attempt: number): string => `${batchJob}.${attempt}`

export type Gone = {
  worker: string
  /** Its instance was taken away, as spot instances are. */
  isReclaimed: boolean
  /** It never ran: Batch gave the job up, as where no instance could be had in time. */
  isUnstarted: boolean
  /** It said itself how it ended, so the record should know; if it does not, the worker is lost all the same. */
  isAccounted: boolean
}

const stopped = ({ stoppedAt, container }: AttemptDetail): boolean =>
  stoppedAt !== undefined || container?.exitCode !== undefined || container?.reason !== undefined

/** Workers of a Batch job that are certainly gone. */
export const goneWorkers = ({ jobId = '', attempts = [], status, statusReason }: JobDetail): Gone[] => {
  const gone = attempts.flatMap((attempt, i): Gone[] => {
    if (!stopped(attempt)) return []
    const { exitCode } = attempt.container ?? {}
    return [
      {
        worker: workerOf(jobId, i + 1),
        isReclaimed: /^Host EC2/.test(attempt.statusReason ?? '') || exitCode === 75,
        isUnstarted: false,
        isAccounted: exitCode !== undefined && ACCOUNTED.includes(exitCode),
      },
    ]
  })
  if (status === 'FAILED' && attempts.length === 0) {
    const isReclaimed = /^Host EC2/.test(statusReason ?? '')
    gone.push({
      worker: workerOf(jobId, 0),
      isReclaimed,
      isUnstarted: !isReclaimed,
      isAccounted: false,
    })
  }
  return gone
}
