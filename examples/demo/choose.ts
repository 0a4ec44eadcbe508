/**
 * How the demo's rates were chosen: every candidate, on rows that the demo never tests on. The last third of the private
 * rows is held out and the rest tuned on; test.tsv is not read. Prints a Markdown table.
 *
 *     npm run demo:choose -- FOLDER
 *
 * FOLDER takes the students. Distillation goes by its own loss, the other steps by held-out accuracy, mean of two seeds.
 * @module
 */
import { join } from 'node:path'
import { outliveReader } from '@promptpost/base'
import { type Example, readExamples } from '@promptpost/engine/data'
import { distil, evaluate, openWorkbench, type SoftPrompt, transfer, tune } from '@promptpost/engine/post'
import { readLines } from './data.js'
import { DATA, EXAMPLES } from './places.js'
import { SETTINGS } from './settings.js'

outliveReader()

const SEEDS = [1, 2]
const DISTIL_RATES = [1e-3, 3e-3, 6e-3]
const TUNE_RATES = [1e-2, 3e-2, 6e-2]
const TRANSFER_RATES = [1e-2, 3e-2, 6e-2]
const GAMMAS = [0, 1]

const { task, maxTokens, data } = SETTINGS
const large = join(EXAMPLES, SETTINGS.model)
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length
const percent = (values: readonly number[]): string =>
  values.length > 1
    ? `${(100 * mean(values)).toFixed(1)} (${values.map(x => (100 * x).toFixed(1)).join(', ')})`
    : (100 * mean(values)).toFixed(1)

const row = (step: string, candidate: string, figure: string): void => {
  process.stdout.write(`| ${step} | ${candidate} | ${figure} |\n`)
}

const accuracy = async (model: string, examples: readonly Example[], prompt?: SoftPrompt): Promise<number> =>
  (await evaluate(await openWorkbench(model), { examples, task, maxTokens, ...(prompt && { prompt }) }))
    .accuracy

/** The candidate with the largest score; the earlier one of two equals. */
const best = async <T>(candidates: readonly T[], score: (candidate: T) => Promise<number>): Promise<T> => {
  let winner: { candidate: T; score: number } | undefined
  for (const candidate of candidates) {
    const own = await score(candidate)
    if (!winner || own > winner.score) winner = { candidate, score: own }
  }
  return winner!.candidate
}

const choose = async (folder: string): Promise<void> => {
  const rows = await readExamples(join(DATA, data.private))
  const cut = Math.round((2 * rows.length) / 3)
  const [tuned, heldOut] = [rows.slice(0, cut), rows.slice(cut)]
  const texts = await readLines(join(DATA, data.distil))
  const publicTexts = await readLines(join(DATA, data.public))
  process.stdout.write('| step | candidate | held-out accuracy %, mean (seeds) |\n|---|---|---|\n')
  row('zero-shot', '', percent([await accuracy(large, heldOut)]))

  const studentOf = (rate: number): string => join(folder, `student-${rate}`)
  const distilRate = await best(DISTIL_RATES, async learningRate => {
    const facts = await distil({
      ...SETTINGS.student,
      modelDirectory: large,
      outDirectory: studentOf(learningRate),
      texts,
      learningRate,
      seed: SEEDS[0]!,
    })
    const loss = mean(facts.losses.slice(-20))
    row('distil', `rate ${learningRate}`, `loss ${loss.toFixed(4)}`)
    return -loss
  })
  const student = studentOf(distilRate)

  const tuneOn = async (modelDirectory: string, learningRate: number): Promise<SoftPrompt[]> => {
    const found: SoftPrompt[] = []
    for (const seed of SEEDS) {
      const settings = { ...SETTINGS.tune, learningRate, maxTokens, seed }
      found.push((await tune({ modelDirectory, examples: tuned, task, ...settings })).prompt)
    }
    return found
  }
  const scores = async (model: string, prompts: readonly SoftPrompt[]): Promise<number[]> => {
    const all: number[] = []
    for (const prompt of prompts) all.push(await accuracy(model, heldOut, prompt))
    return all
  }
  const promptsOf = new Map<number, SoftPrompt[]>()
  const tuneRate = await best(TUNE_RATES, async rate => {
    const prompts = await tuneOn(student, rate)
    promptsOf.set(rate, prompts)
    const found = await scores(student, prompts)
    row('tune on the student', `rate ${rate}`, percent(found))
    return mean(found)
  })
  const prompts = promptsOf.get(tuneRate)!
  row('used directly', `of rate ${tuneRate}`, percent(await scores(large, prompts)))
  for (const rate of TUNE_RATES)
    row('tune on the large model', `rate ${rate}`, percent(await scores(large, await tuneOn(large, rate))))

  const grid = GAMMAS.flatMap(gamma => TRANSFER_RATES.map(learningRate => ({ gamma, learningRate })))
  await best(grid, async ({ gamma, learningRate }) => {
    const moved: SoftPrompt[] = []
    for (const [i, prompt] of prompts.entries())
      moved.push(
        (
          await transfer({
            ...SETTINGS.transfer,
            modelDirectory: large,
            studentDirectory: student,
            prompt,
            publicTexts,
            maxTokens,
            gamma,
            learningRate,
            seed: SEEDS[i]!,
          })
        ).prompt,
      )
    const found = await scores(large, moved)
    row('transfer', `gamma ${gamma}, rate ${learningRate}`, percent(found))
    return mean(found)
  })
}

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('usage: npm run demo:choose -- FOLDER\n')
  process.exitCode = 2
} else await choose(folder)
