/**
 * Long work that is done once for given inputs: its bytes come from a cache where they are, and go there where they are not.
 *
 * The cache is the provider's and holds what public texts give; nothing that a client's prompt or private records had a part in.
 * @module
 */
import { createHash } from 'node:crypto'
import type { ComputedCache, Description } from '@promptpost/base/cache'

/** Where work may look for what it would compute, and leave it. */
export type Cached = { cache?: ComputedCache }

/** Digest of arrays, their types and lengths included. */
export const digestOfArrays = (arrays: Iterable<Float32Array | Int32Array | Uint8Array>): string => {
  const hash = createHash('sha256')
  for (const array of arrays) {
    hash.update(`${array.constructor.name} ${array.length} `)
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  }
  return hash.digest('hex')
}

/**
 * Fills `values` with what `compute` would put into all of them, or with what it once did.
 *
 * @param what decides every bit of the result
 */
export const computedOnce = async (
  cache: ComputedCache | undefined,
  what: Description,
  values: Float32Array,
  compute: () => Promise<void>,
): Promise<void> => {
  // As the machine has them: ONNX Runtime runs on little-endian machines alone.
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  if (await cache?.read(what, bytes)) return
  await compute()
  await cache?.write(what, bytes)
}
