/**
 * Events of Batch, read with care: a rule of EventBridge may be wider than was thought, and unknown fields may come.
 * @module
 */
import type { JobDetail } from '@aws-sdk/client-batch'

/** Jobs of ours have their own identifiers for names. */
const JOB = /^job_[0-9a-z]{26}$/

type Loose = Record<string, unknown>
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null

/** The job that an event tells of, if it is one of ours in that queue. */
export const readBatchEvent = (envelope: unknown, jobQueue: string): JobDetail | undefined => {
  if (!isObject(envelope) || envelope.source !== 'aws.batch') return undefined
  const { detail } = envelope
  if (!isObject(detail) || detail.jobQueue !== jobQueue) return undefined
  const { jobId, jobName, status, attempts = [] } = detail
  if (typeof jobId !== 'string' || typeof status !== 'string' || typeof jobName !== 'string') return undefined
  if (!JOB.test(jobName) || !Array.isArray(attempts) || !attempts.every(isObject)) return undefined
  return detail as unknown as JobDetail
}
