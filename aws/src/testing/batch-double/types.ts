/**
 * AWS Batch as its double knows it.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_JobDetail.html
 * @module
 */

/** PENDING is the state of an array whose children are on their way. */
export const STATUSES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const
export type Status = (typeof STATUSES)[number]

export type Pair = { name: string; value: string }

/** A rule of a retry strategy. Patterns are globs; all that are given must match. */
export type Rule = {
  action: 'RETRY' | 'EXIT'
  onExitCode?: string
  onReason?: string
  onStatusReason?: string
}
export type RetryStrategy = { attempts: number; evaluateOnExit?: Rule[] }

export type JobDefinition = {
  jobDefinitionArn: string
  /** A program and its arguments, in place of an image. */
  command: readonly string[]
  environment: Record<string, string>
  retryStrategy: RetryStrategy
  /** Of one attempt, in seconds. */
  timeout?: number
}

export type Attempt = {
  container: { exitCode?: number; reason?: string }
  startedAt?: number
  stoppedAt?: number
  statusReason?: string
}

/** What DescribeJobs and the events show, in AWS's names. */
export type JobDetail = {
  jobArn: string
  jobName: string
  jobId: string
  jobQueue: string
  jobDefinition: string
  status: Status
  statusReason?: string
  attempts: Attempt[]
  createdAt: number
  startedAt?: number
  stoppedAt?: number
  shareIdentifier?: string
  /** `size` and `statusSummary` of an array, `index` of its child. */
  arrayProperties?: { size?: number; statusSummary?: Record<Status, number>; index?: number }
  isCancelled: boolean
  isTerminated: boolean
  retryStrategy: RetryStrategy
  container: { environment: Pair[]; exitCode?: number; reason?: string }
  tags: Record<string, string>
}

/** An envelope as EventBridge delivers it. */
export type BatchEvent = {
  version: '0'
  id: string
  'detail-type': 'Batch Job State Change'
  source: 'aws.batch'
  account: string
  time: string
  region: string
  resources: [string]
  detail: JobDetail
}

/** What goes wrong with a request: as S3's double has it. */
export type Fault =
  | { kind: 'status'; status: number; code: string }
  | { kind: 'drop-before' }
  | { kind: 'drop-after' }
