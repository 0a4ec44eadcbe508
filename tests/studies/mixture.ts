/**
 * `npm run study:mixture -- FLAGS`: what the large model and the prompted student of an evaluation say together, before anything is
 * transferred, on the labelled test texts: by how much of the model's leaning is taken out, where classes are even and where they are not.
 * The flags are those of `npm run evaluate`, of which it takes the students and their prompts. OUT/mixtures.json keeps the class distributions.
 * @module
 */
import { join } from 'node:path'
import { openWorkbench, readSoftPrompt } from '@promptpost/engine/post'
import { armId } from '../../sdk/src/evaluation/plan.js'
import { distributionsOf } from './held-out.js'
import { leaningsStudied, WAYS } from './leanings.js'
import type { Sides } from './moved.js'
import { openStudy } from './study.js'

type Mixture = { student: number; seed: number; sides: Sides }

const { students, seeds, out, task, settings, sources, compute, target, results } = await openStudy(
  'study:mixture',
  process.argv.slice(2),
)
const { kept, save } = await results<Mixture[]>('mixtures.json', [])
const seen = { texts: sources.test.map(({ text }) => text), task, maxTokens: settings.maxTokens, ...compute }
const labels = Object.keys(task.verbalizer)
const truth = sources.test.map(({ label }) => labels.indexOf(label!))
const percent = (share: number): string => (100 * share).toFixed(1)

const columns = ['T', 'S, p_s', 'omega', ...Object.keys(WAYS)]
console.log(`| student | share of one class | samples | ${columns.join(' | ')} |`)
console.log(`|---|---:|---:|${'---:|'.repeat(columns.length)}`)
for (const layers of students)
  for (const seed of seeds) {
    let mixture = kept.find(one => one.student === layers && one.seed === seed)
    if (!mixture) {
      const student = await openWorkbench(join(out, 'students', `layers${layers}`))
      const prompt = await readSoftPrompt(
        join(out, 'prompts', armId({ kind: 'student', student: layers, seed })),
      )
      const sides = {
        zeroShot: await distributionsOf(target, seen),
        student: await distributionsOf(student, { ...seen, prompt }),
        bare: await distributionsOf(student, seen),
      }
      mixture = { student: layers, seed, sides }
      kept.push(mixture)
      await save()
    }
    for (const { share, samples, means } of leaningsStudied({ sides: mixture.sides, truth })) {
      const cells = columns.map(name => (name === 'omega' ? means[name]!.toFixed(2) : percent(means[name]!)))
      const told = [
        `${layers} layers, seed ${seed}`,
        share === undefined ? 'as it is' : percent(share),
        samples,
      ]
      console.log(`| ${[...told, ...cells].join(' | ')} |`)
    }
  }
