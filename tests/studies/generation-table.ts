/**
 * The table of the study of answers: a row for each kind of prompt, the mean of its seeds.
 * @module
 */
import { type AnswerScores, wilsonInterval } from '@promptpost/engine/post'

export type GenerationRow = Omit<AnswerScores, 'interval'> & {
  name: string
  seed?: number
  interval: [number, number]
  seconds: number
  note?: string
}

const percent = (share: number): string => (100 * share).toFixed(1)

/** Markdown; intervals are Wilson's at 95 % for the test texts of one seed, about the mean. */
export const generationTable = (rows: readonly GenerationRow[]): string => {
  const names = [...new Set(rows.map(({ name }) => name))]
  const lines = names.map(name => {
    const own = rows.filter(row => row.name === name)
    const mean = (of: (row: GenerationRow) => number) =>
      own.reduce((sum, row) => sum + of(row), 0) / own.length
    const exact = mean(({ exactMatch }) => exactMatch)
    const { examples } = own[0]!
    const [low, high] = wilsonInterval(exact * examples, examples)
    const cells = [
      name,
      percent(exact),
      `${percent(low)} – ${percent(high)}`,
      percent(mean(row => row.rougeL)),
      percent(mean(({ ended }) => ended)),
      mean(({ seconds }) => seconds).toFixed(0),
      own.map(({ note }) => note).find(note => note !== undefined) ?? '',
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| arm | exact match % | 95 % interval | ROUGE-L % | ended % | seconds | note |',
    '|---|---:|:---:|---:|---:|---:|---|',
    ...lines,
  ].join('\n')
}
