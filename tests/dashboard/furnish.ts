/**
 * A service with one of everything a dashboard shows, made by real jobs and a real private run.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tunePrompt } from 'promptpost'
import { REPOSITORY, type Service } from '../support/service.js'

export type Sizes = {
  /** Steps of distillation, tuning and transfer. */
  distil: number
  tune: number
  transfer: number
  /** Public texts of the transfer. */
  texts: number
}

/** As little as shows something. */
export const SMALL: Sizes = { distil: 6, tune: 2, transfer: 6, texts: 40 }

export type Furnished = {
  model: string
  texts: string
  open: string
  student: string
  prompt: string
  transfer: string
  prediction: string
}

/** Each view, by its address. */
export const placesOf = (made: Furnished): string[] => [
  'jobs',
  'students',
  `students/${made.student}`,
  `models/${made.model}`,
  'prompts',
  `prompts/${made.prompt}`,
  `transfers/${made.transfer}`,
  'predictions',
  `predictions/${made.prediction}`,
  'datasets',
  'usage',
]

const DBPEDIA = join(REPOSITORY, 'examples/data/dbpedia')
export const CLASSES = ['company', 'school', 'player', 'building', 'plant', 'film']
export const TASK = {
  template: '{text} It is a',
  verbalizer: Object.fromEntries(CLASSES.map(label => [label, [label]])),
}

/** What the provider tells clients of the model. */
export const TEMPLATE = { name: 'articles', description: 'Short articles by what they are about.', ...TASK }
/** Terms of the student. */
export const LICENSE = 'For the client’s own research. Not to be passed on.'

const linesOf = async (file: string, count: number): Promise<string[]> =>
  (await readFile(join(DBPEDIA, file), 'utf8')).split('\n').slice(0, count)

/** A provider's model, texts and student. */
export const furnishProvider = async ({ provider }: Service, steps: number) => {
  const model = (await provider.models.create({ name: 'reviews-gpt2', templates: [TEMPLATE] })).id
  const texts = (
    await provider.datasets.create({
      name: 'articles',
      purpose: 'distillation',
      texts: await linesOf('distil.txt', 2000),
    })
  ).id
  const open = (
    await provider.datasets.create({
      name: 'public',
      purpose: 'public',
      texts: await linesOf('public.txt', 400),
    })
  ).id
  const settings = { batch_tokens: 512, sequence_length: 64 }
  const student = await provider.students.create({
    model,
    dataset: texts,
    layers: 2,
    steps,
    settings,
    license: LICENSE,
  })
  await provider.jobs.wait(student.job!)
  return { model, texts, open, student: student.id }
}

/** @param folder where the client's files go */
export const furnish = async (service: Service, folder: string, sizes: Sizes): Promise<Furnished> => {
  const { client } = service
  const made = await furnishProvider(service, sizes.distil)
  const student = join(folder, 'student')
  await client.students.download(made.student, student)
  const out = join(folder, 'prompt')
  await tunePrompt({
    student,
    data: join(DBPEDIA, 'private.tsv'),
    task: TASK,
    virtualTokens: 10,
    steps: sizes.tune,
    privacy: { epsilon: 8, expectedBatch: 32 },
    ledger: { directory: join(folder, 'ledger') },
    out,
  })
  const prompt = (await client.prompts.upload(out, { student: made.student })).id
  const transfer = await client.transfers.create({
    prompt,
    dataset: made.open,
    steps: sizes.transfer,
    settings: { texts: sizes.texts, start: 'prompt' },
  })
  await client.jobs.wait(transfer.job)
  const texts = await linesOf('public.txt', 60)
  const prediction = await client.predictions.create({ transfer: transfer.id, texts })
  await client.jobs.wait(prediction.job)
  return { ...made, prompt, transfer: transfer.id, prediction: prediction.id }
}
