/**
 * What the service says a job will take, against the counts of the bench and the engine's own defaults.
 * @module
 */
import { parseConfig } from '@promptpost/engine/models'
import { DISTIL_DEFAULTS, TRANSFER_DEFAULTS } from '@promptpost/engine/post'
import { describe, expect, it } from 'vitest'
import { distilStepFlops, promptStepFlops, textPass } from '../../api/src/estimate/flops.js'
import { type Shape, shapeOf } from '../../api/src/estimate/shape.js'
import { ENGINE_DEFAULTS } from '../../api/src/estimate/work.js'
import { CHECK_EVERY, MOST_STEPS } from '../../engine/src/post/transfer/pace.js'
import { CASES } from '../bench/cases.js'
import { countFlops } from '../bench/flops.js'
import { gpt2Config } from '../bench/random-model.js'

const shape = (layers: number, width: number, heads: number, vocabulary: number): Shape =>
  shapeOf({
    model_type: 'gpt2',
    layers,
    hidden_size: width,
    heads,
    vocabulary_size: vocabulary,
    max_positions: 512,
  }) as Shape

describe('operations of a step', () => {
  it.each(CASES.map(one => [one.name, one] as const))('are those of the bench: %s', (_, one) => {
    const { batch, tokens, virtualTokens: n, kind } = one
    const model = one.model!
    const large = shape(model.layers, model.width, model.heads, model.vocabulary)
    const { actual } = countFlops(one, parseConfig(gpt2Config(model), 'config.json').config)
    if (kind === 'distillation') {
      const rows = batch * (n + tokens)
      const pass = { rows, pairs: rows * (n + tokens), head: [rows, model.vocabulary] as const }
      return expect(distilStepFlops(large, one.studentLayers, pass)).toBe(actual)
    }
    const columns = kind === 'transfer' ? model.vocabulary : 2
    const isCausal = kind !== 'per-example'
    expect(promptStepFlops(large, textPass({ isCausal }, batch, tokens, n, columns))).toBe(actual)
  })
})

describe('defaults', () => {
  it('are the engine’s', () => {
    const { distil, transfer, mostSteps, checkEvery } = ENGINE_DEFAULTS
    expect(DISTIL_DEFAULTS).toMatchObject(distil)
    expect(TRANSFER_DEFAULTS).toMatchObject(transfer)
    expect([mostSteps, checkEvery]).toEqual([MOST_STEPS, CHECK_EVERY])
  })
})
