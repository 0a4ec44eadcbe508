/**
 * Labelled (or plain) texts from a file of any of the formats data sets come in.
 * @module
 */
import { listNames, refuseData } from './errors.js'
import { DEFAULT_LIMITS, type Encoding, type Limits } from './lines.js'
import { type DataFormat, openTable } from './open-table.js'
import type { Row, Table } from './table.js'

export type Example = {
  readonly text: string
  readonly label?: string
  /** Where it stands in its file, from 1: line, or row for Parquet. */
  readonly line: number
}

export type ReadExamplesOptions = {
  /** By extension when left out: .jsonl .ndjson, .csv, .tsv, .parquet. */
  format?: DataFormat
  /** 'text' by default; without a header columns are '0', '1', ..., and '0' is the text. */
  textColumn?: string
  /** 'label' by default ('1' without a header), and then optional; a column named here must be there. false: leave labels out. */
  labelColumn?: string | false
  /** New names for labels: { '1': 'Company' }. Labels not named stay as they are. */
  labels?: Readonly<Record<string, string>>
  /** Keep only examples with these labels (after renaming). */
  only?: readonly string[]
  /** Whether the first line of CSV and TSV names the columns; true by default. */
  header?: boolean
  /** Whether quotes quote: true for CSV, false for TSV by default. */
  quotes?: boolean
  /** What ends the label inside the first word of format 'space'. */
  labelSplit?: string
  /** Turn a written-out `\u2019` into its character; false by default. */
  unescape?: boolean
  /** Drop white space around texts; true by default, so that "good " and "good" meet a cue alike. */
  trim?: boolean
  /** 'utf-8' by default, and strictly so. */
  encoding?: Encoding
  limits?: Partial<Limits>
}

/** The columns asked for; in a table of numbered columns the first is the text and the second the label. */
const columnNames = ({ textColumn, labelColumn }: ReadExamplesOptions, { namedByLine }: Table) => ({
  textColumn: textColumn ?? (namedByLine === false ? '0' : 'text'),
  labelColumn: labelColumn ?? (namedByLine === false ? '1' : 'label'),
})

const missing = (path: string, line: number | undefined, column: string, table?: Table) => {
  const { columns, namedByLine } = table ?? {}
  const listed = namedByLine
    ? `; the first line has ${columns?.length}, not quoted here since it may be an example`
    : columns && `; there are ${listNames(columns)}`
  return refuseData(
    line === undefined ? { path } : { path, line },
    `has no column ${listNames([column])}${listed ?? ''}`,
    'Name the right one with textColumn or labelColumn; without a header give header: false and "0", "1", ...',
  )
}

const ESCAPE = /\\u([0-9a-fA-F]{4})/g

const textOf = (row: Row, column: string, path: string, options: ReadExamplesOptions): string => {
  const value = row.get(column)
  if (value === undefined) return missing(path, row.line, column)
  const place = { path, line: row.line, column: listNames([column]) }
  if (typeof value !== 'string') return refuseData(place, 'is not a string', 'Write the text as a string.')
  const plain = options.unescape
    ? value.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : value
  if (plain.includes('\0')) refuseData(place, 'holds a NUL', 'Remove it.')
  if (/\p{Surrogate}/u.test(plain)) refuseData(place, 'holds half a surrogate pair', 'Remove it.')
  return options.trim === false ? plain : plain.trim()
}

const labelOf = (row: Row, column: string, path: string, names: ReadonlyMap<string, string>): string => {
  const value = row.get(column)
  if (value === undefined) return missing(path, row.line, column)
  const place = { path, line: row.line, column: listNames([column]) }
  const plain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
    ? String(value).trim()
    : undefined
  if (plain === undefined && value !== null)
    refuseData(place, 'is not a label', 'Write a string or a whole number.')
  if (!plain)
    return refuseData(place, 'has an empty label', 'Give every example a label, or leave the column out.')
  return names.get(plain) ?? plain
}

/**
 * Reads the examples of a data file. Empty lines are skipped; U+0085 and U+2028 do not end lines; CRLF and a byte
 * order mark are taken off; an empty text is legal, an empty label is not.
 *
 * @returns at least one example, in the file's order
 * @throws PromptPostError 'invalid-data' naming file and line, never the text: bad JSON or CSV, a missing column, an
 *   empty label, a text that is no string, invalid UTF-8, NUL, a line or file that is too long, no rows at all
 */
export const readExamples = async (path: string, options: ReadExamplesOptions = {}): Promise<Example[]> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { textColumn: wantedText = 'text', labelColumn: wantedLabel = 'label' } = options
  const wanted = [wantedText, ...(wantedLabel === false ? [] : [wantedLabel])]
  const { table } = await openTable(path, options, limits, wanted)
  const { textColumn, labelColumn: labels } = columnNames(options, table)
  const { columns } = table
  const none = (): never => refuseData({ path }, 'has no rows', 'Give a file with one example a line.')
  if (columns?.length === 0) return none()
  if (columns !== undefined && !columns.includes(textColumn))
    return missing(path, undefined, textColumn, table)
  if (columns !== undefined && options.labelColumn && !columns.includes(options.labelColumn)) {
    return missing(path, undefined, options.labelColumn, table)
  }
  const names = new Map(Object.entries(options.labels ?? {}))
  const only = options.only === undefined ? undefined : new Set(options.only)
  let labelColumn: string | undefined = labels === false ? undefined : labels
  if (columns !== undefined && labelColumn !== undefined && !columns.includes(labelColumn))
    labelColumn = undefined
  const examples: Example[] = []
  let rows = 0
  for (const row of table.rows) {
    rows += 1
    if (rows > limits.maxRows) {
      const next = 'Split the file, or raise limits.maxRows.'
      refuseData({ path, line: row.line }, `is past the limit of ${limits.maxRows} rows`, next)
    }
    const optional = options.labelColumn === undefined && columns === undefined
    if (rows === 1 && optional && row.get('label') === undefined) labelColumn = undefined
    const text = textOf(row, textColumn, path, options)
    const label = labelColumn === undefined ? undefined : labelOf(row, labelColumn, path, names)
    if (only !== undefined && (label === undefined || !only.has(label))) continue
    examples.push(label === undefined ? { text, line: row.line } : { text, label, line: row.line })
  }
  if (rows === 0) return none()
  if (examples.length === 0)
    refuseData({ path }, 'has no row with a label in `only`', 'Check `only` and `labels`.')
  return examples
}
