/**
 * A table: what it is of, its columns, and a row for each thing, whose first cell names it.
 * @module
 */
import type { ComponentChildren } from 'preact'

export type Column<T> = {
  head: ComponentChildren
  /** What stands in the cell of a thing. */
  of: (row: T) => ComponentChildren
  /** Digits below digits. */
  isNumber?: boolean
  /** Left out of a narrow window. */
  isExtra?: boolean
  /** Class of its cells. */
  class?: string
}

type Props<T> = {
  /** Read aloud, and shown if it says more than the heading above the table. */
  caption: string
  isCaptionShown?: boolean
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
  /** As wide as its text needs. */
  isNarrow?: boolean
  classOf?: (row: T) => string | undefined
}

const classesOf = <T,>(column: Column<T>, own?: string): string | undefined =>
  [column.isNumber && 'number', column.isExtra && 'wide', own].filter(Boolean).join(' ') || undefined

export const Table = <T,>(props: Props<T>) => {
  const { caption, columns, rows, keyOf, classOf } = props
  return (
    <table class={props.isNarrow ? 'narrow' : undefined}>
      <caption class={props.isCaptionShown ? undefined : 'hidden'}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={at} scope="col" class={classesOf(column)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row)} class={classOf?.(row)}>
            {columns.map((column, at) =>
              at === 0 ? (
                <th key={at} scope="row" class={classesOf(column, column.class)}>
                  {column.of(row)}
                </th>
              ) : (
                <td key={at} class={classesOf(column, column.class)}>
                  {column.of(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
