/**
 * Which columns of a data file hold the texts and the labels, as far as the file itself tells.
 * @module
 */
import type { ColumnSurvey, DataSurvey } from '@promptpost/engine/data'

/** Most classes that a column may have to be taken for labels unasked. */
const MOST_LABELS = 50

const isLabels = (column: ColumnSurvey, rows: number): boolean =>
  column.filled === rows &&
  column.values !== undefined &&
  column.values.size >= 2 &&
  column.values.size <= MOST_LABELS

/** The column named `text`, else the one with the longest values. */
export const proposeText = ({ columns }: DataSurvey): string | undefined =>
  columns.find(({ name }) => name === 'text')?.name ??
  [...columns].filter(({ filled }) => filled > 0).sort((a, b) => b.meanLength - a.meanLength)[0]?.name

/** The column named `label`, else the one with the fewest values of those that have a few in every row. */
export const proposeLabel = ({ columns, rows }: DataSurvey, text: string): string | undefined =>
  columns.find(({ name }) => name === 'label')?.name ??
  columns
    .filter(column => column.name !== text && isLabels(column, rows))
    .sort((a, b) => (a.values?.size ?? 0) - (b.values?.size ?? 0))[0]?.name

/** Labels as they are called after renaming, with how often they occur; undefined where there are too many to be labels. */
export const labelsIn = (
  { columns }: DataSurvey,
  column: string,
  names: Readonly<Record<string, string>> = {},
): Record<string, number> | undefined => {
  const values = columns.find(({ name }) => name === column)?.values
  if (values === undefined) return undefined
  const labels: Record<string, number> = {}
  for (const [value, times] of values) {
    const name = Object.hasOwn(names, value) ? (names[value] as string) : value
    labels[name] = (labels[name] ?? 0) + times
  }
  return labels
}

/** A label that is a word already may well be the word that answers. */
export const proposeWord = (label: string): string | undefined =>
  /^\p{Letter}+$/u.test(label) ? label.toLowerCase() : undefined
