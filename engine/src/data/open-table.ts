/**
 * A data file of any format as a table.
 * @module
 */
import { extname } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { readCsv } from './csv.js'
import { readJsonl } from './jsonl.js'
import { checkFile, type Encoding, type Limits, readBounded, splitLines } from './lines.js'
import { readParquet } from './parquet.js'
import { readSpace } from './space.js'
import type { Table } from './table.js'
import { readTsv } from './tsv.js'

/** 'space' is label, space, text. */
export type DataFormat = 'jsonl' | 'csv' | 'tsv' | 'parquet' | 'space'

export type TableOptions = {
  format?: DataFormat
  header?: boolean
  quotes?: boolean
  labelSplit?: string
  encoding?: Encoding
}

const FORMATS: Readonly<Record<string, DataFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.parquet': 'parquet',
}

/** The data format an extension stands for; undefined for others. */
export const formatOf = (path: string): DataFormat | undefined => FORMATS[extname(path).toLowerCase()]

/** @param wanted columns to unpack, where a format lets some be left; undefined: all */
export const openTable = async (
  path: string,
  options: TableOptions,
  limits: Limits,
  wanted: readonly string[] | undefined,
): Promise<{ format: DataFormat; table: Table }> => {
  // That nothing is there is more to the point than what its name ends in.
  await checkFile(path, limits)
  const format = options.format ?? formatOf(path)
  if (format === undefined || !['jsonl', 'csv', 'tsv', 'parquet', 'space'].includes(format)) {
    throw new PromptPostError('invalid-argument', 'has no known format', {
      field: path,
      next: "Use .jsonl, .csv, .tsv or .parquet, or give format: 'jsonl', 'csv', 'tsv', 'parquet' or 'space'.",
    })
  }
  const bytes = await readBounded(path, limits)
  const { header = true } = options
  if (format === 'parquet') return { format, table: await readParquet(bytes, path, { wanted, limits }) }
  const lines = splitLines(bytes, path, options.encoding ?? 'utf-8', limits)
  if (format === 'jsonl') return { format, table: readJsonl(lines, path) }
  if (format === 'space') return { format, table: readSpace(lines, path, options.labelSplit) }
  const delimiter = format === 'csv' ? ',' : '\t'
  const table =
    (options.quotes ?? format === 'csv')
      ? readCsv([...lines], path, { header, delimiter, limits })
      : readTsv(lines, path, { header, delimiter })
  return { format, table }
}
