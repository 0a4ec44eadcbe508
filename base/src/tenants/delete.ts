/**
 * A tenant's end: tokens first, so that nothing new comes, then its jobs, then all else. Each step does what is left of it, so a
 * deletion that was killed is finished by asking again.
 * @module
 */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { computedFolder, forgetTenant } from '../cache/index.js'
import { PromptPostError } from '../errors.js'
import { openJobStore } from '../jobs/index.js'
import {
  foldersUnder,
  holdMark,
  keyOf,
  letGo,
  newHold,
  type ObjectStore,
  objectsUnder,
} from '../store/index.js'
import { countDependants, type Dependants } from './needed.js'
import { folderOf, requireTenant, sharedEntriesOf } from './presence.js'
import { PATIENCE, stopJobs } from './stop-jobs.js'

export type TenantDeletion = {
  tenant: string
  /** Jobs that had not ended. */
  cancelled: number
  /** Objects that were deleted. */
  objects: number
  /** What of other tenants named something of this one. */
  dependants: Dependants
}

export type DeletionOptions = {
  /** Deletes what other tenants need, too. */
  force?: boolean
  /** The folder of the workers' checkpoints, `TENANT.JOB` each, and of what they computed. */
  work: string
  /** Time that workers have to stop, in milliseconds. */
  patience?: number
  /** How long nothing may come before it is over, in milliseconds: requests that were let in before may still write. */
  quiet?: number
}

const QUIET = 2_000

/** What others may name: while a mark stands, nothing new does. */
const NAMEABLE = ['models', 'datasets', 'students'] as const

/** Who holds marks here: the same every time, so that a later deletion ends the holds of one that was killed. */
const HOLDER = 'tenant'
/** Longer than a tenant's deletion takes, in milliseconds. */
const HELD = 24 * 3_600_000

const putMarks = async (store: ObjectStore, tenant: string): Promise<void> => {
  for (const collection of NAMEABLE)
    for await (const id of foldersUnder(store, keyOf({ tenant, collection })))
      await holdMark(store, tenant, id, { collection }, newHold(HELD, HOLDER))
}

/** Takes back the marks of this module, and no others. */
const liftMarks = async (store: ObjectStore, tenant: string): Promise<void> => {
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'deletions' })))
    await letGo(store, tenant, id, { name: HOLDER })
}

/** @throws PromptPostError `conflict` when others need what the tenant has */
const requireUnneeded = async (store: ObjectStore, tenant: string, force: boolean): Promise<Dependants> => {
  await putMarks(store, tenant)
  const dependants = await countDependants(store, tenant)
  if (dependants.things === 0 || force) return dependants
  await liftMarks(store, tenant)
  const { things, tenants } = dependants
  throw new PromptPostError(
    'conflict',
    `is needed: ${things} things of ${tenants} other tenants name what it has`,
    {
      field: 'tenant',
      value: tenant,
      next: 'With --force it is deleted all the same; theirs stay, and what they name is gone.',
    },
  )
}

/** Deletes keys as they are listed. @returns how many there were */
const deleteAll = async (store: ObjectStore, keys: AsyncIterable<string>): Promise<number> => {
  let count = 0
  for await (const key of keys) if (await store.delete(key)) count++
  return count
}

async function* keysUnder(store: ObjectStore, prefix: string): AsyncGenerator<string> {
  for await (const { key } of objectsUnder(store, prefix)) yield key
}

const removeTokens = async (store: ObjectStore, tenant: string): Promise<number> => {
  const secrets = await deleteAll(store, sharedEntriesOf(store, tenant, ['tokens']))
  return secrets + (await deleteAll(store, keysUnder(store, `${keyOf({ tenant, collection: 'tokens' })}/`)))
}

/** One pass over all there is. What others may name goes before its mark: nothing new names it as long as it is there. */
const removeAll = async (store: ObjectStore, tenant: string): Promise<number> => {
  let count = await deleteAll(store, sharedEntriesOf(store, tenant))
  for (const collection of NAMEABLE)
    count += await deleteAll(store, keysUnder(store, `${keyOf({ tenant, collection })}/`))
  return count + (await deleteAll(store, keysUnder(store, folderOf(tenant))))
}

const removeWork = async (work: string, tenant: string): Promise<void> => {
  for (const folder of await readdir(work).catch(() => []))
    if (folder.startsWith(`${tenant}.`)) await rm(join(work, folder), { recursive: true, force: true })
  await forgetTenant(computedFolder(work), tenant)
}

/**
 * Deletes a tenant with all that is its, also beside a running server.
 *
 * @throws PromptPostError `not-found` when there is nothing of it, `conflict` when others need what it has, `unavailable` when a job
 *   does not stop
 */
export const deleteTenant = async (
  store: ObjectStore,
  tenant: string,
  { force = false, work, patience = PATIENCE, quiet = QUIET }: DeletionOptions,
): Promise<TenantDeletion> => {
  await requireTenant(store, tenant)
  const dependants = await requireUnneeded(store, tenant, force)
  let objects = await removeTokens(store, tenant)
  const cancelled = await stopJobs({ store, jobs: openJobStore(store) }, tenant, patience)
  for (let isQuiet = false; !isQuiet; ) {
    objects += await removeAll(store, tenant)
    // What a worker was writing when it was killed.
    await store.sweep?.()
    await removeWork(work, tenant)
    await sleep(quiet)
    // Whoever was just making a job may have started it only now.
    await stopJobs({ store, jobs: openJobStore(store) }, tenant, patience)
    const late = await removeAll(store, tenant)
    objects += late
    isQuiet = late === 0
  }
  return { tenant, cancelled, objects, dependants }
}
