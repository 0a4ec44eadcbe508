/**
 * CSV as in RFC 4180: quoted fields may hold separators, doubled quotes and line ends.
 * @module
 */
import { CsvError, parse } from 'csv-parse/sync'
import { refuseData } from './errors.js'
import type { Limits, Line } from './lines.js'
import { type Table, tableOfRecords } from './table.js'

type Parsed = { record: string[]; info: { lines: number } }

/** What went wrong, by csv-parse's code (its messages quote the file). */
const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'has a quoted field that never ends',
  CSV_INVALID_CLOSING_QUOTE: 'has something after a closing quote',
  INVALID_OPENING_QUOTE: 'has a quote inside a field without quotes',
  CSV_MAX_RECORD_SIZE: 'has a record that is too long',
}

/**
 * Rows of a CSV file. Records end in LF or CRLF, a CRLF inside quotes becomes LF, a lone CR is an ordinary character, empty
 * lines are left out. A row's line is the one its record starts on.
 *
 * @throws PromptPostError 'invalid-data', naming the line, for a broken quote or a record over `maxLineBytes`
 */
export const readCsv = (
  lines: readonly Line[],
  path: string,
  options: { header: boolean; delimiter: string; limits: Limits },
): Table => {
  let parsed: Parsed[]
  try {
    parsed = parse(lines.map(line => line.text).join('\n'), {
      delimiter: options.delimiter,
      info: true,
      max_record_size: options.limits.maxLineBytes,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Parsed[]
  } catch (error) {
    const code = error instanceof CsvError ? error.code : ''
    const at = error instanceof CsvError ? error.lines : undefined
    const place = typeof at === 'number' ? { path, line: at } : { path }
    const next = 'Quote fields that hold quotes and double the quotes in them, or give quotes: false.'
    return refuseData(place, PROBLEMS[code] ?? 'is not valid CSV', next)
  }
  return tableOfRecords(numbered(parsed, lines), path, options.header)
}

/** Each record with the line it starts on: the first line that is not empty after the record before it. */
function* numbered(parsed: Parsed[], lines: readonly Line[]): Generator<{ line: number; fields: string[] }> {
  let next = 0
  for (const { record } of parsed) {
    while (lines[next]?.text === '') next += 1
    yield { line: lines[next]?.line ?? next + 1, fields: record }
    next += 1 + record.reduce((sum, field) => sum + field.split('\n').length - 1, 0)
  }
}
