/**
 * Where the demo's things are: the shipped model and data, and the folder it works in.
 * @module
 */

import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PromptPostError } from '@promptpost/base'

const resolver = createRequire(import.meta.url)

/** The folder examples/, wherever this module was built to. */
export const EXAMPLES = dirname(resolver.resolve('@promptpost/examples/package.json'))
export const DATA = join(EXAMPLES, 'data', 'dbpedia')
/** The server's program. */
export const SERVER = join(dirname(resolver.resolve('@promptpost/api')), 'node.js')

export type Places = {
  /** The service's own disk. */
  service: string
  /** The service's log. */
  log: string
  /** The client's own disk. */
  client: string
  report: string
}

/** Says that a folder is ours to empty. */
const MARK = '.promptpost-demo'

/**
 * Makes the folder ready; what an earlier demo left is removed, anything else is left alone.
 *
 * @throws PromptPostError 'conflict' when there is something in it that is not a demo's
 */
export const preparePlaces = async (out: string): Promise<Places> => {
  await mkdir(out, { recursive: true })
  const names = await readdir(out)
  const isOurs = await stat(join(out, MARK)).then(
    () => true,
    () => false,
  )
  if (names.length > 0 && !isOurs)
    throw new PromptPostError('conflict', 'holds something that no demo put there', {
      field: '--out',
      value: out,
      next: 'Name a new or empty folder.',
    })
  await writeFile(join(out, MARK), 'The demo may empty this folder.\n')
  const places = {
    service: join(out, 'service'),
    log: join(out, 'service.log'),
    client: join(out, 'client'),
    report: join(out, 'report.html'),
  }
  for (const path of Object.values(places)) await rm(path, { recursive: true, force: true })
  await mkdir(places.client)
  return places
}
