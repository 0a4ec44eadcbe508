/**
 * Tables as text: Markdown for table.md, columns for a terminal.
 * @module
 */
import { type Row, rowsOf } from './rows.js'
import type { EvaluationTable } from './types.js'

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ')
const accuracyCell = ({ accuracy }: Row): string => (accuracy === undefined ? 'n/a' : accuracy.toFixed(1))
const intervalCell = ({ interval }: Row): string =>
  interval ? `${interval[0].toFixed(1)} – ${interval[1].toFixed(1)}` : ''

const cellsOf = (row: Row): string[] => [
  row.name,
  accuracyCell(row),
  intervalCell(row),
  row.seconds.toFixed(1),
  row.note,
]

const HEAD = ['arm', 'accuracy %', '95 % interval', 'seconds', 'note']

/** The rows as a Markdown table. */
export const markdownRows = (rows: readonly Row[]): string => {
  const lines = [
    HEAD.join(' | '),
    '---|---:|:---:|---:|---',
    ...rows.map(row => cellsOf(row).map(cell).join(' | ')),
  ]
  return lines.map((line, i) => (i === 1 ? `|${line}|` : `| ${line} |`)).join('\n')
}

const settingText = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(settingText).join(', ')
  return typeof value === 'string' ? value.replace(/\n/g, '\\n') : JSON.stringify(value)
}

/** Numbers and words of nested settings, as `tune.steps 300`. */
export const flatSettings = (value: object, prefix = ''): [string, string][] =>
  Object.entries(value).flatMap(([name, field]): [string, string][] => {
    if (field === undefined) return []
    return typeof field === 'object' && field !== null && !Array.isArray(field)
      ? flatSettings(field as object, `${prefix}${name}.`)
      : [[`${prefix}${name}`, settingText(field)]]
  })

/** How the test set's size is to be read. */
export const intervalNote = (examples: number): string =>
  `Micro accuracy on ${examples} test texts; intervals at 95 %, Wilson's for that many, wider by the spread of seeds where there are several (Student's t). Seconds are an arm's own tuning or transfer and the measuring.`

export const markdownTable = (table: EvaluationTable): string => {
  const { model, task, settings, seeds, data, machine } = table
  const list = (entries: readonly (readonly [string, string])[]): string =>
    entries.map(([name, value]) => `- ${name}: \`${value}\``).join('\n')
  const files = Object.entries(data).map(([name, { file, examples, leftOut, sha256 }]): [string, string] => [
    name,
    `${file}, ${examples} texts${leftOut > 0 ? `, ${leftOut} left out` : ''}, sha256 ${sha256.slice(0, 16)}…`,
  ])
  return `# Evaluation on ${model.name}

${markdownRows(rowsOf(table.results))}

${intervalNote(data.test!.examples)} T is the large model (${model.layers} layers), S a student distilled from it. Where several seeds
were measured a row holds their mean.

## Task
${list(flatSettings(task))}

## Data
${list(files)}

## Settings
${list([...flatSettings(settings), ['seeds', seeds.join(', ')]])}

## Machine
${list(Object.entries(machine))}
`
}

/** The rows in columns for a terminal, notes cut to what `width` leaves. */
export const terminalTable = (rows: readonly Row[], width = Infinity): string => {
  const cells = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...cells.map(line => line[column]!.length)))
  const isNumber = (column: number): boolean => column === 1 || column === 3
  return cells
    .map(line => {
      const padded = line.map((text, column) => {
        if (column === line.length - 1) return text
        return isNumber(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
      })
      const full = padded.join('  ').trimEnd()
      return full.length > width ? `${full.slice(0, width - 1)}…` : full
    })
    .join('\n')
}
