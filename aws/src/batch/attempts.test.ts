import type { JobDetail } from '@aws-sdk/client-batch'
import { expect, it } from 'vitest'
import { goneWorkers } from './attempts.js'

const detail = (more: Partial<JobDetail>): JobDetail =>
  ({ jobId: 'b', status: 'FAILED', ...more }) as JobDetail
const attempt = (statusReason: string, exitCode?: number) => ({
  stoppedAt: 1,
  statusReason,
  container: exitCode === undefined ? { reason: statusReason } : { exitCode },
})

it.each([
  ['taken away', attempt('Host EC2 (instance i-1) terminated.'), { isReclaimed: true, isAccounted: false }],
  [
    'interrupted, and gave itself back',
    attempt('Essential container in task exited', 75),
    { isReclaimed: true, isAccounted: true },
  ],
  ['killed', attempt('OutOfMemoryError: Container killed', 137), { isReclaimed: false, isAccounted: false }],
  ['done', attempt('Essential container in task exited', 0), { isReclaimed: false, isAccounted: true }],
])('a worker is %s', (_, one, found) => {
  expect(goneWorkers(detail({ attempts: [one] }))).toEqual([{ worker: 'b.1', isUnstarted: false, ...found }])
})

it('none is gone while it runs', () => {
  expect(goneWorkers(detail({ status: 'RUNNING', attempts: [{ startedAt: 1 }] }))).toEqual([])
  expect(goneWorkers(detail({ status: 'RUNNABLE' }))).toEqual([])
})

it.each([
  [
    'Batch gave it up',
    'Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
    false,
  ],
  ['its machine went first', 'Host EC2 (instance i-1) terminated.', true],
])('none ever was where %s', (_, statusReason, isReclaimed) => {
  expect(goneWorkers(detail({ attempts: [], statusReason }))).toEqual([
    { worker: 'b.0', isReclaimed, isUnstarted: !isReclaimed, isAccounted: false },
  ])
})
