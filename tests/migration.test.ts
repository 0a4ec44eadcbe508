/**
 * A prompt goes from a student to a model, and from there to a deeper one that the student knows nothing of: real models, real
 * jobs, no client in the second step.
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { distil, modelDigest, openWorkbench } from '@promptpost/engine/post'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from './support/service.js'
import { TEXTS, tuneSmallPrompt } from './support/small-story.js'

const SHIPPED = join(REPOSITORY, 'examples/reviews-gpt2')
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
  const { dataset, student, prompt } = await tuneSmallPrompt({ provider, client, model: older.id }, folder, 2)
  const how = { dataset, steps: 40, settings: { start: 'prompt', max_tokens: 32 } } as const
  const transfer = await client.transfers.create({ prompt, ...how })
  await client.jobs.wait(transfer.job)

  const migration = await client.transfers.migrate({ transfer: transfer.id, model: large.id, ...how })
  await client.jobs.wait(migration.job)
  const migrated = await client.transfers.download(migration.id, join(folder, 'migrated'))
  expect(migrated).toMatchObject({ model: large.id, student, migrated_from: transfer.id })
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
