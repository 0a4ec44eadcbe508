/**
 * What a tenant keeps: its resources, and the bytes of what it sent and what was made of it.
 * @module
 */
import { readJson } from './json.js'
import { type Collection, keyOf } from './keys.js'
import type { ObjectStore } from './object-store.js'

export const RESOURCE_COLLECTIONS = [
  'models',
  'datasets',
  'students',
  'prompts',
  'transfers',
  'predictions',
] as const satisfies readonly Collection[]

export type Kept = {
  resources: number
  /** Bytes of resources and of the files of jobs; not of the feeds of events, the audit log and other books. */
  bytes: number
}

const STAGED = 'staged'

/** Where the lines of a data set stand until they are known to be good. They are not kept yet, so no count has them. */
export const stagedKey = (tenant: string, id: string): string =>
  keyOf({ tenant, collection: 'datasets', id, path: [STAGED] })

/** Of an upload in parts, what says how much room it takes. */
export type MeasuredUpload = {
  /** That it announced. */
  bytes: number
  /** Its parts are gone then, or about to go. */
  completed_at?: string
}

/** All keys under a prefix with their sizes, in order. */
export async function* objectsUnder(
  store: ObjectStore,
  prefix: string,
): AsyncGenerator<{ key: string; size: number }> {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(prefix, { cursor })
    yield* page.objects
    cursor = page.cursor
  }
}

/** Names of all folders directly under one, in order. */
export async function* foldersUnder(store: ObjectStore, folder: string): AsyncGenerator<string> {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.listFolders(folder, { cursor })
    yield* page.names
    cursor = page.cursor
  }
}

/** The bytes of a collection's objects, by what they belong to. */
async function* sizesIn(
  store: ObjectStore,
  tenant: string,
  collection: Collection,
): AsyncGenerator<{ id: string; size: number }> {
  const folder = `${keyOf({ tenant, collection })}/`
  for await (const { key, size } of objectsUnder(store, folder)) {
    if (key.endsWith(`/${STAGED}`)) continue
    yield { id: key.slice(folder.length, key.indexOf('/', folder.length)), size }
  }
}

/**
 * What jobs were made with and what they made. Of the rest no count is kept, and of events alone there may be thousands for a job: a
 * walk leaves them out, and a list goes on behind those in which a page ended.
 */
async function* filesOfJobs(
  store: ObjectStore,
  tenant: string,
): AsyncGenerator<{ key: string; size: number }> {
  const folder = keyOf({ tenant, collection: 'jobs' })
  const split = (key: string): string[] => key.slice(folder.length + 1).split('/')
  const isWanted = (key: string): boolean => ['', 'input', 'output'].includes(split(key)[1] as string)
  if (store.walk) return yield* store.walk(folder, isWanted)
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page = await store.list(`${folder}/`, { cursor })
    yield* page.objects.filter(({ key }) => isWanted(key))
    cursor = page.cursor
    if (cursor === undefined) return
    const [id, part = ''] = split(cursor)
    if (part < 'input') cursor = `${folder}/${id}/input`
  }
}

/** An open upload keeps the room for all it announced. */
const measureUploads = async (
  store: ObjectStore,
  tenant: string,
  except: ReadonlySet<string>,
  kept: Kept,
): Promise<void> => {
  const folder = keyOf({ tenant, collection: 'uploads' })
  for await (const id of foldersUnder(store, folder)) {
    if (except.has(id)) continue
    const upload = await readJson<MeasuredUpload>(store, keyOf({ tenant, collection: 'uploads', id }))
    if (upload && upload.value.completed_at === undefined) {
      kept.resources++
      kept.bytes += upload.value.bytes
    } else for await (const { size } of objectsUnder(store, `${folder}/${id}/`)) kept.bytes += size
  }
}

/**
 * Counts by listing: reads no object but the records of uploads.
 *
 * @param except resources that are not counted, nor what is theirs
 */
export const measureTenant = async (
  store: ObjectStore,
  tenant: string,
  except: ReadonlySet<string> = new Set(),
): Promise<Kept> => {
  const kept: Kept = { resources: 0, bytes: 0 }
  for (const collection of RESOURCE_COLLECTIONS) {
    let last: string | undefined
    for await (const { id, size } of sizesIn(store, tenant, collection)) {
      if (except.has(id)) continue
      // In the order of their keys what is of one resource stands together.
      if (id !== last) kept.resources++
      last = id
      kept.bytes += size
    }
  }
  for await (const { size } of filesOfJobs(store, tenant)) kept.bytes += size
  await measureUploads(store, tenant, except, kept)
  return kept
}
