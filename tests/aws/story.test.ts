/**
 * The whole story twice: on one machine, and through the deployed functions with jobs on machines of their own, divided where they
 * can be. With the same seeds
 * the student, the prompt and the predictions are the same to the last byte. The storage lets each role do what the stack's policies
 * let it.
 * @module
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { PromptPost } from 'promptpost/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from '../support/service.js'
import { TEXTS, tuneSmallPrompt } from '../support/small-story.js'
import { type Cloud, startCloud } from './cloud.js'
import { watchRights } from './rights.js'

const CLI = join(REPOSITORY, 'sdk/dist/cli/main.js')
let folder: string
let local: Service
let cloud: Cloud
const watch = watchRights()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-story-'))
  mkdirSync(join(folder, 'models'))
  cpSync(join(REPOSITORY, 'examples/reviews-gpt2'), join(folder, 'models/reviews'), { recursive: true })
  local = await startService({}, join(folder, 'models'))
  cloud = await startCloud({ rights: watch.rights })
  await cloud.uploadModels(join(folder, 'models'))
}, 120_000)
afterAll(async () => {
  await local?.stop()
  await cloud?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const digests = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map(name => [
        name,
        createHash('sha256')
          .update(readFileSync(join(directory, name)))
          .digest('hex'),
      ]),
  )

/** Provider and client, from a model and texts to predictions; gives digests of all that came down. */
const story = async (provider: PromptPost, client: PromptPost, place: string, shards: number) => {
  const model = await provider.models.create({ name: 'reviews' })
  const { dataset, prompt } = await tuneSmallPrompt({ provider, client, model: model.id }, place, 6)
  const transfer = await client.transfers.create({
    prompt,
    dataset,
    steps: 20,
    seed: 3,
    settings: { max_tokens: 32 },
    shards,
  })
  await client.jobs.wait(transfer.job)
  await client.transfers.download(transfer.id, join(place, 'transferred'))
  const prediction = await client.predictions.create({ transfer: transfer.id, texts: TEXTS, shards })
  await client.jobs.wait(prediction.job)
  const { results } = await client.predictions.get(prediction.id)
  return {
    student: digests(join(place, 'student')),
    prompt: digests(join(place, 'prompt')),
    transferred: digests(join(place, 'transferred')),
    results,
    model: { config: model.config, files: model.sha256 },
  }
}

it('gives the same bytes on AWS as on one machine', { timeout: 300_000 }, async () => {
  const [here, there] = await Promise.all([
    story(local.provider, local.client, join(folder, 'local'), 1),
    story(cloud.provider, cloud.client, join(folder, 'cloud'), 3),
  ])
  expect(there).toEqual(here)
  expect(there.results).toHaveLength(TEXTS.length)
  // All of it with the rights that the stack gives.
  expect(watch.refused).toEqual([])
  expect([...watch.counts.keys()].sort()).toEqual(['api', 'batch-events', 'reconciler', 'worker'])
})

it('is checked by doctor, with a job on a machine of its own, and nothing is left', {
  timeout: 120_000,
}, async () => {
  const before = (await cloud.client.jobs.list().page()).data.length
  const child = spawn(process.execPath, [CLI, 'doctor', '--remote', '--device', 'cpu', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PROMPTPOST_URL: cloud.url, PROMPTPOST_TOKEN: cloud.tokens.client },
  })
  const [report] = await Promise.all([json(child.stdout), once(child, 'close')])
  expect(report).toMatchObject({ ok: true, job: { device: 'cpu' } })
  expect(child.exitCode).toBe(0)
  expect((await cloud.client.jobs.list().page()).data).toHaveLength(before)
})
