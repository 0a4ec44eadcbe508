/**
 * Decoding with kept keys and values against running the whole text at every token.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Model, openModel } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { logitsGraph } from '../programs/index.js'
import { createSession } from '../runtime/index.js'
import { repositoryPath } from '../testing/shared.js'
import { createRandom } from '../text/index.js'
import { argmax } from './choose.js'
import { continueGreedily, type Decoder, openDecoder } from './index.js'

type Prompt = { values: Float32Array; virtualTokens: number }

const random = createRandom(5)
const textsOf = (lengths: readonly number[], vocabulary: number): number[][] =>
  lengths.map(length => Array.from({ length }, () => random.integer(vocabulary)))
const promptOf = (model: Model, virtualTokens: number): Prompt => ({
  virtualTokens,
  values: Float32Array.from({ length: virtualTokens * model.config.width }, () => random.normal()),
})

/** The likeliest tokens, the whole text read again for each. */
const uncached = async (
  model: Model,
  texts: readonly number[][],
  count: number,
  prompt?: Prompt,
): Promise<number[][]> => {
  const session = await createSession(logitsGraph(model, { virtualTokens: prompt?.virtualTokens ?? 0 }), {
    threads: 1,
  })
  const found: number[][] = []
  for (const text of texts) {
    const all = [...text]
    while (all.length < text.length + count) {
      const { logits } = await session.run({
        ids: { data: Int32Array.from(all), shape: [1, all.length] },
        readout: { data: Int32Array.of(all.length - 1), shape: [1] },
        ...(prompt && {
          prompt: { data: prompt.values, shape: [prompt.virtualTokens, model.config.width] },
        }),
      })
      all.push(argmax(logits!.data as Float32Array))
    }
    found.push(all.slice(text.length))
  }
  await session.dispose()
  return found
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-decoder-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const causal = Object.entries(TINY_CONFIGS).filter(([name]) => name !== 'bert' && name !== 'roberta')

describe.each(causal)('%s', (name, config) => {
  let model: Model
  let decoder: Decoder
  beforeAll(async () => {
    model = await writeTinyModel(await mkdtemp(join(folder, name)), config)
    decoder = await openDecoder(model, { threads: 1 })
  })
  afterAll(() => decoder.dispose())
  const NEW = 9

  it.each([0, 4])('continues texts behind %d virtual tokens as without a cache', async virtualTokens => {
    const prompt = virtualTokens > 0 ? promptOf(model, virtualTokens) : undefined
    const texts = textsOf([7, 1, 12, 3, 12, 20, 2], model.config.vocabularySize)
    const state = await decoder.prepare(prompt)
    const together = await decoder.decode(texts, { maxNewTokens: NEW, state })
    expect(together.map(({ ids }) => ids)).toEqual(await uncached(model, texts, NEW, prompt))
    const [alone] = await decoder.decode([texts[3]!], { maxNewTokens: NEW, state })
    expect(alone).toEqual(together[3])
  })

  it('ends a text at a stop id, and goes on with the others as if it were not there', async () => {
    const texts = textsOf([5, 9, 2, 4, 11, 6], model.config.vocabularySize)
    const whole = await decoder.decode(texts, { maxNewTokens: NEW })
    expect(whole.every(({ ids, isEnded }) => ids.length === NEW && !isEnded)).toBe(true)
    const stop = whole[1]!.ids[3]!
    const stopped = await decoder.decode(texts, { maxNewTokens: NEW, stopIds: [stop] })
    stopped.forEach(({ ids, isEnded }, i) => {
      const at = whole[i]!.ids.indexOf(stop)
      expect({ ids, isEnded }).toEqual({
        ids: at < 0 ? whole[i]!.ids : whole[i]!.ids.slice(0, at),
        isEnded: at >= 0,
      })
    })
    expect(new Set(stopped.map(({ ids }) => ids.length)).size).toBeGreaterThan(1)
  })

  it('takes a text that leads to the last position, padding or not', async () => {
    const texts = textsOf([55, 3], model.config.vocabularySize)
    const found = await decoder.decode(texts, { maxNewTokens: 10 })
    expect(found.map(({ ids }) => ids)).toEqual(await uncached(model, texts, 10))
    await expect(decoder.decode(texts, { maxNewTokens: 11 })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'maxNewTokens',
      value: 65,
    })
  })
})

