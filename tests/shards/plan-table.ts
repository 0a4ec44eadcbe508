/**
 * Measured shards and planned jobs as text.
 * @module
 */
import type { Fit, Measured, Outcome, Settings } from './simulate.js'

/** Numbers of machines that are looked at in a range, and its ends. */
const LOOKED_AT = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]

/** @param range as `1..64`, or one number. @throws Error for what is no range from 1 to 64 */
export const machinesIn = (range: string): number[] => {
  const [, first, last = first] = /^(\d{1,2})(?:\.\.(\d{1,2}))?$/.exec(range) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (!(from >= 1 && to >= from && to <= 64))
    throw new Error(`--gpus: is no range from 1 to 64 (got ${range})`)
  return [...new Set([from, ...LOOKED_AT.filter(n => n > from && n < to), to])]
}

const align = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] as string[]).map((_, column) =>
    Math.max(...rows.map(row => (row[column] as string).length)),
  )
  return rows.map(row => row.map((cell, i) => cell.padStart(widths[i] as number)).join('  ')).join('\n')
}

const time = (seconds: number): string => {
  if (seconds < 120) return `${seconds.toFixed(1)} s`
  return seconds < 7200 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(2)} h`
}

const TOKENS = 4096

export const formatFit = (
  { machine, model, texts, batches, shards }: Measured,
  { fixed, pace, ratios }: Fit,
): string => {
  const counts = [...new Set(shards.map(({ of }) => of))]
  const rows = counts.map(of => {
    const times = shards.filter(shard => shard.of === of).map(({ seconds }) => seconds)
    const sum = times.reduce((a, b) => a + b, 0)
    return [
      `${of}`,
      Math.min(...times).toFixed(2),
      (sum / times.length).toFixed(2),
      Math.max(...times).toFixed(2),
      sum.toFixed(2),
    ]
  })
  const off = ratios.map(ratio => Math.abs(ratio - 1)).sort((a, b) => a - b)
  const middle = off[Math.floor(off.length / 2)] as number
  return [
    `measured: ${texts} texts in ${batches.length} batches, ${model}, worker processes one at a time; ${machine}`,
    '',
    align([['shards', 'shortest s', 'mean s', 'longest s', 'together s'], ...rows]),
    '',
    `a shard takes ${fixed.toFixed(2)} s and ${(pace * TOKENS).toFixed(3)} s for each ${TOKENS} tokens; half of them are within ${(100 * middle).toFixed(1)} % of that, all within ${(100 * (off.at(-1) as number)).toFixed(1)} %`,
  ].join('\n')
}

export const formatPlan = (
  outcomes: readonly Outcome[],
  { fixed, pace }: Fit,
  batches: readonly number[],
  { machineSeconds, interruptions, rounds, seed }: Settings,
  price: number | undefined,
): string => {
  const [first] = outcomes as [Outcome]
  const rows = outcomes.map(({ machines, median, late, machineHours, straggling, again }) => [
    `${machines}`,
    time(median),
    time(late),
    `${(first.median / median).toFixed(1)} x`,
    machineHours < 1 ? machineHours.toFixed(3) : machineHours.toFixed(2),
    ...(price === undefined ? [] : [(machineHours * price).toFixed(2)]),
    `${(machineHours / first.machineHours).toFixed(2)} x`,
    `${straggling.toFixed(2)} x`,
    again.toFixed(2),
  ])
  const tokens = batches.reduce((a, b) => a + b, 0)
  return [
    `planned: ${batches.length} batches of ${tokens} tokens; a shard ${fixed.toFixed(1)} s and ${(pace * TOKENS).toFixed(2)} s for each ${TOKENS} tokens, off that as the measured ones were;`,
    `a machine is there after ${machineSeconds} s and interrupted ${interruptions} times an hour; ${rounds} runs of each, seed ${seed}`,
    '',
    align([
      [
        'GPUs',
        'time',
        'late (5 %)',
        'faster',
        'GPU hours',
        ...(price === undefined ? [] : ['cost']),
        'dearer',
        'slowest by mean',
        'begun again',
      ],
      ...rows,
    ]),
  ].join('\n')
}
