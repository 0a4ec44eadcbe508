/**
 * Tab-separated values without quoting: a quote is an ordinary character, a field ends at the next separator.
 * @module
 */
import type { Line } from './lines.js'
import { type Table, tableOfRecords } from './table.js'

/** Rows of a file whose fields are separated by `delimiter` and never quoted; empty lines are left out. */
export const readTsv = (
  lines: Iterable<Line>,
  path: string,
  options: { header: boolean; delimiter: string },
): Table => {
  const records = function* (): Generator<{ line: number; fields: string[] }> {
    for (const { line, text } of lines) if (text !== '') yield { line, fields: text.split(options.delimiter) }
  }
  return tableOfRecords(records(), path, options.header)
}