describe('a decoder', () => {
  let decoder: Decoder
  beforeAll(async () => {
    const directory = await mkdtemp(join(folder, 'one'))
    decoder = await openDecoder(await writeTinyModel(directory, TINY_CONFIGS.gpt2), { threads: 1 })
  })
  afterAll(() => decoder.dispose())

  it('draws the same tokens for the same seed, and others for another', async () => {
    const texts = textsOf([7, 1, 12, 3], 31)
    const draw = async (seed: number, temperature = 1) =>
      (await decoder.decode(texts, { maxNewTokens: 20, sampling: { seed, temperature } })).map(
        ({ ids }) => ids,
      )
    const first = await draw(1)
    expect(await draw(1)).toEqual(first)
    expect(await draw(2)).not.toEqual(first)
    // What is drawn for a text does not depend on how long the others are.
    const others = [texts[0]!, ...textsOf([3, 2, 9], 31)]
    const [again] = await decoder.decode(others, { maxNewTokens: 20, sampling: { seed: 1 } })
    expect(again!.ids).toEqual(first[0])
    // Cold draws are the likeliest tokens.
    const likeliest = await decoder.decode(texts, { maxNewTokens: 20 })
    expect(await draw(1, 1e-6)).toEqual(likeliest.map(({ ids }) => ids))
  })

  it('cuts many texts into batches, says how many are finished, and stops when it is told', async () => {
    const texts = textsOf(
      Array.from({ length: 70 }, (_, i) => 1 + (i % 9)),
      31,
    )
    const finished: number[] = []
    const onStep = async (done: number) => {
      finished.push(done)
    }
    const found = await decoder.decode(texts, { maxNewTokens: 3, onStep })
    expect(finished).toEqual([0, 0, 32, 32, 32, 64, 64, 64, 70])
    const alone = await decoder.decode([texts[44]!], { maxNewTokens: 3 })
    expect(found[44]).toEqual(alone[0])
    const stop = async (): Promise<void> => {
      throw new Error('enough')
    }
    await expect(decoder.decode(texts, { maxNewTokens: 3, onStep: stop })).rejects.toThrow('enough')
  })

  it.each([
    ['ids', [[]], { maxNewTokens: 3 }],
    ['ids', [[31]], { maxNewTokens: 3 }],
    ['maxNewTokens', [[1]], { maxNewTokens: 0 }],
    ['sampling.temperature', [[1]], { maxNewTokens: 3, sampling: { temperature: 0 } }],
    ['sampling.topP', [[1]], { maxNewTokens: 3, sampling: { topP: 1.1 } }],
  ])('refuses %s %j with %j', async (field, texts, options) => {
    await expect(decoder.decode(texts, options)).rejects.toMatchObject({ code: 'invalid-argument', field })
  })

  it('is not for models that read both ways', async () => {
    const model = await writeTinyModel(await mkdtemp(join(folder, 'masked')), TINY_CONFIGS.bert)
    await expect(openDecoder(model)).rejects.toMatchObject({ code: 'invalid-argument', field: 'model' })
  })
})

it('continues a text with the shipped model as without a cache, and knows its first token', async () => {
  const model = await openModel(repositoryPath('examples', 'reviews-gpt2'))
  const prompt = { virtualTokens: 5, values: promptOf(model, 5).values.map(value => value / 10) }
  const [text] = textsOf([30], model.config.vocabularySize)
  const found = await continueGreedily(model, text!, { maxNewTokens: 12, prompt, threads: 1 })
  expect([found.ids]).toEqual(await uncached(model, [text!], 12, prompt))
  expect(argmax(found.firstLogProbabilities)).toBe(found.ids[0])
  expect(found.firstLogProbabilities.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 9)
})
