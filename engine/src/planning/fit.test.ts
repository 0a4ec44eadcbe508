import { describe, expect, it } from 'vitest'
import { fakeModel, TINY_CONFIGS } from '../models/testing/tiny-models.js'
import { tuningGraph } from '../programs/index.js'
import { type FitRequest, fitStep, PROCESS_OVERHEAD } from './fit.js'

const model = fakeModel({ ...TINY_CONFIGS.llama, num_hidden_layers: 12 })
const graphOf = (recompute: boolean) =>
  tuningGraph(model, { virtualTokens: 4, columns: [3, 4], wordCounts: [1, 1], perExample: true, recompute })

const fitted = (memory: number, more: Partial<FitRequest> = {}) =>
  fitStep(graphOf, { memory, batch: 16, tokens: 32, isOnProcessor: true, ...more })

const isAgain = ({ graph }: ReturnType<typeof fitted>): boolean =>
  graph.nodes.filter(({ op }) => op === 'SimplifiedLayerNormalization').length > 2 * 12 + 1

/** Memory a little below what two examples take with all kept. */
const scarce = (): number => {
  let [low, high] = [PROCESS_OVERHEAD, 2 ** 30]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    try {
      if (isAgain(fitted(middle))) low = middle
      else high = middle
    } catch {
      low = middle
    }
  }
  return low
}

describe('tuning in a given memory', () => {
  it('is as it was where all fits', () => {
    const whole = fitted(2 ** 30)
    expect([whole.rows, isAgain(whole)]).toEqual([16, false])
    expect(whole.bytes).toBeGreaterThan(PROCESS_OVERHEAD)
  })

  it('takes the largest micro-batches that fit, and never more than it may', () => {
    const { bytes } = fitted(2 ** 30, { batch: 5 })
    const found = fitted(bytes)
    expect([found.rows, isAgain(found), found.bytes]).toEqual([5, false, bytes])
    expect(fitted(bytes - 1).rows).toBe(4)
  })

  it('computes blocks again where not even two examples fit, and says what is least', () => {
    const memory = scarce()
    const found = fitted(memory)
    expect(isAgain(found)).toBe(true)
    expect(found.rows).toBeGreaterThan(1)
    expect(found.bytes).toBeLessThanOrEqual(memory)
    let least = 0
    try {
      fitted(PROCESS_OVERHEAD)
    } catch (error) {
      const { code, field, next } = error as { code: string; field: string; next: string }
      expect([code, field]).toEqual(['invalid-argument', 'memory'])
      least = Number(/Give (\d+) bytes/.exec(next)![1])
    }
    expect(fitted(least).rows).toBe(1)
    expect(() => fitted(least - 1)).toThrow('too little')
  })

  it('plans a device without the process', () => {
    expect(fitted(8 * 2 ** 30, { isOnProcessor: false }).bytes).toBeGreaterThan(fitted(8 * 2 ** 30).bytes)
  })
})
