/**
 * `npm run aws:faults [-- --runs 300 --seed 1]`: the fault campaign, and what came of it.
 * @module
 */
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { runCampaign } from './campaign.js'

outliveReader()

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
})
const told = (map: Map<string, number>): string =>
  [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, n]) => `  ${what.padEnd(24)}${String(n).padStart(6)}\n`)
    .join('')

const { runs, faults, states, attempts, findings } = await runCampaign(
  Number(values.runs),
  Number(values.seed),
  line => process.stderr.write(`${line}\n`),
)
process.stdout.write(
  `${runs} runs from seed ${values.seed}, ${attempts} attempts\n\nended\n${told(states)}\nwent wrong\n${told(faults)}`,
)
process.stdout.write(
  `\nnot as it must be: ${findings.length}\n${findings.map(finding => `  ${finding}\n`).join('')}`,
)
process.exitCode = findings.length === 0 ? 0 : 1
