/**
 * Events of Batch, read with care: a rule of EventBridge may be wider than was thought, and unknown fields may come.
 * @module
 */
import type { JobDetail } from '@aws-sdk/client-batch'
import { readWork } from './work.js'

/** A state of one of our Batch jobs, and what that job does. */
export type BatchState = { id: string; shard?: number; isArray: boolean; detail: JobDetail }

type Loose = Record<string, unknown>
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null

/** What an event tells of, if it is one of ours in that queue. */
export const readBatchEvent = (envelope: unknown, jobQueue: string): BatchState | undefined => {
  if (!isObject(envelope) || envelope.source !== 'aws.batch') return undefined
  const { detail } = envelope
  if (!isObject(detail) || detail.jobQueue !== jobQueue) return undefined
  const { jobId, jobName, status, attempts = [] } = detail
  if (typeof jobId !== 'string' || typeof status !== 'string' || typeof jobName !== 'string') return undefined
  if (!Array.isArray(attempts) || !attempts.every(isObject)) return undefined
  const work = readWork(jobName, jobId)
  return work && { ...work, detail: detail as unknown as JobDetail }
}
