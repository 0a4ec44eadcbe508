/**
 * How fast earlier jobs were: seconds per floating-point operation of the last ones of each kind, over all tenants.
 * @module
 */
import { sha256 } from '@promptpost/base'
import type { JobKind, JobRecord } from '@promptpost/base/jobs'
import { createJson, keyOf, type ObjectStore, readJson, updateJson } from '@promptpost/base/store'
import type { Schemas } from '../http/validate.js'
import type { Work } from './work.js'

/** Of a job, under a digest of its identifier: what is remembered must not tell of a job that was deleted. */
type Measure = { job: string; flops: number; seconds: number }

export type Price = { perHour: number; currency: string }

/** Jobs of a kind that are remembered. */
const KEPT = 20

const keyFor = (kind: JobKind): string => keyOf({ shared: 'rates', id: kind })

/** Operations of a job that has ended, where it took fewer steps than were counted beforehand. */
const flopsOf = ({ flops, openSteps, result }: JobRecord): number | undefined => {
  if (flops === undefined || !openSteps) return flops
  const taken = (result?.facts as { steps?: unknown } | undefined)?.steps
  return typeof taken === 'number' ? flops - (openSteps.most - taken) * openSteps.flops : undefined
}

/** Remembers how long a job took that succeeded at its first attempt. A second time changes nothing. */
export const rememberRate = async (store: ObjectStore, job: JobRecord): Promise<void> => {
  const { kind, state, attempt, computeMilliseconds = 0 } = job
  const flops = flopsOf(job)
  if (state !== 'succeeded' || attempt !== 1 || !flops || computeMilliseconds === 0) return
  const measure = { job: sha256(job.id), flops, seconds: computeMilliseconds / 1000 }
  if (await createJson(store, keyFor(kind), [measure])) return
  await updateJson<Measure[]>(store, keyFor(kind), measures =>
    measures.some(known => known.job === measure.job) ? undefined : [...measures, measure].slice(-KEPT),
  )
}

type Range = { low: number; expected: number; high: number }

const scaled = ({ low, expected, high }: Range, factor: number): Range => ({
  low: low * factor,
  expected: expected * factor,
  high: high * factor,
})

/** The slowest, the middle one and the fastest of the jobs that are remembered; undefined when there is none. */
const rateOf = async (store: ObjectStore, kind: JobKind): Promise<(Range & { jobs: number }) | undefined> => {
  const measures = (await readJson<Measure[]>(store, keyFor(kind)))?.value ?? []
  const rates = measures.map(({ seconds, flops }) => seconds / flops).sort((a, b) => a - b)
  const [low, high] = [rates[0], rates.at(-1)]
  if (low === undefined || high === undefined) return undefined
  const middle = rates.length / 2
  const expected = ((rates[Math.ceil(middle) - 1] as number) + (rates[Math.floor(middle)] as number)) / 2
  return { low, expected, high, jobs: rates.length }
}

/** What is told of a job before it begins; time and cost only where they follow from jobs that ran here. */
export const estimateOf = async (
  store: ObjectStore,
  kind: JobKind,
  { steps, texts, tokens, flops, bytes }: Work,
  price: Price | undefined,
): Promise<Schemas['Estimate']> => {
  const rate = flops === undefined ? undefined : await rateOf(store, kind)
  const seconds = rate && flops !== undefined ? scaled(rate, flops) : undefined
  return {
    kind,
    ...(steps === undefined ? {} : { steps }),
    ...(texts === undefined ? {} : { texts }),
    tokens,
    ...(flops === undefined ? {} : { flops }),
    ...(bytes === undefined ? {} : { bytes_written: Math.round(bytes) }),
    ...(seconds && rate ? { seconds: { ...seconds, jobs: rate.jobs } } : {}),
    ...(seconds && price
      ? { cost: { ...scaled(seconds, price.perHour / 3600), currency: price.currency } }
      : {}),
  }
}
