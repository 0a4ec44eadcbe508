/**
 * `npm run bench [-- --peer PYTHON] [--only NAME] [--rounds N] [--model DIR] [--json FILE]`: speed of every kind of
 * step as a ratio to a bare MatMul, and to PyTorch where a Python with torch and transformers is named; with a model the
 * same on it, how long it is until its first step, and the peak memory of each kind of step; how cost grows with every size; loading time
 * and peak memory; what differential privacy adds to a step;
 * predictions while the caller waits; what accounting for extreme plans costs.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { outliveReader } from '@promptpost/base'
import { measureAccounting } from './accounting.js'
import { CASES, MODEL_CASES } from './cases.js'
import { measureGrowth } from './growth.js'
import { type Measurement, measureCase } from './measure.js'
import { measureMemory, measureSteps } from './memory.js'
import { openPeer } from './peer.js'
import { measurePrivate } from './private.js'
import { measureServing } from './serving.js'
import { measureStartUp } from './start-up.js'
import { LINES } from './table.js'

outliveReader()

const {
  model,
  peer: python,
  only,
  json,
  rounds: asked,
} = parseArgs({
  options: {
    peer: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    model: { type: 'string', default: process.env.PROMPTPOST_SMOLLM2 },
    json: { type: 'string' },
  },
}).values

const rounds = Number(asked)

/** A measurement, and how it is said. */
const part =
  <T>(measure: () => T | Promise<T>, lines: (measured: T) => string[]) =>
  async () => {
    const measured = await measure()
    return { measured, lines: lines(measured) }
  }

const cases = model === undefined ? CASES : [...CASES, ...MODEL_CASES]
const parts = {
  ...(model !== undefined && {
    'start-up': part(() => measureStartUp(model), LINES['start-up']),
    'memory of steps': part(() => measureSteps(model), LINES['memory of steps']),
  }),
  growth: part(() => measureGrowth(directory, rounds), LINES.growth),
  memory: part(() => measureMemory(directory, model, python), LINES.memory),
  private: part(() => measurePrivate(rounds), LINES.private),
  serving: part(() => measureServing(directory, rounds), LINES.serving),
  accounting: part(measureAccounting, LINES.accounting),
}
const isWanted = (name: string): boolean => only === undefined || name.includes(only)
const names = [...cases.map(({ name }) => name), ...Object.keys(parts)]
if (!names.some(isWanted)) {
  console.error(
    `--only ${only}: is part of none of these names (what is of a model needs --model):\n${names.join('\n')}`,
  )
  process.exit(2)
}

const directory = await mkdtemp(join(tmpdir(), 'promptpost-bench-'))
const machine = `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}`
const results: Record<string, unknown> = { machine }
console.log(machine)
const say = (lines: readonly string[]): void => console.log(['', ...lines].join('\n'))
const peer = python === undefined ? undefined : openPeer(python)
try {
  const steps: Measurement[] = []
  for (const [i, c] of cases.entries()) {
    if (!isWanted(c.name)) continue
    console.error(`measuring ${c.name}`)
    steps.push(await measureCase(c, join(directory, `${i}`), rounds, peer, model))
  }
  results.steps = steps
  if (steps.length > 0) say(LINES.steps(steps))
  for (const [name, measure] of Object.entries(parts)) {
    if (!isWanted(name)) continue
    console.error(`measuring ${name}`)
    const { measured, lines } = await measure()
    results[name] = measured
    say(lines)
  }
} finally {
  peer?.close()
  await rm(directory, { recursive: true, force: true })
}
if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`)
