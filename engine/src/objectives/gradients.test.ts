/**
 * Gradients of the losses against finite differences, in float64.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { constant, createGraph, gradients, input, setOutputs } from '../graph/index.js'
import { buildCase, type CaseInput, indices, type OperatorCase, real } from '../graph/testing/case.js'
import { numericalGradient } from '../graph/testing/finite-differences.js'
import { interpret } from '../graph/testing/interpreter.js'
import {
  answerLoss,
  classScores,
  crossEntropy,
  languageModelLoss,
  temperedDivergence,
  transferLoss,
} from './index.js'
import { distillationDefinition } from './testing/distillation-definition.js'

describe('gradients of the losses', () => {
  const matrix = real(['B', 5])
  const loss = (note: string, inputs: readonly CaseInput[], build: OperatorCase['build']): OperatorCase => ({
    op: 'objective',
    note,
    inputs,
    build,
  })
  const losses = [
    loss('classification', [matrix, indices(['B'], 2)], (logits, labels) =>
      crossEntropy(classScores(logits, [3, 2]), labels),
    ),
    loss('language modelling', [matrix, indices(['B'], 5), real(['B'], 'positive')], languageModelLoss),
    loss('answers', [real(['B*T', 5]), indices(['B', 'T'], 5), real(['B', 'T'], 'positive')], answerLoss),
    loss('divergence', [matrix, matrix], (a, b) => temperedDivergence(a, b)),
    loss(
      'distillation',
      [matrix, matrix, matrix, matrix, real(['B'], 'positive'), indices(['B'], 5)],
      (a, b, c, d, w, i) =>
        distillationDefinition({
          teacherLogits: a,
          studentLogits: b,
          teacherHidden: c,
          studentHidden: d,
          tokenWeights: w,
          targets: i,
          targetWeights: w,
        }).loss,
    ),
    loss(
      'transfer',
      [matrix, matrix, matrix, matrix, real([], 'positive')],
      (a, b, c, d, alpha) =>
        transferLoss({ prompted: a, target: b, studentPrompted: c, student: d }, { alpha }).loss,
    ),
    loss(
      'transfer at the positions of answers',
      [matrix, matrix, matrix, matrix, real([], 'positive'), real(['B'], 'positive')],
      (a, b, c, d, share, rows) =>
        transferLoss(
          { prompted: a, target: b, studentPrompted: c, student: d },
          { alpha: share, omega: share, rows },
        ).loss,
    ),
  ]

  it.each(losses.map(item => [item.note, item] as const))('of %s are right', (_note, item) => {
    const differentiated = buildCase(item, 'float64', true)
    const results = interpret(differentiated.graph, differentiated.feeds)
    const forward = buildCase(item, 'float64', false)
    expect(differentiated.gradients.size).toBeGreaterThan(0)
    for (const [name, output] of differentiated.gradients) {
      const expected = numericalGradient(forward, name, differentiated.feeds)
      expected.forEach((value, i) => {
        expect(Math.abs(results[output]!.data[i]! - value) / (1 + Math.abs(value))).toBeLessThan(1e-8)
      })
    }
  })

  it('of rows of weight zero are zero', () => {
    const graph = createGraph('padding')
    const logits = input(graph, 'logits', 'float64', ['B', 4])
    const targets = input(graph, 'targets', 'int32', ['B'])
    const weights = input(graph, 'weights', 'float64', ['B'])
    const value = languageModelLoss(logits, targets, weights)
    const [gradient] = gradients(graph, [{ value, cotangent: constant(graph, 'float64', 1) }], [logits])
    setOutputs(graph, { gradient: gradient! })
    const found = interpret(graph, {
      logits: { shape: [3, 4], data: Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
      targets: { shape: [3], data: [1, 3, 0] },
      weights: { shape: [3], data: [1, 0, 1] },
    })
    expect(found.gradient!.data.slice(4, 8).map(Math.abs)).toEqual([0, 0, 0, 0])
    expect(found.gradient!.data[0]).not.toBe(0)
  })
})
