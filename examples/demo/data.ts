/**
 * The demo's data files.
 * @module
 */
import { join } from 'node:path'
import { type Example, readExamples, readTexts } from '@promptpost/engine/data'
import { DATA } from './places.js'
import type { Settings } from './settings.js'

/** One text a line. */
export const readLines = async (path: string, most = Infinity): Promise<string[]> =>
  (await readTexts(path, { format: 'tsv', header: false, textColumn: '0' })).slice(0, most)

export const readTest = async ({ data, rows }: Settings): Promise<Example[]> =>
  (await readExamples(join(DATA, data.test))).slice(0, rows?.test)
