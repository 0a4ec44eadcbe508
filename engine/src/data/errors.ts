/**
 * Data errors: they say where (file, line, column) and what to do, and never what the text was.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/** A place in a data file; lines and columns count from 1. For Parquet the line is the row. */
export type Place = { readonly path: string; readonly line?: number; readonly column?: number | string }

const describe = ({ path, line, column }: Place): string => {
  const at = line === undefined ? path : `${path}:${line}`
  if (column === undefined) return at
  return typeof column === 'number' ? `${at}:${column}` : `${at}: column ${column}`
}

/**
 * Throws an 'invalid-data' error. There is deliberately no `cause` and no value: what parsers throw quotes the text.
 */
export const refuseData = (place: Place, problem: string, next: string): never => {
  throw new PromptPostError('invalid-data', problem, { field: describe(place), next })
}

/** At most 20 column names, each shortened, for an error that lists what there is. */
export const listNames = (names: readonly string[]): string => {
  const shown = names
    .slice(0, 20)
    .map(name => JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name))
  return `${shown.join(', ')}${names.length > 20 ? `, … (${names.length} in all)` : ''}`
}
