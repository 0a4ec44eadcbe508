/**
 * `npm run study:transfer -- FLAGS`: transfers the prompts of an evaluation by every variant of the loss and measures each on the
 * test texts. The flags are those of `npm run evaluate`, of which it takes the students and their prompts; what is finished is found
 * again, what is under way is gone on with; --variants 'a;b' measures these only. OUT/transfers.json holds each with the class distributions over held-out public text, for rules that choose.
 * @module
 */
import { join } from 'node:path'
import { type EffectCheck, openWorkbench, readSoftPrompt, transferWith } from '@promptpost/engine/post'
import { createRandom } from '@promptpost/engine/text'
import { armId } from '../../sdk/src/evaluation/plan.js'
import { type Distributions, distributionsOf } from './held-out.js'
import { rulesTable } from './rules.js'
import { fileNameOf, openStudy, takeVariants } from './study.js'
import { VARIANTS } from './variants.js'

/** One transfer, measured. */
export type Studied = {
  student: number
  seed: number
  variant: string
  /** On the test texts, in [0, 1]. */
  accuracy: number
  start: string
  heldOutLoss: { before: number; after: number }
  judgement: EffectCheck['judgement']
  seconds: number
  heldOut: Distributions
}

/** What does not depend on the variant. */
export type Ground = {
  student: number
  seed: number
  accuracy: { zeroShot: number; direct: number; student: number }
  heldOut: { zeroShot: Distributions; direct: Distributions; student: Distributions; bare: Distributions }
}

export type Study = { grounds: Ground[]; transfers: Studied[] }

const args = process.argv.slice(2)
const names = takeVariants(
  args,
  VARIANTS.map(({ name }) => name),
)
const { students, seeds, out, task, settings, sources, compute, computeSteps, target, accuracyOf, results } =
  await openStudy('study:transfer', args)
const { maxTokens } = settings
const { kept: study, save } = await results<Study>('transfers.json', { grounds: [], transfers: [] })

for (const layers of students)
  for (const seed of seeds) {
    const student = await openWorkbench(join(out, 'students', `layers${layers}`))
    const prompt = await readSoftPrompt(
      join(out, 'prompts', armId({ kind: 'student', student: layers, seed })),
    )
    const distinct = [...new Set(sources.publicTexts)]
    const used = createRandom(seed).shuffled(distinct).slice(0, settings.transfer.texts)
    const texts = used.slice(0, Math.round(used.length * 0.1))
    const seen = { texts, task, maxTokens, ...compute }
    const isThis = (one: { student: number; seed: number }): boolean =>
      one.student === layers && one.seed === seed
    if (!study.grounds.some(isThis)) {
      study.grounds.push({
        student: layers,
        seed,
        accuracy: {
          zeroShot: await accuracyOf(target),
          direct: await accuracyOf(target, prompt),
          student: await accuracyOf(student, prompt),
        },
        heldOut: {
          zeroShot: await distributionsOf(target, seen),
          direct: await distributionsOf(target, { ...seen, prompt }),
          student: await distributionsOf(student, { ...seen, prompt }),
          bare: await distributionsOf(student, seen),
        },
      })
      await save()
    }
    for (const { name, settings: loss } of VARIANTS) {
      if (!names.includes(name)) continue
      if (study.transfers.some(one => isThis(one) && one.variant === name)) continue
      const work = `transfer-layers${layers}-seed${seed}-${fileNameOf(name)}`
      const { prompt: moved, facts } = await transferWith(target, student, {
        prompt,
        publicTexts: sources.publicTexts,
        ...settings.transfer,
        ...loss,
        maxTokens,
        seed,
        checkpointDirectory: join(out, 'checkpoints', work),
        ...computeSteps,
      })
      const { start, heldOutLoss, seconds, effect } = facts
      const accuracy = await accuracyOf(target, moved)
      const heldOut = await distributionsOf(target, { ...seen, prompt: moved })
      study.transfers.push({
        ...{ student: layers, seed, variant: name, accuracy, start, heldOutLoss, seconds, heldOut },
        judgement: effect.judgement,
      })
      await save()
      console.log(
        `${layers} layers, seed ${seed}, ${name}: ${(100 * accuracy).toFixed(1)} % (${seconds.toFixed(0)} s)`,
      )
    }
  }

console.log(rulesTable(study))
