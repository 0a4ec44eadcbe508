/**
 * `npm run audit:battery [-- --seed NAME] [--sound N]`: the battery on the real implementation and on each of the thirteen
 * faults; then on the real one under N further seeds, to see how often it raises a false alarm.
 * @module
 */
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { openBattery } from './battery.js'
import { FAULTS, NO_FAULT } from './faults.js'
import type { Finding } from './findings.js'
import { REPEATED } from './noise.js'
import { formatTable } from './table.js'

outliveReader()

const { values } = parseArgs({
  options: { seed: { type: 'string', default: 'battery' }, sound: { type: 'string', default: '0' } },
})

const battery = await openBattery()
try {
  const begun = performance.now()
  const audits: [string, Finding[]][] = []
  for (const fault of [NO_FAULT, ...FAULTS]) {
    console.error(`auditing: ${fault.name}`)
    audits.push([fault.name, await battery.audit(fault, values.seed)])
  }
  console.log(formatTable(audits))
  console.log(
    `${((performance.now() - begun) / 1000).toFixed(0)} seconds for ${audits.length} implementations`,
  )
  const seeds = Number(values.sound)
  const sound: Finding[] = []
  for (let i = 1; i <= seeds; i++) {
    console.error(`auditing: none, seed ${i} of ${seeds}`)
    sound.push(...(await battery.audit(NO_FAULT, `${values.seed} ${i}`)))
  }
  if (seeds > 0) {
    const p = sound
      .filter(({ test, what }) => 'NPL'.includes(test) && what !== REPEATED)
      .map(({ value }) => value)
    const below = (level: number) => p.filter(value => value < level).length
    console.log(
      `no fault, ${seeds} further seeds: ${sound.filter(({ alarm }) => alarm).length} alarms in ${sound.length} findings; ` +
        `of ${p.length} p-values ${below(0.05)} below 0.05, ${below(0.01)} below 0.01, ${below(0.001)} below 0.001, least ${Math.min(...p).toExponential(0)}`,
    )
  }
} finally {
  await battery.close()
}
