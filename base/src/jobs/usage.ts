/**
 * What a tenant's jobs used, day by day. Each end is one object, whose name says all that is counted of it: an end that is
 * counted again is the same object, so it counts once, and a sum is a listing that reads nothing.
 *
 *     tenants/T/usage/2026-01-31/DIGEST.KIND.STATE.MILLISECONDS.TEXTS.TOKENS.BYTES
 *
 * The digest is of the job's identifier: it outlives the job, and must not tell of it.
 * @module
 */
import { sha256 } from '../files.js'
import { createJson, keyOf, type ObjectStore } from '../store/index.js'
import type { JobKind, JobRecord, JobState } from './record.js'

export type Usage = {
  /** Jobs that ended, by kind. */
  jobs: Record<JobKind, number>
  failed: number
  cancelled: number
  /** Time that workers spent, seconds. */
  computeSeconds: number
  /** Texts that got a prediction. */
  texts: number
  /** Tokens that jobs trained on, where they said. */
  tokens: number
  /** Bytes of the files that jobs left. */
  bytes: number
}

const noUsage = (): Usage => ({
  jobs: { distil: 0, transfer: 0, predict: 0 },
  failed: 0,
  cancelled: 0,
  computeSeconds: 0,
  texts: 0,
  tokens: 0,
  bytes: 0,
})

const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0

const entryOf = ({ id, kind, state, computeMilliseconds, result, files }: JobRecord): string => {
  const facts = result?.facts as Record<string, unknown> | undefined
  const texts = kind === 'predict' ? countOf(result?.count) : 0
  const bytes = (files ?? []).reduce((sum, file) => sum + file.size, 0)
  return [
    sha256(id).slice(0, 32),
    kind,
    state,
    computeMilliseconds ?? 0,
    texts,
    countOf(facts?.tokens),
    bytes,
  ].join('.')
}

/** Counts a job that has ended. A second time changes nothing. */
export const countUsage = async (store: ObjectStore, job: JobRecord): Promise<void> => {
  const day = (job.finishedAt ?? job.updatedAt).slice(0, 10)
  await createJson(
    store,
    keyOf({ tenant: job.tenant, collection: 'usage', id: day, path: [entryOf(job)] }),
    {},
  )
}

const add = (usage: Usage, entry: string): void => {
  const [, kind, state, ...numbers] = entry.split('.')
  const [milliseconds = 0, texts = 0, tokens = 0, bytes = 0] = numbers.map(Number)
  usage.jobs[kind as JobKind]++
  if ((state as JobState) === 'failed') usage.failed++
  if ((state as JobState) === 'cancelled') usage.cancelled++
  usage.computeSeconds += milliseconds / 1000
  usage.texts += texts
  usage.tokens += tokens
  usage.bytes += bytes
}

/** The sum of several usages. */
export const sumUsage = (all: readonly Usage[]): Usage =>
  all.reduce((sum, usage) => {
    for (const kind of Object.keys(sum.jobs) as JobKind[]) sum.jobs[kind] += usage.jobs[kind]
    for (const name of ['failed', 'cancelled', 'computeSeconds', 'texts', 'tokens', 'bytes'] as const)
      sum[name] += usage[name]
    return sum
  }, noUsage())

/** What ended on each day from one to another, both included; days without an end are left out. Days are those of UTC. */
export const readUsage = async (
  store: ObjectStore,
  tenant: string,
  from: string,
  to: string,
): Promise<{ date: string; usage: Usage }[]> => {
  const found: { date: string; usage: Usage }[] = []
  const folder = keyOf({ tenant, collection: 'usage' })
  for (let cursor: string | undefined = `${folder}/${from}`; cursor !== undefined; ) {
    const page = await store.list(`${folder}/`, { cursor })
    for (const { key } of page.objects) {
      const [date = '', entry = ''] = key.slice(folder.length + 1).split('/')
      if (date > to) return found
      if (found.at(-1)?.date !== date) found.push({ date, usage: noUsage() })
      add((found.at(-1) as { usage: Usage }).usage, entry)
    }
    cursor = page.cursor
  }
  return found
}
