/**
 * The measurements as one aligned table.
 * @module
 */
import type { PlanMeasurement } from './accounting.js'
import type { Measurement } from './measure.js'
import type { MemoryMeasurement } from './memory.js'
import type { PrivateMeasurement } from './private.js'
import type { ServingMeasurement } from './serving.js'

const align = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows
    .map(row =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n')
}

const HEAD = [
  'step',
  'ms',
  'load s',
  'GFLOP/s bare',
  'of bare',
  'of bare, dense',
  'PyTorch ms',
  'x PyTorch',
  'bar',
  'tokens/s',
]

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '-' : `${Math.round(bytes / 2 ** 20)} MiB`

const privacyLines = (p: PrivateMeasurement): string[] => [
  `differential privacy, ${p.name}, against the same per-example gradients without clipping and noise:`,
  `  step ${(p.privateSeconds * 1000).toFixed(0)} ms by ${(p.plainSeconds * 1000).toFixed(0)} ms: ${p.timeRatio.toFixed(3)} x (bar 1.15); ` +
    `peak ${megabytes(p.privateBytes)} by ${megabytes(p.plainBytes)}: ${(p.privateBytes / p.plainBytes).toFixed(3)} x (bar 1.1)`,
]

const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(1)

const servingLines = ({ name, ways, promptName, prompts }: ServingMeasurement): string[] => [
  `predictions, ${name}:`,
  align([
    ['way', 'callers', 'calls', 'p50 ms', 'p99 ms', 'texts/s'],
    ...ways.map(way => [
      way.name,
      `${way.callers}`,
      `${way.calls}`,
      milliseconds(way.p50),
      milliseconds(way.p99),
      way.textsPerSecond.toFixed(1),
    ]),
  ]),
  '',
  `a run with the prompt in it, by one behind the prompt's keys and values, ${promptName}:`,
  ...prompts.map(
    ({ texts, plainSeconds, servedSeconds, ratio }) =>
      `  ${texts === 1 ? '1 text' : `${texts} texts`}: ${milliseconds(plainSeconds)} ms by ${milliseconds(servedSeconds)} ms: ${ratio.toFixed(2)} x`,
  ),
]

const accountingLines = (plans: readonly PlanMeasurement[]): string[] => [
  'accounting, processor time of each answer in ms, each asked once:',
  align([
    ['plan', 'epsilon', 'at least', 'gap %', 'epsilon ms', 'at least ms', 'delta ms', 'noise ms'],
    ...plans.map(({ plan: [rate, noise, steps, delta], epsilon, least, seconds }) => [
      `q ${rate}, noise ${noise}, ${steps} steps, delta ${delta}`,
      epsilon.toPrecision(6),
      least.toPrecision(6),
      epsilon > 0 ? (100 * (epsilon / least - 1)).toFixed(3) : '-',
      milliseconds(seconds.epsilon),
      milliseconds(seconds.least),
      milliseconds(seconds.delta),
      seconds.noise === undefined ? '-' : milliseconds(seconds.noise),
    ]),
  ]),
]

export const formatTable = (
  machine: string,
  steps: readonly Measurement[],
  memory: MemoryMeasurement | undefined,
  privacy: PrivateMeasurement | undefined,
  serving: ServingMeasurement | undefined,
  accounting: readonly PlanMeasurement[] | undefined,
): string => {
  const rows = steps.map(s => [
    s.name,
    (s.seconds * 1000).toFixed(1),
    s.loadingSeconds.toFixed(2),
    s.matMulGigaflops.toFixed(0),
    s.ofMatMul.toFixed(2),
    s.ofMatMulDense.toFixed(2),
    s.peerSeconds === undefined ? '-' : (s.peerSeconds * 1000).toFixed(1),
    s.ofPeer === undefined ? '-' : s.ofPeer.toFixed(2),
    `${s.bar}`,
    s.tokensPerSecond.toFixed(0),
  ])
  const lines = [machine, ...(rows.length > 0 ? ['', align([HEAD, ...rows])] : [])]
  if (memory) {
    lines.push(
      '',
      `memory, one prompt-gradient step of ${memory.model} (B=8, T=64, n=20) in a fresh process:`,
    )
    lines.push(
      `  peak ${megabytes(memory.bytes)}, loading ${memory.loadingSeconds.toFixed(2)} s, step ${memory.seconds.toFixed(2)} s`,
    )
    if (memory.peerBytes !== undefined) lines.push(`  PyTorch: peak ${megabytes(memory.peerBytes)}`)
  }
  if (privacy) lines.push('', ...privacyLines(privacy))
  if (serving) lines.push('', ...servingLines(serving))
  if (accounting) lines.push('', ...accountingLines(accounting))
  if (rows.length > 0)
    lines.push(
      '',
      'of bare: rate of the matrix products the step needs (FLOPs as in flops.ts) by the rate of a bare MatMul;',
      'dense: the same for the plain step that gives every example its prompt and all rows all blocks.',
    )
  return lines.join('\n')
}
