/**
 * `npm run faults [-- --kills 200 --real 6 --calls 1000 --seed 1]`: kills workers and servers many times, loses requests and
 * answers, and says what came of it.
 * @module
 */
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { killLightJobs, killRealJobs, killsOf, type Tally } from './kills.js'
import { findingsOf, submitThroughLosses } from './lost-answers.js'

outliveReader()

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    real: { type: 'string', default: '6' },
    calls: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)

let total = 0
const wrong = (findings: readonly string[]): void => {
  total += findings.length
  say(`  wrong: ${findings.length}`)
  for (const finding of findings) say(`    ${finding}`)
}

const report = (what: string, tally: Tally, loss: string): void => {
  const { worker, server, both } = tally.kills
  say(
    `\n${what}: ${tally.rounds} jobs, ${killsOf(tally)} kills (worker ${worker}, server ${server}, both ${both})`,
  )
  say(
    `  moments: ${Object.entries(tally.moments)
      .map(([moment, n]) => `${moment} ${n}`)
      .join(', ')}`,
  )
  say(`  attempts: ${tally.attempts}${loss}`)
  wrong(tally.findings)
}

const light = await killLightJobs(Number(values.kills), Number(values.seed), line =>
  process.stderr.write(`${line}\n`),
)
report(
  'light jobs',
  light,
  `, steps taken again: ${light.stepsAgain}, at most ${light.worstLoss} for a kill (checkpoints are 3 steps apart)`,
)
const real = await killRealJobs(Number(values.real), Number(values.seed))
report('real distillations', real, ', students bit for bit those of an undisturbed run')
const lost = await submitThroughLosses(Number(values.calls), Number(values.seed))
say(`\nsubmissions through a proxy that loses: ${lost.calls} calls, ${lost.stored.listed} jobs`)
say(
  `  exchanges: ${Object.entries(lost.fates)
    .map(([fate, n]) => `${fate} ${n}`)
    .join(', ')}`,
)
wrong(findingsOf(lost))
process.exitCode = total === 0 ? 0 : 1
