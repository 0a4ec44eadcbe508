/**
 * A prompt goes from a student to a model, and from there to a deeper one that the student knows nothing of: real models, real
 * jobs, no client in the second step.
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distil, modelDigest, openWorkbench, tuneWith, writeSoftPrompt } from '@promptpost/engine/post'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from './support/service.js'

const SHIPPED = join(REPOSITORY, 'examples/reviews-gpt2')
const WORDS = ['a quiet film', 'the worst plot of the year', 'charming actors', 'dull and long']
const TEXTS = Array.from(
  { length: 60 },
  (_, i) => `${WORDS[i % 4]} and ${WORDS[(i * 3 + 1) % 4]} , seen ${i} times .`,
)
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

let service: Service
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-migration-'))
  const quick = { steps: 2, batchTokens: 256, seed: 1 }
  cpSync(SHIPPED, join(folder, 'models/large'), { recursive: true })
  // The older model is a shallower one of the same width and tokenizer.
  await distil({
    modelDirectory: SHIPPED,
    outDirectory: join(folder, 'models/older'),
    texts: TEXTS,
    layers: 3,
    ...quick,
  })
  service = await startService({}, join(folder, 'models'))
}, 180_000)

afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('brings a transferred prompt on to a newer model', { timeout: 300_000 }, async () => {
  const { provider, client } = service
  const older = await provider.models.create({ name: 'older' })
  const large = await provider.models.create({ name: 'large' })
  expect(large.config.layers).toBeGreaterThan(older.config.layers!)
  const texts = await provider.datasets.create({ name: 'texts', purpose: 'public', texts: TEXTS })
  const made = await provider.students.create({
    model: older.id,
    dataset: texts.id,
    layers: 2,
    steps: 2,
    settings: { batch_tokens: 256 },
  })
  await provider.jobs.wait(made.job!)

  await client.students.download(made.id, join(folder, 'student'))
  const examples = TEXTS.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
  const student = await openWorkbench(join(folder, 'student'))
  const options = { examples, task: TASK, virtualTokens: 4, steps: 5, maxTokens: 32 }
  const { prompt } = await tuneWith(student, options)
  await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 2, heads: 8, kind: 'causal' })
  const uploaded = await client.prompts.upload(join(folder, 'prompt'), { student: made.id })
  const how = { dataset: texts.id, steps: 40, settings: { start: 'prompt', max_tokens: 32 } } as const
  const transfer = await client.transfers.create({ prompt: uploaded.id, ...how })
  await client.jobs.wait(transfer.job)

  const migration = await client.transfers.migrate({ transfer: transfer.id, model: large.id, ...how })
  await client.jobs.wait(migration.job)
  const migrated = await client.transfers.download(migration.id, join(folder, 'migrated'))
  expect(migrated).toMatchObject({ model: large.id, student: made.id, migrated_from: transfer.id })
  const { held_out_loss: loss } = migrated.facts as { held_out_loss: { before: number; after: number } }
  expect(loss.after).toBeLessThan(loss.before)
  await client.transfers.download(transfer.id, join(folder, 'transferred'))
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name, 'task.json'), 'utf8'))
  const digest = async (name: string) =>
    modelDigest((await openWorkbench(join(folder, 'models', name))).model)
  expect(read('transferred').model).toBe(await digest('older'))
  expect(read('migrated').model).toBe(await digest('large'))
  expect(read('migrated').lineage).toMatchObject({ method: 'transfer', from: await digest('older') })

  const prediction = await client.predictions.create({ transfer: migration.id, texts: TEXTS.slice(0, 4) })
  await client.jobs.wait(prediction.job)
  expect((await client.predictions.get(prediction.id)).results).toHaveLength(4)
})
