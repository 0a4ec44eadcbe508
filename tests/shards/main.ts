/**
 * `npm run shards -- measure --out FILE [--texts 1000] [--counts 1,2,4,8]`: divides predictions with the shipped model among worker
 * processes and writes what each took.
 *
 * `npm run shards -- plan --times FILE [--gpus 1..64]`: what a divided job would take on so many machines. Measured are the spread of
 * the times and, unless they are given, what every shard costs and its pace:
 *
 *     --batches N            batches of the job; those that were measured by default
 *     --fixed SECONDS        process and model of a shard, in place of what was measured
 *     --pace SECONDS         4096 tokens, in place of what was measured
 *     --machine SECONDS      from asking for a machine to its first instruction, default 0
 *     --interruptions N      of a machine in an hour, default 0
 *     --price N              of a machine for an hour
 *     --rounds 2000, --seed 1
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { REPOSITORY } from '../support/service.js'
import { measureShards } from './measure.js'
import { formatFit, formatPlan, machinesIn } from './plan-table.js'
import { drawBatches, fitLine, type Measured, simulate } from './simulate.js'

outliveReader()

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    texts: { type: 'string', default: '1000' },
    counts: { type: 'string', default: '1,2,4,8' },
    times: { type: 'string' },
    gpus: { type: 'string', default: '1..64' },
    batches: { type: 'string' },
    fixed: { type: 'string' },
    pace: { type: 'string' },
    machine: { type: 'string', default: '0' },
    interruptions: { type: 'string', default: '0' },
    price: { type: 'string' },
    rounds: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
})

const TOKENS = 4096

const number = (flag: string, text: string, least = 0): number => {
  const value = Number(text)
  if (text !== '' && Number.isFinite(value) && value >= least) return value
  throw new Error(`--${flag}: must be a number of ${least} or more (got ${text})`)
}

const measure = async (out: string): Promise<void> => {
  const articles = await readFile(join(REPOSITORY, 'examples/data/dbpedia/public.txt'), 'utf8')
  const texts = articles
    .split('\n')
    .filter(line => line !== '')
    .slice(0, number('texts', values.texts, 1))
  const counts = values.counts.split(',').map(count => number('counts', count, 1))
  const measured = await measureShards(texts, counts, line => console.error(line))
  await writeFile(out, `${JSON.stringify(measured, null, 2)}\n`)
  console.log(formatFit(measured, fitLine(measured.shards)))
}

const plan = async (times: string): Promise<void> => {
  const measured = JSON.parse(await readFile(times, 'utf8')) as Measured
  const found = fitLine(measured.shards)
  const planned = {
    ...found,
    ...(values.fixed !== undefined && { fixed: number('fixed', values.fixed) }),
    ...(values.pace !== undefined && { pace: number('pace', values.pace) / TOKENS }),
  }
  const settings = {
    machineSeconds: number('machine', values.machine),
    interruptions: number('interruptions', values.interruptions),
    rounds: number('rounds', values.rounds, 1),
    seed: number('seed', values.seed),
  }
  const batches =
    values.batches === undefined
      ? measured.batches
      : drawBatches(measured.batches, number('batches', values.batches, 1), settings.seed)
  const outcomes = machinesIn(values.gpus).map(machines =>
    simulate(planned, measured.mergeSeconds, batches, machines, settings),
  )
  console.log(formatFit(measured, found))
  console.log(
    `\n${formatPlan(outcomes, planned, batches, settings, values.price === undefined ? undefined : number('price', values.price))}`,
  )
}

const [command] = positionals
if (command === 'measure' && values.out !== undefined) await measure(values.out)
else if (command === 'plan' && values.times !== undefined) await plan(values.times)
else {
  console.error('usage: npm run shards -- measure --out FILE | plan --times FILE [--gpus 1..64]')
  process.exitCode = 2
}
