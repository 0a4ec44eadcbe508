/**
 * What goes wrong in one run of the campaign: all of it follows from the seed.
 * @module
 */
import type { Fault as BatchFault } from '@promptpost/aws/testing/batch-double'
import type { Operation, Fault as S3Fault } from '@promptpost/aws/testing/s3-double'

/** How events of Batch come. */
export const DELIVERIES = ['once', 'twice', 'late', 'backwards', 'never'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** What hits the worker. */
export const BLOWS = ['kill', 'reclaim'] as const
export type Blow = { what: (typeof BLOWS)[number]; after: number }

export type Plan = {
  /** Of a request to S3 or Batch, the chance that it fails. */
  trouble: number
  /** All requests to S3 are refused for so long, in milliseconds, once. */
  storm: number
  delivery: Delivery
  blows: Blow[]
  /** Kills of the function that serves the API. */
  functionKills: number
  /** Of the workers' clocks, in milliseconds. */
  skew: number
  isCancelled: boolean
  /** Among how many workers the job is divided; not at all where it is 1. */
  shards: number
}

const pick = <T>(items: readonly T[], chance: () => number): T => items[Math.floor(chance() * items.length)]!

export const planOf = (chance: () => number): Plan => ({
  trouble: pick([0, 0.02, 0.05], chance),
  storm: pick([0, 0, 0, 400], chance),
  delivery: pick(DELIVERIES, chance),
  blows: Array.from({ length: pick([0, 1, 1, 2], chance) }, () => ({
    what: pick(BLOWS, chance),
    after: chance() * 2_500,
  })),
  functionKills: pick([0, 0, 0, 1], chance),
  skew: pick([0, 0, -180_000, 180_000], chance),
  isCancelled: chance() < 0.1,
  shards: pick([1, 1, 3], chance),
})

const S3_FAULTS: readonly S3Fault[] = [
  { kind: 'status', status: 503, code: 'SlowDown' },
  { kind: 'status', status: 500, code: 'InternalError' },
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'slow', milliseconds: 80 },
]

/** A fault that an operation can have. */
export const s3Fault = (operation: Operation, chance: () => number): S3Fault => {
  const own: S3Fault[] = []
  if (operation === 'PutObject') own.push({ kind: 'status', status: 409, code: 'ConditionalRequestConflict' })
  if (operation === 'GetObject') own.push({ kind: 'truncate' })
  return pick([...S3_FAULTS, ...own], chance)
}

const BATCH_FAULTS: readonly BatchFault[] = [
  { kind: 'status', status: 429, code: 'TooManyRequestsException' },
  { kind: 'status', status: 500, code: 'ServerException' },
  { kind: 'drop-before' },
  { kind: 'drop-after' },
]
export const batchFault = (chance: () => number): BatchFault => pick(BATCH_FAULTS, chance)

export const faultName = (fault: S3Fault | BatchFault): string =>
  fault.kind === 'status' ? String(fault.status) : fault.kind
