/**
 * `npm run study:migration -- FLAGS`: a prompt is transferred to the large model, carried on to the next one, with public text
 * alone, and measured there. The next model is a shallower sibling: distilled from the large one, of --students' last number of layers; the
 * first is the student's that the prompt comes from. The flags are those of `npm run evaluate`, whose folder holds the student, its prompt and,
 * if it was measured there, the transferred one. What is finished is found again in OUT/migration.json and OUT/migrated.
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  distilWith,
  openWorkbench,
  readSoftPrompt,
  type SoftPrompt,
  transferWith,
  tuneWith,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import { armId } from '../../sdk/src/evaluation/plan.js'
import type { ArmKind } from '../../sdk/src/evaluation/types.js'
import { openStudy } from './study.js'

/** Accuracy on the test texts in [0, 1], by what was asked of the next model. */
type Migrated = { seed: number; layers: number; accuracy: Record<string, number>; verdict: string }

const study = await openStudy('study:migration', process.argv.slice(2))
const { students, seeds, out, task, settings, sources, compute, computeSteps, target, accuracyOf } = study
const { maxTokens } = settings
const [from, layers] = [students[0]!, students.at(-1)!]
const { kept: done, save } = await study.results<Migrated[]>('migration.json', [])

const nextModel = async (seed: number): Promise<Workbench> => {
  const folder = join(out, 'siblings', `layers${layers}-seed${seed}`)
  if (!existsSync(folder))
    await distilWith(target, {
      ...{ outDirectory: folder, texts: sources.distilTexts, layers, seed },
      ...settings.distil,
      checkpointDirectory: `${folder}.checkpoint`,
      ...compute,
    })
  return openWorkbench(folder)
}

/** A prompt on a model, found again in its folder or made; its tensor is written last. */
const keptIn = async (
  folder: string,
  on: Workbench,
  make: () => Promise<SoftPrompt>,
): Promise<SoftPrompt> => {
  if (existsSync(join(folder, 'adapter_model.safetensors'))) return readSoftPrompt(folder)
  const prompt = await make()
  await writeSoftPrompt(folder, prompt, on.model.config)
  return prompt
}

for (const seed of seeds) {
  if (done.some(one => one.seed === seed && one.layers === layers)) continue
  const next = await nextModel(seed)
  const student = await openWorkbench(join(out, 'students', `layers${from}`))
  const folderOf = (kind: ArmKind): string => join(out, 'prompts', armId({ kind, student: from, seed }))
  const own = await readSoftPrompt(folderOf('student'))
  const folder = (name: string): string => join(out, 'migrated', `layers${layers}-seed${seed}-${name}`)
  const alike = { maxTokens, seed, ...computeSteps }
  const carried = (name: string, to: Workbench, source: Workbench, prompt: SoftPrompt) =>
    transferWith(to, source, {
      ...{ prompt, publicTexts: sources.publicTexts, checkpointDirectory: `${folder(name)}.checkpoint` },
      ...settings.transfer,
      ...alike,
    })
  const evaluated = folderOf('transferred')
  const transferred = await keptIn(
    existsSync(evaluated) ? evaluated : folder('transferred'),
    target,
    async () => (await carried('transferred', target, student, own)).prompt,
  )
  const tuned = await keptIn(folder('tuned'), next, async () => {
    const options = { task, examples: sources.private, checkpointDirectory: `${folder('tuned')}.checkpoint` }
    return (await tuneWith(next, { ...settings.tune, ...options, ...alike })).prompt
  })
  const anew = await keptIn(
    folder('anew'),
    next,
    async () => (await carried('anew', next, student, own)).prompt,
  )
  const migrated = await carried('migrated', next, target, transferred)
  done.push({
    ...{ seed, layers, verdict: migrated.facts.effect.verdict },
    accuracy: {
      'the large model with its transferred prompt': await accuracyOf(target, transferred),
      'the next model as it is': await accuracyOf(next),
      'with the large model’s prompt as it is': await accuracyOf(next, transferred),
      'with the prompt carried on from the large model': await accuracyOf(next, migrated.prompt),
      'with the prompt transferred anew from the student': await accuracyOf(next, anew),
      'with a prompt tuned on it with the private data': await accuracyOf(next, tuned),
    },
  })
  await save()
}

for (const { seed, layers: count, accuracy, verdict } of done) {
  console.log(
    `The next model: ${count} layers, seed ${seed}. ${verdict}\n\n| what | accuracy % |\n|---|---:|`,
  )
  for (const [what, share] of Object.entries(accuracy))
    console.log(`| ${what} | ${(100 * share).toFixed(1)} |`)
}
