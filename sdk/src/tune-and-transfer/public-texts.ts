/**
 * Public texts of a local file: what would go up, told from its digest apart from what is there already.
 * @module
 */
import { basename, extname } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { Connection, Schemas } from '../client/connection.js'
import { datasetsOf } from '../client/resources/datasets.js'
import { bodyOf } from '../client/texts-body.js'
import type { PlannedDataset } from './options.js'

/** The file's name as a data set may be called. */
const nameOf = (file: string): string =>
  basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64) || 'public'

/** What goes up can be read by others: it must not hold what stays at home. */
const refusePrivate = (file: string, texts: readonly string[], own: readonly string[]): void => {
  const here = new Set(own.map(text => text.trim()))
  const shared = texts.filter(text => here.has(text.trim())).length
  if (shared === 0) return
  throw new PromptPostError('privacy-refused', `holds texts of the private data, ${shared} of them`, {
    field: 'publicTexts',
    value: file,
    next: 'It would be uploaded: give texts that are public, and none of the data.',
  })
}

const sameOnService = async (
  connection: Connection,
  sha256: string,
  signal: AbortSignal | undefined,
): Promise<Schemas['Dataset'] | undefined> => {
  for await (const known of datasetsOf(connection).list({ purpose: 'public', limit: 100, signal }))
    if (known.sha256 === sha256) return known
  return undefined
}

const readPublic = async (file: string): Promise<string[]> => {
  const { readTexts } = await import('@promptpost/engine/data')
  return (await readTexts(file)).filter(text => text.trim() !== '')
}

/**
 * @param own texts of the private data
 * @param chosen by an earlier call
 * @throws PromptPostError 'privacy-refused' when the file holds some of them; 'conflict' when it is not what was chosen
 */
export const planPublicTexts = async (
  connection: Connection,
  file: string,
  own: readonly string[],
  chosen: string | undefined,
  signal: AbortSignal | undefined,
): Promise<PlannedDataset> => {
  const texts = await readPublic(file)
  refusePrivate(file, texts, own)
  const { bytes, kept } = bodyOf(texts)
  const sha256 = await kept()
  if (chosen !== undefined) {
    const earlier = await datasetsOf(connection).get(chosen, { signal })
    if (earlier.sha256 === sha256) return { ...earlier, file }
    throw new PromptPostError('conflict', 'has changed since this run began', {
      field: 'publicTexts',
      value: file,
      next: 'Put back what it was to go on, or name another folder with `out`.',
    })
  }
  const { id, name } = (await sameOnService(connection, sha256, signal)) ?? { name: nameOf(file) }
  return { ...(id !== undefined && { id }), name, count: texts.length, size: bytes.length, sha256, file }
}

/** Sends them, unless they are there. @returns the identifier of the data set */
export const uploadPublicTexts = async (
  connection: Connection,
  { id, name, file, sha256 }: PlannedDataset,
  signal: AbortSignal | undefined,
): Promise<string> => {
  if (id !== undefined) return id
  const texts = await readPublic(file!)
  const made = await datasetsOf(connection).create({ name, purpose: 'public', texts }, { signal })
  if (made.sha256 === sha256) return made.id
  throw new PromptPostError('conflict', 'has changed while it was read', {
    field: 'publicTexts',
    value: file,
  })
}
