/**
 * `npm run study:distillation -- FLAGS`: distils a student by every variant of the recipe, tunes a prompt on it, transfers the prompt, and
 * measures both; what counts is the accuracy after transfer, and what it cost. The flags are those of `npm run evaluate`; the first of
 * --students is the recipe's number of layers. What is finished is found again in OUT/distillations.json; --variants 'a;b' measures these only.
 * @module
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DistilSettings,
  distilWith,
  openWorkbench,
  transferWith,
  tuneWith,
} from '@promptpost/engine/post'
import { fileNameOf, openStudy, takeVariants } from './study.js'

type Variant = { settings?: Partial<DistilSettings>; inTemplate?: boolean }

/** The paper's recipe and what departs from it, one thing at a time. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  paper: {},
  'positions 1/4': { settings: { positions: 0.25 } },
  'proxy prompts 1/2': { settings: { proxyShare: 0.5 } },
  'proxy prompts always': { settings: { proxyShare: 1 } },
  'spread layers': { settings: { keep: 'spread' } },
  'early layers': { settings: { keep: 'early' } },
  'in the template': { inTemplate: true },
  'in the template, proxy prompts 1/2': { inTemplate: true, settings: { proxyShare: 0.5 } },
  'twice the layers': {},
  'three times the layers': {},
}
const TIMES: Readonly<Record<string, number>> = { 'twice the layers': 2, 'three times the layers': 3 }

/** What a distillation took, and came to. */
type Cost = {
  /** Of the distillation alone. */
  processorSeconds: number
  /** Mean of the last tenth of the losses, nats; not comparable between variants. */
  loss: number
}

/** One distillation, measured; shares in [0, 1]. */
type Distilled = Cost & {
  variant: string
  seed: number
  layers: number
  student: number
  direct: number
  transferred: number
  judgement: string
}

const args = process.argv.slice(2)
const names = takeVariants(args, Object.keys(VARIANTS))
const study = await openStudy('study:distillation', args)
const { students, seeds, out, task, settings, sources, compute, computeSteps, target, accuracyOf } = study
const { maxTokens } = settings
const { kept: done, save } = await study.results<Distilled[]>('distillations.json', [])
const { kept: costs, save: saveCosts } = await study.results<Record<string, Cost>>('distilled.json', {})
const percent = (share: number): string => (100 * share).toFixed(1)

for (const seed of seeds)
  for (const variant of names) {
    if (done.some(one => one.variant === variant && one.seed === seed)) continue
    const { settings: recipe = {}, inTemplate = false } = VARIANTS[variant]!
    const layers = students[0]! * (TIMES[variant] ?? 1)
    if (layers >= target.model.config.layers) continue
    const key = `${fileNameOf(variant)}-seed${seed}`
    const folder = join(out, 'distilled', key)
    const texts = inTemplate
      ? sources.distilTexts.map(text => task.template.replace('{text}', () => text))
      : sources.distilTexts
    if (!costs[key]) {
      // Of a run that was stopped before it could say what its student took.
      await rm(join(folder, 'student'), { recursive: true, force: true })
      const before = process.cpuUsage()
      const { losses } = await distilWith(target, {
        ...{ outDirectory: join(folder, 'student'), texts, layers, seed },
        ...settings.distil,
        ...recipe,
        ...compute,
      })
      const { user, system } = process.cpuUsage(before)
      const last = losses.slice(-Math.ceil(losses.length / 10))
      costs[key] = {
        processorSeconds: (user + system) / 1e6,
        loss: last.reduce((sum, loss) => sum + loss, 0) / last.length,
      }
      await saveCosts()
    }
    const student = await openWorkbench(join(folder, 'student'))
    const { prompt } = await tuneWith(student, {
      ...settings.tune,
      ...{ task, examples: sources.private, maxTokens, seed },
      ...computeSteps,
    })
    const moved = await transferWith(target, student, {
      ...{ prompt, publicTexts: sources.publicTexts, maxTokens, seed },
      ...settings.transfer,
      ...computeSteps,
    })
    const found: Distilled = {
      ...{ variant, seed, layers },
      ...costs[key],
      student: await accuracyOf(student, prompt),
      direct: await accuracyOf(target, prompt),
      transferred: await accuracyOf(target, moved.prompt),
      judgement: moved.facts.effect.judgement,
    }
    done.push(found)
    await save()
  }

console.log('| recipe | layers | processor s | S % | used directly % | transferred % | effect check |')
console.log('|---|---:|---:|---:|---:|---:|---|')
for (const { variant, seed, ...one } of done) {
  const shares = [one.student, one.direct, one.transferred].map(percent).join(' | ')
  const name = seeds.length > 1 ? `${variant}, seed ${seed}` : variant
  console.log(
    `| ${name} | ${one.layers} | ${one.processorSeconds.toFixed(0)} | ${shares} | ${one.judgement} |`,
  )
}
