/** What is drawn for a batch: reproducible, of the batch's real tokens, in the share that was asked for. */
import { beforeAll, describe, expect, it } from 'vitest'
import { repositoryPath } from '../../testing/shared.js'
import { createRandom } from '../../text/index.js'
import { openWorkbench, type Workbench } from '../workbench.js'
import type { TokenBatch } from './corpus.js'
import { languageTargets } from './language-targets.js'
import { proxyPrompt, sampleTargets } from './sampled.js'

let workbench: Workbench
beforeAll(async () => {
  workbench = await openWorkbench(repositoryPath('examples', 'reviews-gpt2'))
})

const LENGTHS = [8, 3, 5]
const BATCH: TokenBatch = {
  ids: Int32Array.from({ length: 24 }, (_, i) => i + 10),
  lengths: Int32Array.from(LENGTHS),
  ...{ rows: 3, width: 8, tokens: 16 },
}

describe('targets at some positions', () => {
  const all = () => languageTargets(BATCH, 'causal', workbench.tokenizer, createRandom(1))

  it('are so many, of real tokens alone, ascending, each as in the whole', () => {
    const { targets } = all()
    for (const [share, count] of [
      [0.25, 4],
      [0.5, 8],
      [1, 16],
      [0.001, 1],
    ] as const) {
      const found = sampleTargets(BATCH, all(), share, createRandom(7))
      const positions = [...found.positions]
      expect(positions).toHaveLength(count)
      expect(new Set(positions).size).toBe(count)
      expect(positions).toEqual(positions.toSorted((a, b) => a - b))
      for (const at of positions) expect(at % 8).toBeLessThan(LENGTHS[Math.floor(at / 8)]!)
      expect([...found.targets]).toEqual(positions.map(at => targets[at]))
    }
  })

  it('weigh 1 together where some has a target, and a last token, which has none, nothing', () => {
    const { positions, targetWeights } = sampleTargets(BATCH, all(), 0.5, createRandom(3))
    expect(targetWeights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
    const isLast = (at: number): boolean => (at % 8) + 1 === LENGTHS[Math.floor(at / 8)]
    positions.forEach((at, i) => {
      expect(targetWeights[i] === 0).toBe(isLast(at))
    })
  })

  it('differ from draw to draw, and not from seed to same seed', () => {
    const draws = (seed: number) => {
      const random = createRandom(seed)
      return [1, 2].map(() => [...sampleTargets(BATCH, all(), 0.25, random).positions])
    }
    expect(draws(1)).toEqual(draws(1))
    expect(draws(1)[0]).not.toEqual(draws(1)[1])
  })
})

describe('a proxy prompt', () => {
  it('is random tokens moved by 0.03 to 1, anew each time, the same from the same seed', async () => {
    const draw = async (): Promise<Float32Array[]> => {
      const random = createRandom(5)
      const prompts: Float32Array[] = []
      for (let i = 0; i < 40; i++) prompts.push(await proxyPrompt(workbench, 4, random))
      return prompts
    }
    const prompts = await draw()
    expect(await draw()).toEqual(prompts)
    for (const prompt of prompts) expect(prompt).toHaveLength(4 * workbench.model.config.width)
    const sizes = prompts.map(prompt => Math.sqrt(prompt.reduce((sum, x) => sum + x * x, 0) / prompt.length))
    expect(Math.min(...sizes)).toBeGreaterThan(0.03)
    expect(Math.max(...sizes)).toBeGreaterThan(0.5)
    expect(Math.max(...sizes)).toBeLessThan(1.2)
    // Even in the logarithm of the move.
    const small = sizes.filter(size => size < Math.sqrt(0.03)).length
    expect(small).toBeGreaterThan(8)
    expect(small).toBeLessThan(32)
  })
})
