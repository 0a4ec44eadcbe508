/**
 * Deletion that leaves nothing: work on it is stopped first, then its record goes, by which alone it can be seen, then all else.
 *
 * A mark stands from before the first step until after the last. Whoever asks again, and servers from time to time, finish what
 * was interrupted. What is made at the same time and names the thing looks for the mark once it is written, and takes itself
 * back; what the mark came too late for is found by looking for dependants, which comes after the mark. Whether the mark stood all the
 * while is asked when it is decided that the thing goes: where it was lifted, all is looked at again.
 * @module
 */
import {
  decide,
  endOldHolds,
  foldersUnder,
  holdMark,
  keyOf,
  letGo,
  type Mark,
  type Marked,
  markDecided,
  newHold,
  objectsUnder,
  readJson,
  readMark,
} from '@promptpost/base/store'
import type { Services } from '../../http/environment.js'
import { Problem } from '../../http/problem.js'
import { dependantsOf, isNamedByOthers, type Thing } from './dependants.js'
import { hasTombstone, putTombstone, removeMark } from './marks.js'
import { stopJob } from './stop-job.js'

export type Remover = Pick<Services, 'store' | 'jobs' | 'queue' | 'allowances' | 'log' | 'forgetComputed'>

/** Most dependants that a refusal names. */
const MOST_NAMED = 20

/** Deletes what the mark is of, as far as it is still there. */
const finish = async (services: Remover, tenant: string, id: string, mark: Marked): Promise<void> => {
  const { store, jobs, allowances } = services
  const { collection, job } = mark
  // Those of which an earlier attempt has already taken the record.
  for (const [other, begun] of await marksOf(services, tenant))
    if (begun.of === id) await goOn(services, tenant, other, begun)
  const named: Thing[] = []
  for await (const dependant of dependantsOf(store, [tenant], { collection, id })) named.push(dependant)
  for (const dependant of named) await remove(services, tenant, dependant, id)
  if (job !== undefined) await stopJob(services, { tenant, id: job })
  await store.delete(keyOf({ shared: 'catalogue', collection, id }))
  await store.delete(keyOf({ tenant, collection, id }))
  if (job !== undefined) {
    // Whoever was just making it may have started its job only now.
    await stopJob(services, { tenant, id: job })
    await jobs.removeJob({ tenant, id: job })
  }
  for await (const { key } of objectsUnder(store, `${keyOf({ tenant, collection })}/${id}/`))
    await store.delete(key)
  for (const gone of job === undefined ? [id] : [id, job])
    await services.forgetComputed?.({ tenant, id: gone })
  await allowances.release(tenant, { id, ...(job === undefined ? {} : { job }) })
  await removeMark(store, tenant, id)
}

/** Does what was decided, from whatever was done of it. */
const goOn = async (services: Remover, tenant: string, id: string, mark: Marked): Promise<void> => {
  await putTombstone(services.store, tenant, id)
  await finish(services, tenant, id, mark)
}

const marksOf = async ({ store }: Remover, tenant: string): Promise<[string, Mark][]> => {
  const marks: [string, Mark][] = []
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'deletions' }))) {
    const mark = await readMark(store, tenant, id)
    if (mark) marks.push([id, mark])
  }
  return marks
}

const markFor = async ({ store }: Remover, tenant: string, { collection, id }: Thing): Promise<Marked> => {
  const record = await readJson<{ job?: string }>(store, keyOf({ tenant, collection, id }))
  const job = record?.value.job
  return { collection, ...(job === undefined ? {} : { job }) }
}

/**
 * Deletes a thing of a tenant with all that is of it: its files, its job and the job's files, and what names it.
 *
 * @param of with what else it is deleted, if it is
 * @throws Problem 503 when its job does not stop in time
 */
export const remove = async (services: Remover, tenant: string, thing: Thing, of?: string): Promise<void> => {
  const mark = { ...(await markFor(services, tenant, thing)), ...(of === undefined ? {} : { of }) }
  await markDecided(services.store, tenant, thing.id, mark)
  await goOn(services, tenant, thing.id, mark)
}

/** Looks for what needs a thing that is marked. @returns a 409 that names it, or undefined when there is nothing */
const needOf = async ({ store }: Remover, tenant: string, thing: Thing): Promise<Problem | undefined> => {
  const own: string[] = []
  for await (const { id } of dependantsOf(store, [tenant], thing)) {
    own.push(id)
    if (own.length === MOST_NAMED) break
  }
  const isShared = (await store.head(keyOf({ shared: 'catalogue', ...thing }))) !== undefined
  const isNamed = isShared && (await isNamedByOthers(store, tenant, thing))
  if (own.length === 0 && !isNamed) return undefined
  const who = [...own, ...(isNamed ? ['something of your clients'] : [])].join(', ')
  const next = own.length > 0 ? 'Delete what is yours first.' : 'It can go when they have deleted theirs.'
  return new Problem(409, 'in-use', `It is needed by ${who}. ${next}`, { members: { dependants: own } })
}

/** The same, but not of what others need. @throws Problem 409 that names them */
export const removeUnused = async (services: Remover, tenant: string, thing: Thing): Promise<void> => {
  const { store } = services
  const marked = await markFor(services, tenant, thing)
  for (let isDecided = false; !isDecided; ) {
    const hold = newHold()
    const mark = await holdMark(store, tenant, thing.id, marked, hold)
    const need = mark.decided ? undefined : await needOf(services, tenant, thing)
    if (need) {
      await letGo(store, tenant, thing.id, hold)
      throw need
    }
    isDecided = await decide(store, tenant, thing.id, marked, hold)
  }
  await goOn(services, tenant, thing.id, marked)
}

/** Finishes a deletion that was interrupted. @returns false when there is none of this thing */
export const resume = async (services: Remover, tenant: string, thing: Thing): Promise<boolean> => {
  const mark = await readMark(services.store, tenant, thing.id)
  if (mark?.collection !== thing.collection) return false
  await finish(services, tenant, thing.id, mark)
  return true
}

/**
 * Finishes the deletions that were decided, and lifts the marks of those who died before they decided.
 *
 * @param now milliseconds since 1970
 */
export const finishDeletions = async (services: Remover, now = Date.now()): Promise<void> => {
  const { store, log } = services
  for await (const tenant of foldersUnder(store, 'tenants'))
    for (const [id, mark] of await marksOf(services, tenant)) {
      // Of earlier versions the tombstone alone says that it was decided.
      if (mark.decided || (await hasTombstone(store, tenant, id)))
        await goOn(services, tenant, id, mark).catch(() =>
          log({ level: 'error', event: 'deletion-unfinished', resource: id }),
        )
      else await endOldHolds(store, tenant, id, now)
    }
}
