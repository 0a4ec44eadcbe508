/**
 * The tables of a run, as lines.
 * @module
 */
import type { Measured } from './measured.js'
import type { Timing } from './open-loop.js'

const NAME = 26
const COLUMN = 9

const line = (name: string, cells: readonly string[]): string =>
  name.padEnd(NAME) + cells.map(cell => cell.padStart(COLUMN)).join('')

/** The time that a share of all stay below, in milliseconds. */
export const quantile = (
  timings: readonly Timing[],
  share: number,
  of: 'milliseconds' | 'late' = 'milliseconds',
): number => {
  const sorted = timings.map(timing => timing[of]).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const row = (name: string, timings: readonly Timing[]): string => {
  const errors = timings.filter(({ status }) => status === 0 || status >= 400).length
  const figures = [0.5, 0.95, 0.99, 1].map(share => quantile(timings, share).toFixed(1))
  return line(name, [String(timings.length), ...figures, String(errors)])
}

export const latencies = (timings: readonly Timing[]): string[] => [
  line('milliseconds from when due', ['n', 'p50', 'p95', 'p99', 'most', 'errors']),
  ...(['read', 'write'] as const).map(kind =>
    row(
      `${kind}s`,
      timings.filter(timing => timing.kind === kind),
    ),
  ),
  '',
  ...[...new Set(timings.map(({ name }) => name))].sort().map(name =>
    row(
      name,
      timings.filter(timing => timing.name === name),
    ),
  ),
]

const share = (part: number): string => part.toFixed(2)

/** Who had the machine while it was measured. */
export const circumstances = ({ timings, shares, busy, pressed, loopDelay }: Measured): string[] => [
  `processors taken: server ${share(shares.server)}, its workers ${share(shares.workers)}, this program ${share(shares.load)}, others ${share(shares.others)}`,
  `the machine's processors were busy ${(busy * 100).toFixed(0)} % of the time; some task waited for one ${(pressed * 100).toFixed(0)} % of it`,
  `the server's event loop was late by, milliseconds: p50 ${loopDelay.p50.toFixed(1)}, p99 ${loopDelay.p99.toFixed(1)}, most ${loopDelay.most.toFixed(1)}`,
  `requests were sent late by, milliseconds: ${[0.5, 0.99, 1].map((part, i) => `${['p50', 'p99', 'most'][i]} ${quantile(timings, part, 'late').toFixed(1)}`).join(', ')}`,
]

export const processorTimes = (rows: readonly (readonly [string, Measured])[]): string[] => [
  line('server, ms a request', ['n', 'total', 'its loop', 'kernel']),
  ...rows.map(([name, { timings, server }]) =>
    line(name, [
      String(timings.length),
      ...[server.total, server.loop, server.system].map(time => (time / timings.length).toFixed(2)),
    ]),
  ),
]

export const memory = ({ memory: tenths }: Measured): string[] => [
  'memory of the server, MiB, mean of each tenth of the time',
  tenths.map(bytes => (bytes / 2 ** 20).toFixed(0).padStart(6)).join(''),
  `from the second to the last: ${(((tenths[9]! - tenths[1]!) / tenths[1]!) * 100).toFixed(1)} %`,
]
