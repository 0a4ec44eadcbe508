/**
 * Where what was computed lies, so that names alone tell what it is made of, whom it was made for and how large it is:
 *
 *     ROOT/TENANT.DATASET/KEY-SIZE                   from a data set, named by what decides its bytes
 *     ROOT/TENANT.DATASET/KEY-SIZE-owned             the same for something of tenants that may go before the data set
 *     ROOT/TENANT.DATASET/KEY-SIZE-owned.TENANT.ID   for whom: an empty file; without any the entry goes
 *     ROOT/drafts/PROCESS.RANDOM-SIZE                what is being written
 * @module
 */
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '../errors.js'
import { isOfTheDead, TENANT } from '../store/index.js'

/** Something of a tenant: a data set, a prompt, a job. */
export type Thing = { tenant: string; id: string }

/** Where a service's workers keep what they compute: with a tenant's checkpoints, so that its deletion finds both. */
export const computedFolder = (work: string): string => join(work, 'computed')

export const DRAFTS = 'drafts'

const ID = /^[A-Za-z0-9_-]{1,128}$/
const FOLDER = /^[a-z0-9-]+\.[A-Za-z0-9_-]+$/
const ENTRY = /^[0-9a-f]{64}-(\d+)(-owned)?$/
const OWNER = /^([0-9a-f]{64}-\d+-owned)\.([a-z0-9-]+)\.([A-Za-z0-9_-]+)$/
const DRAFT = /-(\d+)$/

/** A draft of a process that cannot be looked at is given up after this, in milliseconds. */
const STALE = 6 * 3_600_000

/** @throws PromptPostError `invalid-argument` for what could leave the folder */
export const nameOf = ({ tenant, id }: Thing): string => {
  if (TENANT.test(tenant) && ID.test(id)) return `${tenant}.${id}`
  throw new PromptPostError('invalid-argument', 'is not a valid name', {
    field: 'cache',
    value: `${tenant}.${id}`,
  })
}

export const thingOf = (name: string): Thing => {
  const [tenant = '', id = ''] = name.split('.')
  return { tenant, id }
}

/** Names in a folder; none where there is no folder. */
export const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** Folders of data sets. */
export const foldersOf = async (root: string): Promise<string[]> =>
  (await namesIn(root)).filter(name => FOLDER.test(name))

export type Entry = { path: string; size: number }

export type Owner = { entry: string; path: string; thing: Thing }

/** What a folder holds, by its names alone. */
export const look = async (folder: string): Promise<{ entries: Entry[]; owners: Owner[] }> => {
  const entries: Entry[] = []
  const owners: Owner[] = []
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    const [, size] = ENTRY.exec(name) ?? []
    if (size !== undefined) entries.push({ path, size: Number(size) })
    const [, entry, tenant = '', id = ''] = OWNER.exec(name) ?? []
    if (entry !== undefined) owners.push({ entry: join(folder, entry), path, thing: { tenant, id } })
  }
  return { entries, owners }
}

export const addOwner = (entry: string, owner: Thing): Promise<void> =>
  writeFile(`${entry}.${nameOf(owner)}`, '', { mode: 0o600 })

/** Removes an entry and says of nobody any more that it is his. */
export const removeEntry = async (path: string, owners: readonly Owner[]): Promise<void> => {
  await rm(path, { force: true })
  for (const owner of owners) if (owner.entry === path) await rm(owner.path, { force: true })
}

/** Bytes of what is being written; drafts that nobody writes any more are removed. */
export const bytesOfDrafts = async (root: string): Promise<number> => {
  let bytes = 0
  for (const name of await namesIn(join(root, DRAFTS))) {
    const path = join(root, DRAFTS, name)
    const written = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
    if (isOfTheDead(name) || Date.now() - written > STALE) await rm(path, { force: true })
    else bytes += Number(DRAFT.exec(name)?.[1] ?? 0)
  }
  return bytes
}
