/**
 * "label, space, sentence" lines, as the Stanford treebank (`1 a fine film`) and TREC (`HUM:ind Who was ...`) have them.
 * @module
 */
import { refuseData } from './errors.js'
import type { Line } from './lines.js'
import type { Row, Table } from './table.js'

/**
 * Rows of columns 'label' and 'text'; empty lines are left out.
 *
 * @param labelSplit what ends the label inside the first word: ':' makes `HUM` of `HUM:ind`
 * @throws PromptPostError 'invalid-data' for a line without a space
 */
export const readSpace = (lines: Iterable<Line>, path: string, labelSplit: string | undefined): Table => {
  const rows = function* (): Generator<Row> {
    for (const { line, text } of lines) {
      if (text === '') continue
      const space = text.indexOf(' ')
      if (space === -1) {
        refuseData({ path, line }, 'has no space after its label', 'Write a label, one space, then the text.')
      }
      const word = text.slice(0, space)
      const label = labelSplit ? (word.split(labelSplit, 1)[0] ?? '') : word
      const values = new Map([
        ['label', label],
        ['text', text.slice(space + 1)],
      ])
      yield { line, get: column => values.get(column) }
    }
  }
  return { columns: ['label', 'text'], rows: rows() }
}
