/**
 * The files that the texts of a data set were read from. The service knows a text by its line in what was sent; whoever sent it
 * knows a file.
 * @module
 */
import { readTexts } from '@promptpost/engine/data'
import { ApiError } from '../client/errors.js'
import type { Context } from './context.js'
import { type DataFlags, readOptions } from './data-flags.js'
import { CliError, exitCodeOf } from './failure.js'

export type TextFile = { readonly path: string; readonly count: number }
export type FoundTexts = { readonly texts: string[]; readonly files: readonly TextFile[] }

/** Reads a file or a folder; of a folder each file that was taken is named, as nobody has named it. */
export const findTexts = async (
  context: Context,
  pathOrFolder: string,
  flags: DataFlags,
): Promise<FoundTexts> => {
  const files: TextFile[] = []
  const onFile = (path: string, count: number): void => void files.push({ path, count })
  const texts = await readTexts(pathOrFolder, { ...readOptions(flags), onFile })
  for (const { path, count } of files)
    if (path !== pathOrFolder) context.note(`taken: ${path}, ${count} ${count === 1 ? 'text' : 'texts'}`)
  return { texts, files }
}

/** Where the text of a line is from, lines counted from 1; undefined where it is none of them. */
export const textPlace = (files: readonly TextFile[], line: number): string | undefined => {
  let before = 0
  for (const { path, count } of files) {
    if (line <= before + count) return `${path}: text ${line - before}`
    before += count
  }
  return undefined
}

/** A refusal of one text, with its place; any other error as it is. */
export const namingText = (error: unknown, files: readonly TextFile[]): unknown => {
  if (!(error instanceof ApiError)) return error
  const [, line] = /^line (\d+)$/.exec(error.pointer ?? '') ?? []
  const place = line === undefined ? undefined : textPlace(files, Number(line))
  if (place === undefined) return error
  const reason = (error.problem.detail ?? 'is refused').replace(/^Line \d+ /, '').replace(/\.$/, '')
  const next = 'Correct that text, or leave it out.'
  return new CliError(exitCodeOf(error), error.code, `${place} ${reason}`, next, { cause: error })
}
