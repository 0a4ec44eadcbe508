/**
 * The shipped DBpedia articles as tests across rooms use them, and what a provider has ready before there are clients.
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PromptPost } from 'promptpost/client'
import { REPOSITORY } from './service.js'

const FOLDER = join(REPOSITORY, 'examples/data/dbpedia')

/** 1500 labelled articles. */
export const PRIVATE_FILE = join(FOLDER, 'private.tsv')
export const LABELS = ['company', 'school', 'player', 'building', 'plant', 'film']
export const TASK = {
  template: '{text} It is a',
  verbalizer: Object.fromEntries(LABELS.map(label => [label, [label]])),
}

/** The first public articles. */
export const publicTexts = (count: number): string[] =>
  readFileSync(join(FOLDER, 'public.txt'), 'utf8').split('\n').slice(0, count)

/** A student of the shipped model that is small and quick rather than good, and public texts for transfers. */
export const furnish = async (
  provider: PromptPost,
  texts: readonly string[],
  settings = { batch_tokens: 256, sequence_length: 32 },
): Promise<{ model: string; student: string; dataset: string }> => {
  const model = await provider.models.create({ name: 'reviews-gpt2' })
  const material = await provider.datasets.create({ name: 'articles', purpose: 'distillation', texts })
  const making = { model: model.id, dataset: material.id, layers: 2, steps: 2, settings }
  const student = await provider.students.create(making)
  await provider.jobs.wait(student.job!)
  const dataset = await provider.datasets.create({ name: 'public', purpose: 'public', texts })
  return { model: model.id, student: student.id, dataset: dataset.id }
}
