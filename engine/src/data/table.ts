/**
 * What every format comes down to before columns are chosen: named columns and numbered rows of raw values.
 * @module
 */
import { refuseData } from './errors.js'

/** A row: its line (Parquet: row) from 1, and the value of a column, undefined when the row lacks it. */
export type Row = {
  readonly line: number
  readonly get: (column: string) => unknown
  /** Its columns, where each row has its own. */
  readonly names?: readonly string[]
}

export type Table = {
  /** Columns there are; undefined when each row has its own (JSONL). */
  readonly columns: readonly string[] | undefined
  /**
   * Whether the columns' names come from the file's first line, which may be an example: errors must not quote them.
   * false: they are numbers; undefined where the format itself names them.
   */
  readonly namedByLine?: boolean
  readonly rows: Iterable<Row>
}

/** Names of columns without a header: '0', '1', ... */
export const numberColumns = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index))

/**
 * Records of fields (CSV, TSV) as a table. A record of another width than the first is refused, because a stray
 * separator would cut a text in two unseen; one empty field at the end of a record is let pass.
 *
 * @param header whether the first record names the columns; else they are '0', '1', ...
 */
export const tableOfRecords = (
  records: Iterator<{ line: number; fields: string[] }>,
  path: string,
  header: boolean,
): Table => {
  const first = records.next()
  if (first.done) return { columns: [], rows: [] }
  const { line, fields } = first.value
  const columns = header ? fields : numberColumns(fields.length)
  const repeated = columns.findIndex((name, index) => columns.indexOf(name) !== index)
  if (repeated >= 0) {
    const earlier = columns.indexOf(columns[repeated]!)
    refuseData(
      { path, line },
      `names columns ${earlier + 1} and ${repeated + 1} alike`,
      'Rename one, or give header: false.',
    )
  }
  const index = new Map(columns.map((name, position) => [name, position]))
  const rowOf = (record: { line: number; fields: string[] }): Row => {
    const width = record.fields.length
    const trailing = width === columns.length + 1 && record.fields[width - 1] === ''
    if (width !== columns.length && !trailing) {
      const next =
        'Check for a separator inside a text; quote it where the format allows, or replace it by a space.'
      refuseData(
        { path, line: record.line },
        `has ${width} fields where the first line has ${columns.length}`,
        next,
      )
    }
    return {
      line: record.line,
      get: column => {
        const position = index.get(column)
        return position === undefined ? undefined : record.fields[position]
      },
    }
  }
  return {
    columns,
    namedByLine: header,
    rows: (function* () {
      if (!header) yield rowOf(first.value)
      for (let item = records.next(); !item.done; item = records.next()) yield rowOf(item.value)
    })(),
  }
}
