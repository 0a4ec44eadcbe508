/**
 * Distillation text: nothing lost, nothing across documents, shuffled by the seed, little padding.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath } from '../../testing/shared.js'
import { createRandom, loadTokenizer, type TextTokenizer } from '../../text/index.js'
import { createBatchStream, cutSequences } from './corpus.js'

let tokenizer: TextTokenizer
beforeAll(async () => {
  tokenizer = await loadTokenizer(repositoryPath('examples', 'reviews-gpt2'))
})

const TEXTS = Array.from({ length: 60 }, (_, i) => `number ${i} ${'is a fine film '.repeat(1 + (i % 9))}`)

describe('cutSequences', () => {
  it('keeps every token, in order, and cuts documents apart', () => {
    const sequences = cutSequences(tokenizer, TEXTS, 8)
    const long = TEXTS.map(text => tokenizer.withSpecialTokens(tokenizer.encode(text)))
    // Only a last piece of fewer than four tokens may be missing.
    const kept = long.flatMap(ids =>
      ids.slice(0, ids.length % 8 < 4 ? ids.length - (ids.length % 8) : ids.length),
    )
    expect(sequences.flat()).toEqual(kept)
    expect(Math.max(...sequences.map(s => s.length))).toBe(8)
  })

  it('refuses texts without anything to learn from', () => {
    expect(() => cutSequences(tokenizer, ['', 'a'], 8)).toThrow(/no text to distil on/)
  })
})

describe('createBatchStream', () => {
  const plan = (seed: number) => {
    const sequences = cutSequences(tokenizer, TEXTS, 64)
    return { sequences, batches: createBatchStream(sequences, 128, 0).plan(createRandom(seed)) }
  }

  it('visits every sequence once a pass, in an order of the seed', () => {
    const { sequences, batches } = plan(1)
    expect(batches.flat().sort((a, b) => a - b)).toEqual(sequences.map((_, i) => i))
    expect(batches).toEqual(plan(1).batches)
    expect(batches).not.toEqual(plan(2).batches)
    expect(batches.flat()).not.toEqual([...batches.flat()].sort((a, b) => a - b))
  })

  it('pads little, and says what is real', () => {
    const { sequences, batches } = plan(1)
    const { assemble } = createBatchStream(sequences, 128, 7)
    let [real, padded] = [0, 0]
    for (const members of batches) {
      const { ids, lengths, rows, width, tokens } = assemble(members)
      expect(ids).toHaveLength(rows * width)
      members.forEach((member, row) => {
        const sequence = sequences[member]!
        expect(lengths[row]).toBe(sequence.length)
        const filled = [...sequence, ...Array<number>(width - sequence.length).fill(7)]
        expect([...ids.subarray(row * width, (row + 1) * width)]).toEqual(filled)
      })
      real += tokens
      padded += rows * width
    }
    expect(real).toBe(sequences.flat().length)
    expect(real / padded).toBeGreaterThan(0.75)
  })
})
