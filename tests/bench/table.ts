/**
 * The measurements as one aligned table.
 * @module
 */
import type { PlanMeasurement } from './accounting.js'
import type { GrowthMeasurement } from './growth.js'
import type { Measurement, PeerMeasurement } from './measure.js'
import type { MemoryMeasurement, StepsMemory } from './memory.js'
import type { PrivateMeasurement } from './private.js'
import type { ServingMeasurement } from './serving.js'
import type { StartUpMeasurement } from './start-up.js'

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
  'tokens/s',
  'PyTorch ms',
  'x PyTorch',
  'bar',
]

const LAST_HEAD = '  its head at the last position alone'
const HALF = '  bfloat16'

/** A row for the step and the plain peer, and one for each other way of the peer. */
const stepRows = (s: Measurement): string[][] => {
  const ofPeer = (p: PeerMeasurement | undefined): string[] => [
    p === undefined ? '-' : (p.seconds * 1000).toFixed(1),
    p === undefined ? '-' : p.ofPeer.toFixed(2),
    p?.bar === undefined ? (p === undefined ? `${s.bar}` : '-') : `${p.bar}`,
  ]
  const [plain, ...others] = s.peer
  return [
    [
      s.name,
      (s.seconds * 1000).toFixed(1),
      s.loadingSeconds.toFixed(2),
      s.matMulGigaflops.toFixed(0),
      s.ofMatMul.toFixed(2),
      s.ofMatMulDense.toFixed(2),
      s.tokensPerSecond.toFixed(0),
      ...ofPeer(plain),
    ],
    ...others.map(p => [
      `${p.precision === 'bfloat16' ? HALF : ''}${p.head === 'last' ? LAST_HEAD : ''}`,
      ...Array.from({ length: 6 }, () => ''),
      ...ofPeer(p),
    ]),
  ]
}

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

/** Slope of the least squares line through the logarithms: time grows with the operations to this power. */
const exponent = (flops: readonly number[], seconds: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
  const [x, y] = [flops.map(Math.log), seconds.map(Math.log)]
  const [mx, my] = [mean(x), mean(y)]
  const across = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0)
  return across / x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
}

const growthLines = (measured: readonly GrowthMeasurement[]): string[] => [
  'growth of a step of a random GPT-2 4x256 (B=16, T=64, n=20, V=8192 where they do not vary):',
  align([
    ['step, size', 'sizes', 'ms', 'time, first to last', 'FLOPs, first to last', 'time by FLOPs', 'exponent'],
    ...measured.map(({ name, values, seconds, flops }) => {
      const [time, work] = [seconds.at(-1)! / seconds[0]!, flops.at(-1)! / flops[0]!]
      return [
        name,
        values.join(' '),
        seconds.map(milliseconds).join(' '),
        time.toFixed(2),
        work.toFixed(2),
        (time / work).toFixed(2),
        exponent(flops, seconds).toFixed(2),
      ]
    }),
  ]),
  'time by FLOPs: at most 1 where time grows no faster than the matrix products; exponent: of time as a power of them.',
]

const startUpLines = ({ model, rows }: StartUpMeasurement): string[] => [
  `start-up, ${model}, seconds from the start of the process:`,
  align([
    ['work', 'median', 'least', 'most'],
    ...rows.map(({ name, seconds, least, most }) => [name, ...[seconds, least, most].map(s => s.toFixed(2))]),
  ]),
]

const memoryLines = ({ model, step, light, limits, peerBytes }: MemoryMeasurement): string[] => [
  `memory, one prompt-gradient step of ${model} (B=8, T=64, n=20) in a fresh process:`,
  ...Object.entries({ '': step, 'int8: ': light }).map(
    ([way, { bytes, loadingSeconds, seconds }]) =>
      `  ${way}peak ${megabytes(bytes)}, loading ${loadingSeconds.toFixed(2)} s, step ${seconds.toFixed(2)} s`,
  ),
  ...limits.map(
    ({ limit, bytes, seconds }) =>
      `  tune, per-example gradients, ${limit === undefined ? 'no limit' : `--memory ${limit / 1e9}GB`}: ` +
      `peak ${megabytes(bytes)} (${(bytes / 1e9).toFixed(3)} GB), fastest step ${seconds.toFixed(2)} s`,
  ),
  ...(peerBytes === undefined ? [] : [`  PyTorch: peak ${megabytes(peerBytes)}`]),
]

const stepsMemoryLines = ({ model, steps }: StepsMemory): string[] => [
  `memory of steps of ${model}, each in a fresh process:`,
  align([
    ['step', 'peak MiB', 'peak GB', 'load s', 'step s'],
    ...steps.map(({ name, bytes, loadingSeconds, seconds }) => [
      name,
      `${Math.round(bytes / 2 ** 20)}`,
      (bytes / 1e9).toFixed(2),
      loadingSeconds.toFixed(2),
      seconds.toFixed(2),
    ]),
  ]),
]

const stepsLines = (steps: readonly Measurement[]): string[] => [
  align([HEAD, ...steps.flatMap(stepRows)]),
  '',
  'of bare: rate of the matrix products the step needs (FLOPs as in flops.ts) by the rate of a bare MatMul;',
  'dense: the same for the plain step that gives every example its prompt and all rows all blocks.',
]

/** What each kind of measurement says, as lines. */
export const LINES = {
  steps: stepsLines,
  'start-up': startUpLines,
  growth: growthLines,
  memory: memoryLines,
  'memory of steps': stepsMemoryLines,
  private: privacyLines,
  serving: servingLines,
  accounting: accountingLines,
}
