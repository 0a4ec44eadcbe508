/**
 * POST on the shipped model, a few steps each: a student of it, and what tests of single steps begin with.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import {
  type DistilOptions,
  distil,
  type Monitor,
  openWorkbench,
  type TuneOptions,
  tuneWith,
  type Workbench,
} from '../post/index.js'
import { repositoryPath } from './shared.js'

const TEACHER = repositoryPath('examples', 'reviews-gpt2')
export const WORDS = ['a quiet film', 'the worst plot', 'charming actors', 'dull and long', 'a small wonder']
export const TEXTS = Array.from(
  { length: 80 },
  (_, i) => `${WORDS[i % 5]} and ${WORDS[(i * 7 + 1) % 5]}, seen ${i} times`,
)
export const EXAMPLES = TEXTS.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

/** Registers the making and the removal of a folder with the student in it; what it gives is there when the first test runs. */
export const fewSteps = () => {
  const made = {} as { folder: string; teacher: Workbench; student: Workbench }
  const distilTo = (name: string, options: Partial<DistilOptions> = {}) =>
    distil({
      modelDirectory: TEACHER,
      outDirectory: join(made.folder, name),
      texts: TEXTS,
      layers: 2,
      steps: 4,
      batchTokens: 64,
      seed: 1,
      ...options,
    })
  const tuned = async (options: Partial<TuneOptions> = {}) =>
    tuneWith(made.student, {
      examples: EXAMPLES,
      task: TASK,
      virtualTokens: 3,
      steps: 4,
      batchSize: 8,
      seed: 1,
      ...options,
    })
  beforeAll(async () => {
    made.folder = await mkdtemp(join(tmpdir(), 'promptpost-steps-'))
    made.teacher = await openWorkbench(TEACHER)
    await distilTo('student')
    made.student = await openWorkbench(join(made.folder, 'student'))
  }, 60_000)
  afterAll(() => rm(made.folder, { recursive: true, force: true }))
  return { made, distilTo, tuned }
}

/** An abort signal that fires when `stage` has come to `step`, and where it was. */
export const stopAt = (stage: string, step: number): Required<Monitor> => {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    onProgress: progress => {
      if (progress.stage === stage && progress.step >= step) controller.abort()
    },
  }
}
