/**
 * What is learned from jobs that ran: seconds for each operation that they really took.
 * @module
 */
import type { JobRecord } from '@promptpost/base/jobs'
import { openMemoryStore } from '@promptpost/base/store'
import { expect, it } from 'vitest'
import { estimateOf, rememberRate } from './rates.js'

/** What is read of a job's record here. */
const ended = (id: string, job: Partial<JobRecord>): JobRecord =>
  ({ id, kind: 'transfer', state: 'succeeded', attempt: 1, computeMilliseconds: 8000, ...job }) as JobRecord

const secondsOf = async (...jobs: JobRecord[]) => {
  const store = openMemoryStore()
  for (const job of jobs) await rememberRate(store, job)
  return (await estimateOf(store, 'transfer', { tokens: 1, flops: 1e9 }, undefined)).seconds
}

it('is by the operations of the steps that were taken, where they were open', async () => {
  // 1,000 steps of 9e6 operations and 1e9 besides were counted; 200 were taken: 2.8e9 in 8 seconds.
  const open = { flops: 1e10, openSteps: { most: 1000, flops: 9e6 } }
  const found = await secondsOf(ended('a', { ...open, result: { facts: { steps: 200 } } }))
  expect(found!.expected).toBeCloseTo(8 / 2.8, 12)
})

it('is by what was counted where they were not', async () => {
  const found = await secondsOf(ended('a', { flops: 4e9, result: { facts: { steps: 200 } } }))
  expect(found!.expected).toBe(2)
})

it('learns nothing of a job that does not say how many, nor of one that failed or began again', async () => {
  const open = { flops: 1e10, openSteps: { most: 1000, flops: 9e6 } }
  expect(await secondsOf(ended('a', open))).toBeUndefined()
  expect(await secondsOf(ended('a', { flops: 1e9, state: 'failed' }))).toBeUndefined()
  expect(await secondsOf(ended('a', { flops: 1e9, attempt: 2 }))).toBeUndefined()
})
