/**
 * Everything of a tenant as a folder: each object as it is stored, and a manifest with their digests. What only serves to act in
 * the tenant's name is left out: tokens (they are told of, in tokens.json), secrets of webhooks, leases of running jobs.
 *
 * The folder gets its name when all is in it and flushed. Till then it has another one, and no manifest.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { PromptPostError } from '../errors.js'
import { makeFolder } from '../folders.js'
import { listTokens, type ObjectStore, objectsUnder } from '../store/index.js'
import { folderOf, requireTenant } from './presence.js'

export type Manifest = {
  version: 1
  tenant: string
  /** When the export began: what was changed meanwhile may be in it or not, each file whole. */
  exportedAt: string
  /** All other files of the folder, by path. */
  files: { path: string; size: number; sha256: string }[]
}

/** Fields of records that are left out, by the pattern of the record's place. */
const LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [/^webhooks\/[^/]+\/record\.json$/, 'secrets'],
  [/^jobs\/[^/]+\/record\.json$/, 'lease'],
]

const bytesOf = async (
  store: ObjectStore,
  key: string,
  path: string,
): Promise<AsyncIterable<Uint8Array> | undefined> => {
  const field = LEFT_OUT.find(([pattern]) => pattern.test(path))?.[1]
  if (field === undefined) return store.getRange(key, 0, Number.MAX_SAFE_INTEGER)
  const found = await store.get(key)
  if (!found) return undefined
  const { [field]: _left, ...rest } = JSON.parse(Buffer.from(found.bytes).toString('utf8')) as Record<
    string,
    unknown
  >
  return only(JSON.stringify(rest))
}

async function* only(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** Writes a new file, flushed. @returns its size and SHA-256 */
const writeNew = async (
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ size: number; sha256: string }> => {
  await makeFolder(dirname(path), { mode: 0o700 })
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) {
      hash.update(chunk)
      size += chunk.length
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { size, sha256: hash.digest('hex') }
}

const taken = (out: string): PromptPostError =>
  new PromptPostError('invalid-argument', 'is there already', {
    field: 'out',
    value: out,
    next: 'Name a folder that does not exist yet.',
  })

/**
 * @param out folder that must not exist; it is made as a whole or not at all
 * @throws PromptPostError `not-found` when there is no such tenant, `invalid-argument` when `out` exists
 */
export const exportTenant = async (
  store: ObjectStore,
  tenant: string,
  out: string,
  signal?: AbortSignal,
): Promise<Manifest> => {
  await requireTenant(store, tenant)
  const target = resolve(out)
  const exists = (): Promise<boolean> =>
    lstat(target).then(
      () => true,
      () => false,
    )
  if (await exists()) throw taken(out)
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}.partial`)
  const manifest: Manifest = { version: 1, tenant, exportedAt: new Date().toISOString(), files: [] }
  const add = async (path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    signal?.throwIfAborted()
    manifest.files.push({ path, ...(await writeNew(join(draft, path), chunks)) })
  }
  try {
    await makeFolder(draft, { mode: 0o700 })
    for await (const { key } of objectsUnder(store, folderOf(tenant))) {
      const path = key.slice(folderOf(tenant).length)
      if (path.startsWith('tokens/')) continue
      const chunks = await bytesOf(store, key, path)
      // It has gone since it was listed.
      if (chunks) await add(path, chunks)
    }
    await add('tokens.json', only(JSON.stringify(await listTokens(store, tenant), null, 2)))
    await writeNew(join(draft, 'manifest.json'), only(`${JSON.stringify(manifest, null, 2)}\n`))
    if (await exists()) throw taken(out)
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  return manifest
}
