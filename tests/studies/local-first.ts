/**
 * `npm run study:local-first -- FLAGS`: accuracy against the share of texts that is sent to the large model, the others being
 * answered at home by the student. The flags are those of `npm run evaluate`, of which it takes the students, their prompts and
 * the transferred prompts. Prints Markdown, and keeps the class distributions in OUT/local-first.json, by arm.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@promptpost/base'
import {
  openWorkbench,
  type Prediction,
  predictWith,
  readSoftPrompt,
  type Workbench,
} from '@promptpost/engine/post'
import { readFlags, USAGE } from '../../sdk/src/evaluation/flags.js'
import { armId, armName } from '../../sdk/src/evaluation/plan.js'
import { resolveSettings } from '../../sdk/src/evaluation/settings.js'
import { readSources } from '../../sdk/src/evaluation/sources.js'
import type { Arm } from '../../sdk/src/evaluation/types.js'
import { type Answers, sendingTables } from './sending.js'

const options = readFlags(process.argv.slice(2))
if (!options) {
  console.log(USAGE.replace('evaluate', 'study:local-first'))
  process.exit(0)
}
const { students = [2], seeds = [1], epsilons = [8], out, task } = options
const { maxTokens } = resolveSettings(options.settings)
const { test } = await readSources(options)
const texts = test.map(({ text }) => text)
const labels = test.map(({ label }) => label as string)
const file = join(out, 'local-first.json')
const kept = await readFile(file, 'utf8').then(
  text => JSON.parse(text) as Record<string, Prediction[]>,
  () => ({}) as Record<string, Prediction[]>,
)

const predictionsOf = async (arm: Arm, on: Workbench): Promise<Prediction[]> => {
  const id = armId(arm)
  kept[id] ??= await predictWith(on, {
    prompt: await readSoftPrompt(join(out, 'prompts', id)),
    task,
    texts,
    maxTokens,
    device: 'cpu',
    ...(options.threads !== undefined && { threads: options.threads }),
  })
  await writeFileAtomic(file, `${JSON.stringify(kept)}\n`)
  return kept[id]
}

const target = await openWorkbench(options.model)
for (const layers of students) {
  const student = await openWorkbench(join(out, 'students', `layers${layers}`))
  for (const epsilon of [undefined, ...epsilons]) {
    const answers: Answers[] = []
    const at = { student: layers, ...(epsilon !== undefined && { epsilon }) }
    for (const seed of seeds) {
      const own = await predictionsOf({ kind: 'student', ...at, seed }, student)
      const model = await predictionsOf({ kind: 'transferred', ...at, seed }, target)
      answers.push({ student: own, model, labels })
    }
    console.log(`${sendingTables(armName({ kind: 'student', ...at }), answers)}\n`)
  }
}
console.log(
  `${texts.length} test texts, seeds ${seeds.join(', ')}. Rows are means over seeds; Wilson intervals at 95 % for the texts of one.`,
)
