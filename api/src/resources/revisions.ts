/**
 * Revisions of a model's name: each time its files were others they got the next number, once.
 * @module
 */
import { createJson, keyOf, lastNumber, type NumberedFolder, padded, readJson } from '@promptpost/base/store'
import type { RequestContext } from '../http/environment.js'

/** Which model has the files of a revision. */
export type Revision = { number: number; id: string; sha256: string }

const DIGITS = 6

const revisionsOf = (tenant: string, name: string): NumberedFolder => {
  const at = (path: string[]) => keyOf({ tenant, collection: 'revisions', id: name, path })
  return { folder: at([]), keyFor: number => at([`${padded(number, DIGITS)}.json`]) }
}

/**
 * The last revision of a name if it has these files and its model is there, else a new one for the model `id`.
 *
 * @param isThere whether a model has been kept under an identifier
 */
export const claimRevision = async (
  c: RequestContext,
  name: string,
  { id, sha256 }: Omit<Revision, 'number'>,
  isThere: (id: string) => Promise<boolean>,
): Promise<Revision> => {
  const { store } = c.get('services')
  const place = revisionsOf(c.get('credential').tenant, name)
  for (;;) {
    const last = await lastNumber(store, place)
    const revision = last === 0 ? undefined : (await readJson<Revision>(store, place.keyFor(last)))?.value
    // Ours already: an earlier try of this request died before the model was kept.
    if (revision?.id === id) return revision
    if (revision?.sha256 === sha256 && (await isThere(revision.id))) return revision
    const next = { number: last + 1, id, sha256 }
    if (await createJson(store, place.keyFor(next.number), next)) return next
  }
}
