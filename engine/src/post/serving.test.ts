/**
 * A served prediction is the plain one: every family, prompts of different lengths and none in one run.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { repositoryPath } from '../testing/shared.js'
import { createRandom, type EncodedText } from '../text/index.js'
import {
  openServing,
  openWorkbench,
  type PromptState,
  type PromptValues,
  predictWith,
  readoutLogits,
} from './index.js'
import { predictionFrom } from './predict.js'
import { resolveTask } from './task.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-serving-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const random = createRandom(7)
const texts = (lengths: readonly number[], masked: boolean): EncodedText[] =>
  lengths.map(length => ({
    ids: Array.from({ length }, () => random.integer(31)),
    readout: masked ? random.integer(length) : length - 1,
  }))
const promptOf = (model: Model, virtualTokens: number): PromptValues => ({
  virtualTokens,
  values: Float32Array.from({ length: virtualTokens * model.config.width }, () => random.next() - 0.5),
})
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))

describe.each(Object.entries(TINY_CONFIGS))('%s', (name, config) => {
  it('gives the logits of the plain path, whatever shares the run', async () => {
    const directory = await mkdtemp(join(folder, name))
    const model = await writeTinyModel(directory, config)
    const masked = model.config.kind === 'masked'
    const prompts = [promptOf(model, 5), undefined, promptOf(model, 2)]
    const tasks = [[3, 9], [4], [9, 30, 3]]
    const encoded = texts([7, 1, 12, 3, 9, 20, 2, 5, 6], masked)
    const serving = await openServing(model, { threads: 1 })
    try {
      const states: PromptState[] = []
      for (const prompt of prompts) states.push(await serving.prepare(prompt))
      const served = await serving.logits(
        encoded.map((text, i) => ({ encoded: text, state: states[i % 3]!, columns: tasks[(i + 1) % 3]! })),
      )
      for (const [i, text] of encoded.entries()) {
        const prompt = prompts[i % 3]
        const plain = await readoutLogits({
          model,
          ...(prompt && { prompt }),
          encoded: [text],
          columns: tasks[(i + 1) % 3]!,
          stage: 'predict',
          threads: 1,
        })
        expect(served[i]).toHaveLength(plain.length)
        expect(worst(plain, served[i]!)).toBeLessThan(1e-5)
        const alone = await serving.logits([
          { encoded: text, state: states[i % 3]!, columns: tasks[(i + 1) % 3]! },
        ])
        expect(worst(alone[0]!, served[i]!)).toBeLessThan(1e-5)
      }
      // Without its prompt a text has other logits: the comparison could fail.
      const [bare] = await serving.logits([{ encoded: encoded[0]!, state: states[1]!, columns: tasks[1]! }])
      expect(worst(bare!, served[0]!)).toBeGreaterThan(1e-3)
    } finally {
      await serving.dispose()
    }
  })
})

it.each(['gpt2', 'bert'] as const)('%s takes a text that fills it, padding or not', async name => {
  const model = await writeTinyModel(await mkdtemp(join(folder, 'full')), TINY_CONFIGS[name])
  const [long, short] = texts([43, 3], false)
  const prompt = promptOf(model, 21)
  const serving = await openServing(model, { threads: 1 })
  const state = await serving.prepare(prompt)
  const served = await serving.logits([long!, short!].map(encoded => ({ encoded, state, columns: [1, 2] })))
  await serving.dispose()
  const request = { model, prompt, columns: [1, 2], stage: 'predict', threads: 1 }
  const plain = await readoutLogits({ ...request, encoded: [long!, short!] })
  expect(worst(plain, [...served[0]!, ...served[1]!])).toBeLessThan(1e-5)
})

it('says of texts with the shipped model what predictWith says', async () => {
  const workbench = await openWorkbench(repositoryPath('examples', 'reviews-gpt2'))
  const { model, tokenizer } = workbench
  const { width } = model.config
  const values = Float32Array.from({ length: 10 * width }, () => (random.next() - 0.5) / 5)
  const task = {
    template: '{text} It was',
    verbalizer: { bad: ['bad', 'terrible'], good: ['good'] },
    scoring: 'mean-logit' as const,
  }
  const prompt = { values, virtualTokens: 10, width, task, model: workbench.digest, lineage: {} }
  const given = ['a quiet film', 'the worst plot, and far too long for what it has to say', 'x', '']
  const plain = await predictWith(workbench, { prompt, texts: given })
  const serving = await openServing(model)
  const state = await serving.prepare(prompt)
  const resolved = resolveTask(tokenizer, task, 'causal', 256)
  const logits = await serving.logits(
    resolved.encode(given).map(encoded => ({ encoded, state, columns: resolved.columns })),
  )
  await serving.dispose()
  const served = logits.map(found => predictionFrom(resolved, found))
  expect(served.map(({ label }) => label)).toEqual(plain.map(({ label }) => label))
  for (const [i, { scores }] of plain.entries()) expect(worst(scores, served[i]!.scores)).toBeLessThan(1e-5)
})
