/**
 * What a data file looks like, so that columns can be proposed. It is as private as the file: for its owner's eyes only.
 * @module
 */
import { refuseData } from './errors.js'
import { DEFAULT_LIMITS, type Limits } from './lines.js'
import { type DataFormat, openTable, type TableOptions } from './open-table.js'

/** Most values of a column that are told apart: a column of labels has few. */
const MOST_VALUES = 100
/** Most columns that are looked at. */
const MOST_COLUMNS = 1000

export type ColumnSurvey = {
  readonly name: string
  /** Rows that have a text, number or boolean in it. */
  readonly filled: number
  /** Mean length in characters, of those. */
  readonly meanLength: number
  /** How often each value occurs, the most frequent first; undefined when there are more than a hundred. */
  readonly values: ReadonlyMap<string, number> | undefined
}

export type DataSurvey = {
  readonly format: DataFormat
  readonly rows: number
  /** Whether the columns' names are the file's first line, which may be an example. */
  readonly namedByLine: boolean
  readonly columns: readonly ColumnSurvey[]
}

type Tally = { filled: number; length: number; values: Map<string, number> | undefined }

const count = (tally: Tally, value: unknown): void => {
  if (!['string', 'number', 'bigint', 'boolean'].includes(typeof value)) return
  const text = String(value).trim()
  tally.filled += 1
  tally.length += text.length
  tally.values?.set(text, (tally.values.get(text) ?? 0) + 1)
  if (tally.values && tally.values.size > MOST_VALUES) tally.values = undefined
}

/**
 * Reads the whole file once.
 *
 * @throws PromptPostError 'invalid-data' for a file that cannot be read as its format, or has no rows
 */
export const surveyData = async (
  path: string,
  options: TableOptions & { limits?: Partial<Limits> } = {},
): Promise<DataSurvey> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { format, table } = await openTable(path, options, limits, undefined)
  const tallies = new Map<string, Tally>()
  const tallyOf = (name: string): Tally => {
    const known = tallies.get(name) ?? { filled: 0, length: 0, values: new Map() }
    tallies.set(name, known)
    return known
  }
  for (const name of table.columns ?? []) tallyOf(name)
  let rows = 0
  for (const row of table.rows) {
    rows += 1
    if (rows > limits.maxRows)
      refuseData({ path, line: row.line }, `is past the limit of ${limits.maxRows} rows`, 'Split the file.')
    for (const name of row.names ?? table.columns ?? []) count(tallyOf(name), row.get(name))
    if (tallies.size > MOST_COLUMNS)
      refuseData({ path, line: row.line }, `is past the limit of ${MOST_COLUMNS} columns`, 'Use fewer.')
  }
  if (rows === 0) refuseData({ path }, 'has no rows', 'Give a file with one example a line.')
  return {
    format,
    rows,
    namedByLine: table.namedByLine === true,
    columns: [...tallies].map(([name, { filled, length, values }]) => ({
      name,
      filled,
      meanLength: filled === 0 ? 0 : length / filled,
      values: values && new Map([...values].sort((a, b) => b[1] - a[1])),
    })),
  }
}
