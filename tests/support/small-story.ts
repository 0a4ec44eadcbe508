/**
 * The first half of the story in a few seconds: a student of a provider's model, a prompt tuned on it, and that prompt uploaded.
 * @module
 */
import { join } from 'node:path'
import { openWorkbench, tuneWith, writeSoftPrompt } from '@promptpost/engine/post'
import type { PromptPost } from 'promptpost/client'

const WORDS = ['a quiet film', 'the worst plot of the year', 'charming actors', 'dull and long']
/** Public, and examples too. */
export const TEXTS = Array.from(
  { length: 60 },
  (_, i) => `${WORDS[i % 4]} and ${WORDS[(i * 3 + 1) % 4]} , seen ${i} times .`,
)
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

/** Who takes part, and which of the provider's models it is about. */
export type Parties = { provider: PromptPost; client: PromptPost; model: string }

/**
 * @param folder gets `student` and `prompt`
 * @param steps of distillation
 * @returns identifiers
 */
export const tuneSmallPrompt = async (
  { provider, client, model }: Parties,
  folder: string,
  steps: number,
): Promise<{ dataset: string; student: string; prompt: string }> => {
  const dataset = await provider.datasets.create({ name: 'texts', purpose: 'public', texts: TEXTS })
  const made = await provider.students.create({
    model,
    dataset: dataset.id,
    layers: 2,
    steps,
    seed: 3,
    settings: { batch_tokens: 256 },
  })
  await provider.jobs.wait(made.job!)
  await client.students.download(made.id, join(folder, 'student'))
  const examples = TEXTS.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
  const student = await openWorkbench(join(folder, 'student'))
  const options = { examples, task: TASK, virtualTokens: 4, steps: 5, maxTokens: 32, seed: 3 }
  const { prompt } = await tuneWith(student, options)
  await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 2, heads: 8, kind: 'causal' })
  const uploaded = await client.prompts.upload(join(folder, 'prompt'), { student: made.id })
  return { dataset: dataset.id, student: made.id, prompt: uploaded.id }
}
