/**
 * A provider without a GPU lets its transfers compute with weights of eight bits: the prompt is the one that a transfer by hand makes so,
 * bit for bit, and another than with weights as they are.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, readSoftPrompt, transferWith, writeSoftPrompt } from '@promptpost/engine/post'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from './support/service.js'
import { TEXTS, tuneSmallPrompt } from './support/small-story.js'

let service: Service
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-eight-bits-'))
  service = await startService({ PROMPTPOST_WEIGHTS: 'int8' })
}, 180_000)

afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

const tensor = (name: string): Buffer => readFileSync(join(folder, name, 'adapter_model.safetensors'))

it('transfers with weights of eight bits', { timeout: 300_000 }, async () => {
  const { provider, client } = service
  const model = await provider.models.create({ name: 'reviews-gpt2' })
  const { dataset, prompt } = await tuneSmallPrompt({ provider, client, model: model.id }, folder, 2)
  const settings = { start: 'prompt', max_tokens: 32 } as const
  const made = await client.transfers.create({ prompt, dataset, steps: 3, seed: 5, settings })
  await client.jobs.wait(made.job)
  await client.transfers.download(made.id, join(folder, 'served'))

  const target = await openWorkbench(join(REPOSITORY, 'examples/reviews-gpt2'))
  const student = await openWorkbench(join(folder, 'student'))
  const options = {
    ...{ prompt: await readSoftPrompt(join(folder, 'prompt')), publicTexts: TEXTS },
    start: 'prompt' as const,
    ...{ maxTokens: 32, steps: 3, seed: 5 },
  }
  const { layers, heads, kind } = target.model.config
  for (const [name, weights] of [
    ['eight', { weights: 'int8' }],
    ['plain', {}],
  ] as const) {
    const { prompt: moved } = await transferWith(target, student, { ...options, ...weights })
    await writeSoftPrompt(join(folder, name), moved, { layers, heads, kind })
  }
  expect(tensor('served').equals(tensor('eight'))).toBe(true)
  expect(tensor('served').equals(tensor('plain'))).toBe(false)
})
