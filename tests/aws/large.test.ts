/**
 * What does not fit through a function, which is handed 6 MB at most and answers with no more.
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { type Cloud, startCloud } from './cloud.js'

const MEBIBYTE = 2 ** 20
const LABELS = 1000

let cloud: Cloud
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-large-'))
  cpSync(join(REPOSITORY, 'examples/reviews-gpt2'), join(folder, 'reviews'), { recursive: true })
  cloud = await startCloud()
  await cloud.uploadModels(folder)
}, 120_000)
afterAll(async () => {
  await cloud?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Texts whose lines have about so many bytes in all. */
const textsOf = (bytes: number): string[] =>
  Array.from({ length: Math.ceil(bytes / 20_000) }, (_, i) => `${i} `.repeat(20_000).slice(0, 19_988))

it('takes a data set in parts, and puts them together', { timeout: 120_000 }, async () => {
  const texts = textsOf(9 * MEBIBYTE)
  const { count, id } = await cloud.client.datasets.create({ name: 'large', purpose: 'public', texts })
  expect(count).toBe(texts.length)
  const { data } = await cloud.client.datasets.texts(id, { limit: 1 })
  expect(data).toEqual([{ text: texts[0] }])
})

it('says what it takes, and refuses more before any of it is sent', async () => {
  const { limits } = await cloud.client.service.capabilities()
  expect(limits).toMatchObject({ stream_bytes: 4 * MEBIBYTE, dataset_bytes: 128 * MEBIBYTE })
  const response = await fetch(`${cloud.url}/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cloud.tokens.client}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'dataset',
      name: 'huge',
      purpose: 'public',
      content_type: 'text/plain',
      bytes: limits.dataset_bytes + 1,
      sha256: '0'.repeat(64),
    }),
  })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ code: 'too-large', pointer: '/bytes' })
})

it('has the storage send results that are more than an answer may be', { timeout: 300_000 }, async () => {
  const { provider } = cloud
  const model = await provider.models.create({ name: 'reviews' })
  // Each label has a word of its own, a single token.
  const { vocab } = JSON.parse(readFileSync(join(folder, 'reviews/tokenizer.json'), 'utf8')).model
  const words = Object.keys(vocab).flatMap(token => /^Ġ([a-z]+)$/.exec(token)?.[1] ?? [])
  const verbalizer = Object.fromEntries(words.slice(0, LABELS).map(word => [word, [word]]))
  const texts = Array.from({ length: 300 }, (_, i) => `film ${i}`)
  const task = { template: '{text} It was', verbalizer }
  const { id, job } = await provider.predictions.create({ model: model.id, task, texts })
  await provider.jobs.wait(job)
  const prediction = await provider.predictions.get(id)
  expect(prediction.results).toBeUndefined()
  expect(prediction.files).toMatchObject([{ name: 'predictions.json' }])
  expect(prediction.files[0]!.size).toBeGreaterThan(4 * MEBIBYTE)
  const results = await provider.predictions.results(id)
  expect(results).toHaveLength(texts.length)
  expect(results![0]!.scores).toHaveLength(LABELS)
})
