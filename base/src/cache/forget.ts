/**
 * Deletion of what was computed: with the data set it is from, and with the last of those it was computed for.
 * @module
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersOf, look, type Thing, thingOf } from './places.js'

/** Removes all that is from, or for nobody but, things that are gone. */
const forget = async (root: string, isGone: (thing: Thing) => boolean | Promise<boolean>): Promise<void> => {
  for (const name of await foldersOf(root)) {
    const folder = join(root, name)
    if (await isGone(thingOf(name))) {
      await rm(folder, { recursive: true, force: true })
      continue
    }
    const { entries, owners } = await look(folder)
    const owned = new Set<string>()
    for (const { path, entry, thing } of owners)
      if (await isGone(thing)) await rm(path, { force: true })
      else owned.add(entry)
    for (const { path } of entries)
      if (path.endsWith('-owned') && !owned.has(path)) await rm(path, { force: true })
  }
}

/** With one thing: a data set, a prompt, a job. */
export const forgetThing = (root: string, { tenant, id }: Thing): Promise<void> =>
  forget(root, thing => thing.tenant === tenant && thing.id === id)

/** With a tenant: of his data sets and for whatever was his. */
export const forgetTenant = (root: string, tenant: string): Promise<void> =>
  forget(root, thing => thing.tenant === tenant)

/**
 * With what has been deleted elsewhere, where this machine was not told. Each thing is asked for once.
 *
 * @param isThere asks the store
 */
export const forgetGone = (root: string, isThere: (thing: Thing) => Promise<boolean>): Promise<void> => {
  const known = new Map<string, Promise<boolean>>()
  return forget(root, async thing => {
    const name = `${thing.tenant}.${thing.id}`
    const answer = known.get(name) ?? isThere(thing)
    known.set(name, answer)
    return !(await answer)
  })
}
