import { join, resolve } from 'node:path'
import { openWorkbench, predictWith, type SoftPrompt, type Workbench } from '@promptpost/engine/post'
import { beforeAll, describe, expect, it } from 'vitest'
import { classScores, predictWithOffset } from './offset.js'

const MODEL = resolve(import.meta.dirname, '../../..', join('examples', 'reviews-gpt2'))
const TEXTS = ['a film of great warmth', 'the company was founded in 1920', 'he played for the city']
const TASK = {
  template: '{text} It is a',
  verbalizer: { company: ['company', 'business'], film: ['film'], player: ['player', 'man', 'star'] },
}

let model: Workbench
let prompt: SoftPrompt
beforeAll(async () => {
  model = await openWorkbench(MODEL)
  const { width } = model.model.config
  const values = Float32Array.from({ length: 4 * width }, (_, i) => Math.sin(i) * 0.1)
  prompt = { values, virtualTokens: 4, width, task: TASK, model: model.digest, lineage: {} }
})

describe('the logit offset', () => {
  const options = { maxTokens: 64 }

  it('is the large model alone at beta 0, words weighed as in a prediction', async () => {
    const plain = await predictWith(model, { task: TASK, texts: TEXTS, ...options })
    const shifted = await predictWithOffset(model, model, prompt, TEXTS, { beta: 0, ...options })
    shifted.forEach(({ label, scores }, i) => {
      expect(label).toBe(plain[i]!.label)
      for (const [k, score] of scores.entries()) expect(score).toBeCloseTo(plain[i]!.scores[k]!, 6)
    })
  })

  it('is the prompted student at beta 1 when the student is the large model', async () => {
    const prompted = await predictWith(model, { prompt, texts: TEXTS, ...options })
    const shifted = await predictWithOffset(model, model, prompt, TEXTS, { beta: 1, ...options })
    shifted.forEach(({ scores }, i) => {
      for (const [k, score] of scores.entries()) expect(score).toBeCloseTo(prompted[i]!.scores[k]!, 5)
    })
  })
})

describe('scores of classes', () => {
  it('are the log of the mean probability of their words, or their mean logit', () => {
    const words = [1, 2, 3, 4, 5, 6]
    const mean = Math.log((Math.exp(4) + Math.exp(5) + Math.exp(6)) / 3)
    expect(classScores(words, TASK)[2]).toBeCloseTo(mean, 12)
    expect(classScores(words, { ...TASK, scoring: 'mean-logit' })).toEqual([1.5, 3, 5])
  })
})
