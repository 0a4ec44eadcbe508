/**
 * `npm run load [-- --rate 200 --seconds 60 --records 10000]`: a service under load, with a distillation beside. `--soak` takes
 * ten minutes and looks at memory.
 * @module
 */
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { createMix } from './mix.js'
import { openLoop, openSender, type Timing } from './open-loop.js'
import { startServed } from './serve.js'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string' },
    records: { type: 'string', default: '10000' },
    soak: { type: 'boolean', default: false },
  },
})
const rate = Number(values.rate)
const seconds = Number(values.seconds ?? (values.soak ? 600 : 60))
/** Time to come to a steady state, not counted, in seconds. */
const WARM_UP = 10

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const quantile = (sorted: readonly number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
    .toFixed(1)
    .padStart(8)

const row = (name: string, timings: readonly Timing[]): void => {
  const sorted = timings.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const errors = timings.filter(({ status }) => status === 0 || status >= 400).length
  const figures = [0.5, 0.95, 0.99, 1].map(share => quantile(sorted, share)).join('')
  say(`${name.padEnd(26)}${String(timings.length).padStart(8)}${figures}${String(errors).padStart(8)}`)
}

const served = await startServed(Number(values.records))
const sender = openSender(served.url, served.token)
const memory: { at: number; bytes: number }[] = []
try {
  const next = createMix(served)
  await openLoop(sender, rate, WARM_UP, next)
  const started = Date.now()
  const sample = (): void =>
    void memory.push({ at: (Date.now() - started) / 1000, bytes: served.residentMemory() })
  const timer = setInterval(sample, 1_000)
  const before = served.processorTime()
  const timings = await openLoop(sender, rate, seconds, next)
  const processorTime = (served.processorTime() - before) / timings.length
  clearInterval(timer)
  say(
    `${rate} requests/s for ${seconds} s after ${WARM_UP} s of warm-up; ${values.records} prompts and as many jobs were there before`,
  )
  say(
    `${cpus().length} cores (${cpus()[0]?.model}), shared with this program and the distillation; load average ${loadavg()[0]?.toFixed(1)}`,
  )
  say(
    `\n${'milliseconds from when due'.padEnd(26)}${'n'.padStart(8)}${'p50'.padStart(8)}${'p95'.padStart(8)}${'p99'.padStart(8)}${'most'.padStart(8)}${'errors'.padStart(8)}`,
  )
  for (const kind of ['read', 'write'] as const)
    row(
      `${kind}s`,
      timings.filter(timing => timing.kind === kind),
    )
  say('')
  for (const name of [...new Set(timings.map(timing => timing.name))].sort())
    row(
      name,
      timings.filter(timing => timing.name === name),
    )
  say(`\nprocessor time of the server: ${processorTime.toFixed(2)} ms a request`)
  say('\nmemory of the server, MiB, mean of each tenth of the time')
  const tenths = Array.from({ length: 10 }, (_, i) => {
    const part = memory.filter(({ at }) => Math.floor((at / seconds) * 10) === i)
    return part.reduce((sum, { bytes }) => sum + bytes, 0) / part.length / 2 ** 20
  })
  say(tenths.map(mean => mean.toFixed(0).padStart(6)).join(''))
  say(`from the second to the last: ${(((tenths[9]! - tenths[1]!) / tenths[1]!) * 100).toFixed(1)} %`)
} finally {
  sender.close()
  await served.stop()
}
