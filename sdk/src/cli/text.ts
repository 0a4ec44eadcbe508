/**
 * Text for terminals: tables, fields, durations; never a control character that someone else chose.
 * @module
 */

/** The text without control characters, so that a name cannot move the cursor or colour the terminal. */
export const plain = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '?')

export type Column<T> = readonly [header: string, cell: (item: T) => string | number | undefined]

/** A table with a header, columns two spaces apart. */
export const table = <T>(columns: readonly Column<T>[], items: readonly T[]): string => {
  const rows = [
    columns.map(([header]) => header),
    ...items.map(item => columns.map(([, cell]) => plain(String(cell(item) ?? '-')).replace(/\s+/g, ' '))),
  ]
  const widths = columns.map((_, at) => Math.max(...rows.map(row => row[at]!.length)))
  return rows
    .map(row =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One `name: value` line per field; what has parts is shown as JSON. */
export const fields = (item: object): string => {
  const entries = Object.entries(item).filter(([, value]) => value !== undefined)
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries
    .map(([name, value]) => {
      const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return `${`${name}:`.padEnd(width + 2)}${plain(shown)}`
    })
    .join('\n')
}

/** Widest line of wrapped text, in characters. */
const WIDTH = 110

/** Items put one after another in lines; an item that is longer than a line has its own. */
export const wrap = (items: readonly string[], separator: string): string[] => {
  const lines: string[] = []
  for (const [at, item] of items.entries()) {
    const text = at < items.length - 1 ? `${item}${separator}` : item
    const last = lines.at(-1)
    if (last !== undefined && last.length + text.trimEnd().length <= WIDTH) lines[lines.length - 1] += text
    else lines.push(text)
  }
  return lines.map(line => line.trimEnd())
}

/** `1:05`, or `2:00:07` from an hour on. */
export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** A number of bytes in the unit that suits it, powers of 1024. */
export const bytes = (count: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const at = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10))
  return `${at === 0 ? count : (count / 1024 ** at).toFixed(1)} ${units[at]}`
}

/** Quoted for a POSIX shell, where it needs to be. */
export const shellQuote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

/** A share as `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Numbers by name as `good 3, bad 4`. */
export const counts = (numbers: Readonly<Record<string, number>>): string =>
  Object.entries(numbers)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
