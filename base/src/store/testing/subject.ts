/**
 * An adapter under the contract, and what it can do beyond it.
 * @module
 */
import { isConflict, type ObjectStore } from '../object-store.js'

/** Abilities that not every kind of storage has. Whoever relies on one names the adapter. */
export type Abilities = {
  /** Refuses a key that is the folder of another. Where it does not, both are kept; callers must not ask for it. */
  refusesFolderKeys: boolean
  /** Objects pass through without being held in memory. */
  streams: boolean
  /** Gives paths of objects on this machine. */
  hasPaths: boolean
}

/** How other processes reach the same store; left out where they cannot. */
export type SharedPlace = {
  /** URL of a module whose `openPlace(location)` gives the store. */
  module: string
  location: string
  /** What interrupted writers left, once the store was opened anew: names of files, uploads, locks. */
  leftovers?: () => Promise<string[]>
}

export type Subject = {
  name: string
  abilities: Abilities
  /** An empty store. */
  open: () => Promise<ObjectStore>
  /** An empty store that processes share. */
  share?: () => Promise<SharedPlace>
  /** How often writers are killed; default 40. */
  kills?: number
}

export const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString('utf8')

export const collect = async (stream: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Whether a conditional write lost; any other failure is thrown. */
export const lost = async (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => false,
    error => {
      if (isConflict(error)) return true
      throw error
    },
  )

/** Every key with a prefix, by pages. */
export const allKeys = async (store: ObjectStore, prefix: string, limit = 1000): Promise<string[]> => {
  const keys: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(prefix, { cursor, limit })
    keys.push(...page.objects.map(({ key }) => key))
    cursor = page.cursor
  }
  return keys
}

/** Does something to each item, a few at a time. */
export const forEach = async <T>(items: readonly T[], task: (item: T) => Promise<unknown>, width = 16) => {
  const rest = [...items]
  const lane = async (): Promise<void> => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await task(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
