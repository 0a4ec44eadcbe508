/**
 * What holds between one record of a job and the next, whoever wrote it.
 * @module
 */
import { expect } from 'vitest'
import { isDivided, isFinished, type JobRecord } from './record.js'
import { CRASH_LIMIT } from './reducer.js'

/** Where a job may go from each state. */
const LEGAL: Record<JobRecord['state'], JobRecord['state'][]> = {
  queued: ['queued', 'running', 'failed', 'cancelled'],
  running: ['queued', 'running', 'succeeded', 'failed', 'cancelled'],
  succeeded: [],
  failed: [],
  cancelled: [],
}

export const expectLegal = (before: JobRecord, after: JobRecord): void => {
  expect(LEGAL[before.state]).toContain(after.state)
  // A divided job runs while its shards do, and nobody has it.
  if (isDivided(after)) expect(after.lease).toBeUndefined()
  else expect(after.state === 'running').toBe(after.lease !== undefined)
  expect(isFinished(after)).toBe(after.finishedAt !== undefined)
  expect(after.state === 'succeeded').toBe(after.result !== undefined)
  expect(after.state === 'failed').toBe(after.failure !== undefined)
  const isTaken = after.lease !== undefined && after.lease.token !== before.lease?.token
  expect(after.attempt - before.attempt).toBe(isTaken ? 1 : 0)
  expect(after.progress).toBeGreaterThanOrEqual(0)
  expect(after.progress).toBeLessThanOrEqual(1)
  expect(Object.values(after.metrics).every(Number.isFinite)).toBe(true)
  expect(after.crashes).toBeLessThanOrEqual(after.lostWorkers?.length ?? 0)
  expect(new Set(after.lostWorkers).size).toBe(after.lostWorkers?.length ?? 0)
  expect(after.crashes - before.crashes).toBeLessThanOrEqual(1)
  if (after.crashes >= CRASH_LIMIT) expect(isFinished(after)).toBe(true)
  if (after.lease) expect(after.lostWorkers ?? []).not.toContain(after.lease.worker)
  if (!before.cancelRequested) return
  expect(after.cancelRequested).toBe(true)
  expect(after.state).not.toBe('queued')
}
