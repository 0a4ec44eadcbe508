/**
 * Array jobs: a parent that runs nothing, and whose state follows from its children's.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
 * @module
 */
import { AwsError } from '../aws-error.js'
import { type JobDetail, STATUSES, type Status } from './types.js'

/** @throws AwsError as Batch does for a size out of its range */
export const checkSize = (size: number): void => {
  if (!Number.isInteger(size) || size < 2 || size > 10_000)
    throw new AwsError(400, 'ClientException', 'Array size must be between 2 and 10000')
}

/** The children of an array as it is submitted: jobs of their own, but for the identifier. */
export const childrenOf = (parent: JobDetail, size: number): JobDetail[] =>
  Array.from({ length: size }, (_, index) => ({
    ...structuredClone(parent),
    jobId: `${parent.jobId}:${index}`,
    jobArn: `${parent.jobArn}:${index}`,
    arrayProperties: { index },
  }))

export const statusSummary = (children: readonly JobDetail[]): Record<Status, number> =>
  Object.fromEntries(
    STATUSES.map(status => [status, children.filter(child => child.status === status).length]),
  ) as Record<Status, number>

/** A parent waits while a child has not ended, and fails when one has failed; it never is RUNNABLE, STARTING or RUNNING. */
export const parentStatus = (children: readonly JobDetail[]): Status => {
  if (children.every(({ status }) => status === 'SUCCEEDED')) return 'SUCCEEDED'
  if (children.every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED')) return 'FAILED'
  return children.every(({ status }) => status === 'SUBMITTED') ? 'SUBMITTED' : 'PENDING'
}
