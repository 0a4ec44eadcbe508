/**
 * `npm run load`: a service under load, with a distillation beside, held to what it should do. `--soak` takes ten minutes and looks at
 * memory. Run it on a machine of its own; the report says how far it was.
 *
 *     --rate 200 --seconds 60 --records 10000   of the mixed requests, and of what is there before
 *     --only read|write|NAME                    a part of the mix
 *     --each SECONDS                            of each operation by itself, for its processor time; 0 for none
 *     --alone                                   no distillation
 *     --profile DIR                             leaves a CPU profile of the server
 * @module
 */
import { cpus, loadavg, setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { type Measured, measure } from './measured.js'
import { createOperations, health, mixed } from './mix.js'
import { openLoop, openSender } from './open-loop.js'
import { circumstances, latencies, memory, processorTimes } from './report.js'
import { startServed } from './serve.js'

outliveReader()

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string' },
    records: { type: 'string', default: '10000' },
    only: { type: 'string' },
    each: { type: 'string' },
    alone: { type: 'boolean', default: false },
    profile: { type: 'string' },
    soak: { type: 'boolean', default: false },
  },
})
const rate = Number(values.rate)
const seconds = Number(values.seconds ?? (values.soak ? 600 : 60))
const records = Number(values.records)
const each = Number(values.each ?? (values.soak ? 0 : 4))
/** Time to come to a steady state, not counted, in seconds. */
const WARM_UP = 10
/** Requests a second of one operation by itself. */
const EACH_RATE = { read: 100, write: 40 }

const say = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`)

const served = await startServed({ records, isBusy: !values.alone, profile: values.profile })
try {
  // Before all others where the system allows it, so that a wait of this program's own for a processor is not charged to the service.
  setPriority(-10)
} catch {}
const sender = openSender(served.url, served.token)
try {
  const operations = createOperations(served).filter(
    ({ kind, name }) => values.only === undefined || values.only === kind || values.only === name,
  )
  const next = mixed(operations)
  await openLoop(sender, rate, WARM_UP, next)
  const loadAtFirst = loadavg()[0] as number
  const whole = await measure(served, sender, rate, seconds, next)
  say(
    `${rate} requests/s for ${seconds} s after ${WARM_UP} s of warm-up; ${records} prompts and as many jobs were there before`,
    `${cpus().length} cores (${cpus()[0]?.model}), shared with this program${values.alone ? '' : ' and the distillation'}; load average ${loadAtFirst.toFixed(1)}, then ${loadavg()[0]?.toFixed(1)}`,
    ...circumstances(whole),
    '',
    ...latencies(whole.timings),
    '',
  )
  const parts: [string, Measured][] = []
  if (each > 0)
    for (const { kind, name, next: one } of [health, ...operations])
      parts.push([name, await measure(served, sender, EACH_RATE[kind], each, one)])
  say(...processorTimes([['the mix', whole], ...parts]), '', ...memory(whole))
} finally {
  sender.close()
  await served.stop()
}
