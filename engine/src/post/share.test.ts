import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { type Batch, createRandom, type EncodedText } from '../text/index.js'
import { evaluationBatches, readoutLogits, readoutRows, textsOf } from './readout-runner.js'
import { batchesOf } from './share.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-share-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const batch = (rows: number, width: number, first: number): Batch => ({
  ids: new Int32Array(0),
  lengths: new Int32Array(0),
  readout: new Int32Array(0),
  examples: Array.from({ length: rows }, (_, i) => first + i),
  rows,
  width,
})

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const sizeOf = ({ rows, width }: Batch): number => rows * width

describe('shares of work', () => {
  it('are whole batches, each in one share, and about as much for everyone', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 512 })), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 64 }), (sizes, count) => {
        const batches = sizes.map(([rows, width], i) => batch(rows, width, i * 64))
        const shares = Array.from({ length: count }, (_, index) => batchesOf(batches, { index, count }))
        expect(shares.flat().sort((a, b) => a.examples[0]! - b.examples[0]!)).toEqual(batches)
        for (const share of shares) expect(share).toEqual(batches.filter(each => share.includes(each)))
        // The bound of list scheduling (Graham 1966).
        const loads = shares.map(share => sum(share.map(sizeOf)))
        const all = batches.map(sizeOf)
        expect(Math.max(...loads)).toBeLessThanOrEqual(
          sum(all) / count + Math.max(0, ...all) * (1 - 1 / count) + 1e-6,
        )
      }),
    )
  })

  it.each(Object.entries(TINY_CONFIGS))('together have every bit of the whole: %s', async (name, config) => {
    const model = await writeTinyModel(await mkdtemp(join(folder, name)), config)
    const random = createRandom(3)
    const encoded: EncodedText[] = Array.from({ length: 150 }, () => {
      const length = 1 + random.integer(20)
      const readout = model.config.kind === 'masked' ? random.integer(length) : length - 1
      return { ids: Array.from({ length }, () => random.integer(31)), readout }
    })
    expect(evaluationBatches(encoded).length).toBeGreaterThan(2)
    const request = { model, encoded, stage: 'test', threads: 1 }
    const whole = await readoutLogits(request)
    const width = model.config.vocabularySize
    for (const count of [1, 2, 3, 7]) {
      const merged = new Float32Array(whole.length).fill(Number.NaN)
      for (let index = 0; index < count; index++) {
        const { texts, logits } = await readoutRows(request, { index, count })
        expect(texts).toEqual(textsOf(encoded, { index, count }))
        texts.forEach((text, row) => {
          merged.set(logits.subarray(row * width, (row + 1) * width), text * width)
        })
      }
      expect(Buffer.from(merged.buffer).equals(Buffer.from(whole.buffer))).toBe(true)
    }
  })
})
