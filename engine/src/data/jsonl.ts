/**
 * JSON Lines: one object a line.
 * @module
 */
import { refuseData } from './errors.js'
import type { Line } from './lines.js'
import type { Row, Table } from './table.js'

/** Column of a JSON syntax error, from 1; undefined when the engine does not say. Its message itself quotes the text. */
const errorColumn = (error: unknown): number | undefined => {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined
  return position === undefined ? undefined : Number(position) + 1
}

const parse = ({ line, text }: Line, path: string): Row => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const column = errorColumn(error)
    const place = { path, line, ...(column === undefined ? {} : { column }) }
    return refuseData(place, 'is not valid JSON', 'Write one JSON object per line.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuseData(
      { path, line },
      'is not a JSON object',
      'Write lines such as {"text": "...", "label": "..."}.',
    )
  }
  const object = value as Record<string, unknown>
  return {
    line,
    names: Object.keys(object),
    get: column => (Object.hasOwn(object, column) ? object[column] : undefined),
  }
}

/** Rows of a JSONL file; empty lines are left out. The first row's keys are the columns reported as there. */
export const readJsonl = (lines: Iterable<Line>, path: string): Table => {
  const rows = function* (): Generator<Row> {
    for (const line of lines) if (line.text.trim() !== '') yield parse(line, path)
  }
  return { columns: undefined, rows: rows() }
}
