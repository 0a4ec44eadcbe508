/**
 * `npm run study:local-first -- FLAGS`: accuracy against the share of texts that is sent to the large model, the others being
 * answered at home by the student. The flags are those of `npm run evaluate`, of which it takes the students, their prompts and
 * the transferred prompts. Prints Markdown, and keeps the class distributions in OUT/local-first.json, by arm.
 * @module
 */
import { join } from 'node:path'
import {
  openWorkbench,
  type Prediction,
  predictWith,
  readSoftPrompt,
  type Workbench,
} from '@promptpost/engine/post'
import { armId, armName } from '../../sdk/src/evaluation/plan.js'
import type { Arm } from '../../sdk/src/evaluation/types.js'
import { type Answers, sendingTables } from './sending.js'
import { openStudy } from './study.js'

const { students, seeds, epsilons, out, task, settings, sources, compute, target, results } = await openStudy(
  'study:local-first',
  process.argv.slice(2),
)
const { maxTokens } = settings
const texts = sources.test.map(({ text }) => text)
const labels = sources.test.map(({ label }) => label as string)
const { kept, save } = await results<Record<string, Prediction[]>>('local-first.json', {})

const predictionsOf = async (arm: Arm, on: Workbench): Promise<Prediction[]> => {
  const id = armId(arm)
  kept[id] ??= await predictWith(on, {
    prompt: await readSoftPrompt(join(out, 'prompts', id)),
    task,
    texts,
    maxTokens,
    ...compute,
  })
  await save()
  return kept[id]
}

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
