/**
 * `npm run bench [-- --peer PYTHON] [--only NAME] [--rounds N] [--model DIR] [--json FILE]`: speed of every kind of
 * step as a ratio to a bare MatMul, and to PyTorch where a Python with torch and transformers is named; with a model the
 * same on it, and how long it is until its first step; how cost grows with every size; loading time and peak memory; what differential privacy adds to a step;
 * predictions while the caller waits; what accounting for extreme plans costs.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { measureAccounting, type PlanMeasurement } from './accounting.js'
import { CASES, MODEL_CASES } from './cases.js'
import { type GrowthMeasurement, measureGrowth } from './growth.js'
import { type Measurement, measureCase } from './measure.js'
import { type MemoryMeasurement, measureMemory } from './memory.js'
import { openPeer } from './peer.js'
import { measurePrivate, type PrivateMeasurement } from './private.js'
import { measureServing, type ServingMeasurement } from './serving.js'
import { measureStartUp, type StartUpMeasurement } from './start-up.js'
import { formatTable } from './table.js'

outliveReader()

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    model: { type: 'string', default: process.env.PROMPTPOST_SMOLLM2 },
    json: { type: 'string' },
  },
})

const cases = values.model === undefined ? CASES : [...CASES, ...MODEL_CASES]
const parts = [
  ...(values.model === undefined ? [] : ['start-up']),
  'growth',
  'memory',
  'private',
  'serving',
  'accounting',
]
const isWanted = (name: string): boolean => values.only === undefined || name.includes(values.only)
const names = [...cases.map(({ name }) => name), ...parts]
if (!names.some(isWanted)) {
  console.error(
    `--only ${values.only}: is part of none of these names (steps of a model need --model):\n${names.join('\n')}`,
  )
  process.exit(2)
}

const directory = await mkdtemp(join(tmpdir(), 'promptpost-bench-'))
const peer = values.peer === undefined ? undefined : openPeer(values.peer)
const steps: Measurement[] = []
let memory: MemoryMeasurement | undefined
let privacy: PrivateMeasurement | undefined
let serving: ServingMeasurement | undefined
let accounting: PlanMeasurement[] | undefined
let growth: GrowthMeasurement[] | undefined
let startUp: StartUpMeasurement | undefined
try {
  for (const [i, c] of cases.entries()) {
    if (!isWanted(c.name)) continue
    console.error(`measuring ${c.name}`)
    steps.push(await measureCase(c, join(directory, `${i}`), Number(values.rounds), peer, values.model))
  }
  if (values.model !== undefined && isWanted('start-up')) {
    console.error('measuring start-up')
    startUp = await measureStartUp(values.model)
  }
  if (isWanted('growth')) {
    console.error('measuring growth')
    growth = await measureGrowth(directory, Number(values.rounds))
  }
  if (isWanted('memory')) {
    console.error('measuring memory')
    memory = await measureMemory(directory, values.model, values.peer)
  }
  if (isWanted('private')) {
    console.error('measuring private steps')
    privacy = await measurePrivate(Number(values.rounds))
  }
  if (isWanted('serving')) {
    console.error('measuring predictions')
    serving = await measureServing(directory, Number(values.rounds))
  }
  if (isWanted('accounting')) {
    console.error('measuring accounting')
    accounting = measureAccounting()
  }
} finally {
  peer?.close()
  await rm(directory, { recursive: true, force: true })
}
const machine = `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}`
console.log(formatTable(machine, steps, memory, privacy, serving, accounting, startUp, growth))
if (values.json !== undefined)
  await writeFile(
    values.json,
    `${JSON.stringify({ machine, steps, memory, privacy, serving, accounting, startUp, growth }, null, 2)}\n`,
  )
