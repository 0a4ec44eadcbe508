import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { answerTuningGraph, tuningGraph } from '../programs/index.js'
import { createSession, type Session } from '../runtime/index.js'
import { microBatches } from './micro-batches.js'

const OPTIONS = { batchSize: 3, virtualTokens: 5, positions: 60 }
const lengthsOf = fc.array(fc.integer({ min: 1, max: 55 }), { minLength: 1, maxLength: 40 })

describe('the micro-batches of a private sample', () => {
  it('hold every sampled example once, few enough and each with room for its text', () => {
    fc.assert(
      fc.property(lengthsOf, lengths => {
        const sampled = lengths.map((_, i) => i).filter(i => i % 3 !== 1)
        const batches = microBatches(sampled, lengths, OPTIONS)
        expect(batches.flatMap(({ examples }) => examples).sort((a, b) => a - b)).toEqual(sampled)
        for (const { examples, width } of batches) {
          expect(examples.length).toBeLessThanOrEqual(3)
          expect(examples.every(example => lengths[example]! <= width)).toBe(true)
          expect(width + 5).toBeLessThanOrEqual(60)
          if (width + 5 < 60) expect((width + 5) % 16).toBe(0)
        }
      }),
    )
  })

  it('pad an example to the width it has alone, whoever else was sampled', () => {
    fc.assert(
      fc.property(lengthsOf, lengths => {
        const everyone = lengths.map((_, i) => i)
        for (const { examples, width } of microBatches(everyone, lengths, OPTIONS))
          for (const example of examples)
            expect(microBatches([example], lengths, OPTIONS)).toEqual([{ examples: [example], width }])
      }),
    )
  })

  it('of an empty sample are none', () => {
    expect(microBatches([], [4], OPTIONS)).toEqual([])
  })
})

/** Positions of an answer. */
const ANSWER = 4

/** The prompt gradient of one text at place `place` of `rows` texts padded to `width`, behind 5 virtual tokens. */
const gradientAt = async (
  session: Session,
  place: number,
  rows: number,
  width: number,
  dimension: number,
  isAnswers = false,
) => {
  const fill = (each: (text: number, j: number) => number, size: number) =>
    Array.from({ length: rows * size }, (_, i) => {
      const row = Math.floor(i / size)
      return each(row === place ? 0 : row + 1, i % size)
    })
  const lengths = fill(text => width - (text % 3), 1)
  const int32 = (values: number[], shape: number[]) => ({ data: Int32Array.from(values), shape })
  // Answers of 1 to 4 tokens, read at the last positions.
  const several = (each: (text: number, at: number) => number) => fill(each, ANSWER)
  const answers = {
    readout: int32(
      several((text, at) => width - (text % 3) - ANSWER + at),
      [rows, ANSWER],
    ),
    targets: int32(
      several((text, at) => (5 * text + at) % 29),
      [rows, ANSWER],
    ),
    weights: {
      data: Float32Array.from(several((text, at) => (at <= text % ANSWER ? 1 / ((text % ANSWER) + 1) : 0))),
      shape: [rows, ANSWER],
    },
  }
  const { gradient } = await session.run({
    ids: int32(
      fill((text, token) => (7 * text + 3 * token * (text + 1)) % 29, width),
      [rows, width],
    ),
    lengths: int32(lengths, [rows]),
    readout: int32(
      lengths.map(length => length - 1),
      [rows],
    ),
    labels: int32(
      fill(text => text % 2, 1),
      [rows],
    ),
    prompt: {
      data: Float32Array.from(fill((_, j) => Math.sin(1.7 * j), dimension)),
      shape: [rows, 5, dimension / 5],
    },
    ...(isAnswers && answers),
  })
  return (gradient!.data as Float32Array).slice(place * dimension, (place + 1) * dimension)
}

describe.each(Object.entries(TINY_CONFIGS))('a micro-batch of %s, padded so', (_, raw) => {
  it.each([
    [1, false],
    [2, false],
    [1, true],
  ])(
    'gives an example the bits it has alone, wherever it stands, on %d threads, blocks computed again: %s',
    async (threads, recompute) => {
      const directory = await mkdtemp(join(tmpdir(), 'promptpost-micro-'))
      const model = await writeTinyModel(directory, raw)
      const options = { virtualTokens: 5, columns: [3, 4], wordCounts: [1, 1], perExample: true, recompute }
      const session = await createSession(tuningGraph(model, options), { threads })
      const dimension = 5 * model.config.width
      for (const width of [11, 27]) {
        const alone = await gradientAt(session, 0, 1, width, dimension)
        for (const rows of [3, 17]) {
          for (let place = 0; place < rows; place++)
            expect(await gradientAt(session, place, rows, width, dimension)).toEqual(alone)
        }
      }
      await session.dispose()
      await rm(directory, { recursive: true })
    },
  )

  it.runIf(raw.model_type !== 'bert' && raw.model_type !== 'roberta').each([1, 2])(
    'gives an example with an answer of several tokens the bits it has alone, on %d threads',
    async threads => {
      const directory = await mkdtemp(join(tmpdir(), 'promptpost-micro-'))
      const model = await writeTinyModel(directory, raw)
      const graph = answerTuningGraph(model, { virtualTokens: 5, perExample: true })
      const session = await createSession(graph, { threads })
      const dimension = 5 * model.config.width
      for (const width of [11, 27]) {
        const alone = await gradientAt(session, 0, 1, width, dimension, true)
        // A window of four tokens does not reach the prompt from far away.
        if (width === 11) expect(Math.max(...alone.map(Math.abs))).toBeGreaterThan(0)
        for (const rows of [3, 17]) {
          for (let place = 0; place < rows; place++)
            expect(await gradientAt(session, place, rows, width, dimension, true)).toEqual(alone)
        }
      }
      await session.dispose()
      await rm(directory, { recursive: true })
    },
  )
})
