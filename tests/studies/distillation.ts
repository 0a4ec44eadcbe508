/**
 * `npm run study:distillation -- FLAGS`: distils a student by every variant of the recipe, tunes a prompt on it, transfers the prompt, and
 * measures both; what counts is the accuracy after transfer, and what it cost. The flags are those of `npm run evaluate`; the first of
 * --students is the recipe's number of layers. What is finished is found again in OUT/distillations.json; --variants 'a;b' measures these only, and
 * the table has the mean of all that is there.
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

type Variant = {
  settings?: Partial<DistilSettings>
  inTemplate?: boolean
  /** So many times the layers. */
  times?: number
  /** The first layers, in place of what settings.keep says. */
  first?: boolean
}

/** The paper's recipe and what departs from it, one thing at a time; then what depends on there being more layers. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  paper: {},
  'positions 1/4': { settings: { positions: 0.25 } },
  'proxy prompts 1/2': { settings: { proxyShare: 0.5 } },
  'proxy prompts always': { settings: { proxyShare: 1 } },
  'first layers': { first: true },
  'spread layers': { settings: { keep: 'spread' } },
  'early layers': { settings: { keep: 'early' } },
  'in the template': { inTemplate: true },
  'in the template, proxy prompts 1/2': { inTemplate: true, settings: { proxyShare: 0.5 } },
  'twice the layers': { times: 2 },
  'twice the layers, first': { times: 2, first: true },
  'twice the layers, spread': { times: 2, settings: { keep: 'spread' } },
  'twice the layers, early': { times: 2, settings: { keep: 'early' } },
  'twice the layers, proxy prompts 1/2': { times: 2, settings: { proxyShare: 0.5 } },
  'three times the layers': { times: 3 },
}

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
  verdict: string
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
    const { settings: recipe = {}, inTemplate = false, times = 1, first = false } = VARIANTS[variant]!
    const layers = students[0]! * times
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
        ...(first && { keep: Array.from({ length: layers }, (_, i) => i) }),
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
      verdict: moved.facts.effect.verdict,
    }
    done.push(found)
    await save()
  }

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

console.log(
  '| recipe | layers | processor s | loss | S % | used directly % | transferred % | each seed | effect check |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---|---|')
for (const variant of Object.keys(VARIANTS)) {
  const ofSeeds = done.filter(one => one.variant === variant).sort((a, b) => a.seed - b.seed)
  const first = ofSeeds[0]
  if (!first) continue
  const meanOf = (field: 'student' | 'direct' | 'transferred' | 'processorSeconds' | 'loss'): number =>
    mean(ofSeeds.map(one => one[field]))
  const shares = [meanOf('student'), meanOf('direct'), meanOf('transferred')].map(percent).join(' | ')
  const each = ofSeeds.map(one => percent(one.transferred)).join(', ')
  const judgements = [...new Set(ofSeeds.map(one => one.judgement))].join(', ')
  const cost = `${meanOf('processorSeconds').toFixed(0)} | ${meanOf('loss').toFixed(2)}`
  console.log(`| ${variant} | ${first.layers} | ${cost} | ${shares} | ${each} | ${judgements} |`)
}
