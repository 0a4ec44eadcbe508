/**
 * Deletion that leaves nothing: work on it is stopped first, then its record goes, by which alone it can be seen, then all else.
 *
 * A mark stands from before the first step until after the last. Whoever asks again, and a server at its start, finish what
 * was interrupted. What is made at the same time and names the thing looks for the mark once it is written, and takes itself
 * back; what the mark came too late for is found by looking for dependants, which comes after the mark.
 * @module
 */
import { foldersUnder, keyOf, objectsUnder, readJson } from '@promptpost/base/store'
import type { Services } from '../../http/environment.js'
import { Problem } from '../../http/problem.js'
import { dependantsOf, isNamedByOthers, type Thing } from './dependants.js'
import { hasTombstone, type Mark, putMark, putTombstone, readMark, removeMark } from './marks.js'
import { stopJob } from './stop-job.js'

export type Remover = Pick<Services, 'store' | 'jobs' | 'queue' | 'allowances' | 'log' | 'forgetComputed'>

/** Most dependants that a refusal names. */
const MOST_NAMED = 20

/** Deletes what the mark is of, as far as it is still there. */
const finish = async (services: Remover, tenant: string, id: string, mark: Mark): Promise<void> => {
  const { store, jobs, allowances } = services
  const { collection, job } = mark
  // Those of which an earlier attempt has already taken the record.
  for (const [other, begun] of await marksOf(services, tenant))
    if (begun.of === id) await finish(services, tenant, other, begun)
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

const marksOf = async ({ store }: Remover, tenant: string): Promise<[string, Mark][]> => {
  const marks: [string, Mark][] = []
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'deletions' }))) {
    const mark = await readMark(store, tenant, id)
    if (mark) marks.push([id, mark])
  }
  return marks
}

const markFor = async ({ store }: Remover, tenant: string, { collection, id }: Thing): Promise<Mark> => {
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
  await putMark(services.store, tenant, thing.id, mark)
  await putTombstone(services.store, tenant, thing.id)
  await finish(services, tenant, thing.id, mark)
}

/** The same, but not of what others need. @throws Problem 409 that names them */
export const removeUnused = async (services: Remover, tenant: string, thing: Thing): Promise<void> => {
  const { store } = services
  await putMark(store, tenant, thing.id, await markFor(services, tenant, thing))
  const own: string[] = []
  for await (const { id } of dependantsOf(store, [tenant], thing)) {
    own.push(id)
    if (own.length === MOST_NAMED) break
  }
  const isShared = (await store.head(keyOf({ shared: 'catalogue', ...thing }))) !== undefined
  const isNamed = isShared && (await isNamedByOthers(store, tenant, thing))
  if (own.length === 0 && !isNamed) return remove(services, tenant, thing)
  await removeMark(store, tenant, thing.id)
  const who = [...own, ...(isNamed ? ['something of your clients'] : [])].join(', ')
  const next = own.length > 0 ? 'Delete what is yours first.' : 'It can go when they have deleted theirs.'
  throw new Problem(409, 'in-use', `It is needed by ${who}. ${next}`, { members: { dependants: own } })
}

/** Finishes a deletion that was interrupted. @returns false when there is none of this thing */
export const resume = async (services: Remover, tenant: string, thing: Thing): Promise<boolean> => {
  const mark = await readMark(services.store, tenant, thing.id)
  if (mark?.collection !== thing.collection) return false
  await finish(services, tenant, thing.id, mark)
  return true
}

/** Finishes what earlier servers began to delete, and lifts marks of deletions that were not decided. */
export const finishDeletions = async (services: Remover): Promise<void> => {
  const { store, log } = services
  for await (const tenant of foldersUnder(store, 'tenants'))
    for (const [id, mark] of await marksOf(services, tenant)) {
      if (await hasTombstone(store, tenant, id))
        await finish(services, tenant, id, mark).catch(() =>
          log({ level: 'error', event: 'deletion-unfinished', resource: id }),
        )
      else await removeMark(store, tenant, id)
    }
}
