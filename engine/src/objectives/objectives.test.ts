/**
 * Losses against their formulas in plain float64.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { createGraph, input, setOutputs, type Value } from '../graph/index.js'
import { interpret } from '../graph/testing/interpreter.js'
import type { Tensor } from '../graph/testing/tensor.js'
import {
  answerLoss,
  classScores,
  crossEntropy,
  DISTILLATION_WEIGHTS,
  languageModelLoss,
  temperedDivergence,
  transferLoss,
} from './index.js'
import { distillationDefinition } from './testing/distillation-definition.js'

type Rows = readonly (readonly number[])[]

const logSoftmax = (row: readonly number[]) => {
  const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0))
  return row.map(value => value - total)
}
const divergence = (a: readonly number[], b: readonly number[], temperature: number) => {
  const [p, q] = [a, b].map(row => logSoftmax(row.map(value => value / temperature))) as [number[], number[]]
  return temperature ** 2 * p.reduce((sum, value, i) => sum + Math.exp(value) * (value - q[i]!), 0)
}
const minus = (a: Rows, b: Rows) => a.map((row, i) => row.map((value, j) => value - b[i]![j]!))
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

const tensor = (values: Rows): Tensor => ({ shape: [values.length, values[0]!.length], data: values.flat() })
const list = (data: readonly number[]): Tensor => ({ shape: [data.length], data })
const scalar = (value: number): Tensor => ({ shape: [], data: [value] })

/** Values of float64 graph outputs, the inputs' shapes taken from the feeds (axis 0 is B, but of what belongs to no example). */
const evaluate = (
  feeds: Readonly<Record<string, Tensor>>,
  build: (inputs: Record<string, Value>) => Record<string, Value>,
): Record<string, readonly number[]> => {
  const graph = createGraph('objective')
  const values = Object.entries(feeds).map(([name, { shape }]) => {
    const integers = name === 'labels' || name === 'targets'
    const ofExamples = name !== 'leaning'
    return [
      name,
      input(
        graph,
        name,
        integers ? 'int32' : 'float64',
        ofExamples ? ['B', ...shape.slice(1)].slice(0, shape.length) : shape,
      ),
    ]
  })
  setOutputs(graph, build(Object.fromEntries(values) as Record<string, Value>))
  return Object.fromEntries(Object.entries(interpret(graph, feeds)).map(([name, { data }]) => [name, data]))
}

const expectClose = (found: readonly number[] | undefined, expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    expect(Math.abs(found![i]! - value)).toBeLessThan(1e-12 * (1 + Math.abs(value)))
  })
}

const A: Rows = [
  [0.3, -1.2, 2.1, 0.4],
  [1.5, 0.2, -0.7, -2.2],
  [-0.1, 0.6, 0.9, 3.1],
]
const B = A.map(row => row.map((value, i) => Math.sin(5 * value + i)))
const C = A.map(row => row.map((value, i) => Math.cos(3 * value - i)))
const D = A.map(row => row.map((value, i) => Math.sin(7 * value + 2 * i)))

describe('classification', () => {
  it('scores a class by the mean probability of its words, up to a constant per example', () => {
    const { y } = evaluate({ logits: tensor(A) }, ({ logits }) => ({ y: classScores(logits!, [1, 3]) }))
    const expected = A.map(row => [row[0]!, Math.log(mean(row.slice(1).map(Math.exp)))])
    expectClose(y, expected.flat())
  })

  it('or by the mean of their logits', () => {
    const { y } = evaluate({ logits: tensor(A) }, ({ logits }) => ({
      y: classScores(logits!, [2, 2], 'mean-logit'),
    }))
    expectClose(
      y,
      A.flatMap(row => [mean(row.slice(0, 2)), mean(row.slice(2))]),
    )
  })

  it('takes the logits themselves where every class has one word', () => {
    const graph = createGraph('words')
    const logits = input(graph, 'logits', 'float32', ['B', 3])
    expect(classScores(logits, [1, 1, 1])).toBe(logits)
  })

  it('has the cross-entropy of each row', () => {
    const feeds = { scores: tensor(A), labels: list([2, 0, 3]) }
    const { y } = evaluate(feeds, ({ scores, labels }) => ({ y: crossEntropy(scores!, labels!) }))
    expectClose(
      y,
      [2, 0, 3].map((label, i) => -logSoftmax(A[i]!)[label]!),
    )
  })
})

describe('tempered divergence', () => {
  it('is temperature squared times the divergence of the softened distributions', () => {
    for (const temperature of [1, 2, 3.5]) {
      const feeds = { a: tensor(A), b: tensor(B) }
      const { y } = evaluate(feeds, ({ a, b }) => ({ y: temperedDivergence(a!, b!, temperature) }))
      expectClose(
        y,
        A.map((row, i) => divergence(row, B[i]!, temperature)),
      )
    }
  })

  it('is zero for equal distributions, whatever is added to the logits, and never negative', () => {
    const shifted = A.map(row => row.map(value => value + 10))
    const feeds = { a: tensor(A), b: tensor(shifted) }
    const { y } = evaluate(feeds, ({ a, b }) => ({ y: temperedDivergence(a!, b!) }))
    for (const value of y!) {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThan(1e-14)
    }
  })
})

describe('language modelling', () => {
  it('is the weighted cross-entropy of the rows that count', () => {
    const feeds = { logits: tensor(A), targets: list([1, 3, 0]), weights: list([0.25, 0, 0.75]) }
    const { y } = evaluate(feeds, ({ logits, targets, weights }) => ({
      y: languageModelLoss(logits!, targets!, weights!),
    }))
    expectClose(y, [-0.25 * logSoftmax(A[0]!)[1]! - 0.75 * logSoftmax(A[2]!)[0]!])
  })
})

describe('answers', () => {
  it('have the cross-entropy of their tokens, weighted', () => {
    const graph = createGraph('answers')
    const logits = input(graph, 'logits', 'float64', [6, 4])
    const targets = input(graph, 'targets', 'int32', [2, 3])
    const weights = input(graph, 'weights', 'float64', [2, 3])
    setOutputs(graph, { y: answerLoss(logits, targets, weights) })
    const rows = [...A, ...B]
    const chosen = [2, 0, 3, 1, 1, 0]
    const shares = [0.5, 0.5, 0, 1, 0, 0]
    const { y } = interpret(graph, {
      logits: tensor(rows),
      targets: { shape: [2, 3], data: chosen },
      weights: { shape: [2, 3], data: shares },
    })
    const terms = rows.map((row, i) => -shares[i]! * logSoftmax(row)[chosen[i]!]!)
    expectClose(y!.data, [terms[0]! + terms[1]! + terms[2]!, terms[3]! + terms[4]! + terms[5]!])
  })
})

describe('distillation', () => {
  it('is 5 L_ce + 2 L_lm + L_cos over the real tokens', () => {
    const tokenWeights = [0.5, 0.5, 0]
    const feeds = {
      teacherLogits: tensor(A),
      studentLogits: tensor(B),
      teacherHidden: tensor(C),
      studentHidden: tensor(D),
      tokenWeights: list(tokenWeights),
      targets: list([1, 3, 0]),
      targetWeights: list([1, 0, 0]),
    }
    const found = evaluate(feeds, inputs =>
      distillationDefinition(inputs as Parameters<typeof distillationDefinition>[0]),
    )
    const weighted = (values: readonly number[]) =>
      values.reduce((sum, value, i) => sum + value * tokenWeights[i]!, 0)
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    const ce = weighted(A.map((row, i) => divergence(row, B[i]!, 2)))
    const lm = -logSoftmax(B[0]!)[1]!
    const cos = weighted(
      C.map((row, i) => 1 - dot(row, D[i]!) / Math.sqrt(dot(row, row) * dot(D[i]!, D[i]!))),
    )
    expect(DISTILLATION_WEIGHTS).toEqual({ ce: 5, lm: 2, cos: 1 })
    expectClose(found.ce, [ce])
    expectClose(found.lm, [lm])
    expectClose(found.cos, [cos])
    expectClose(found.loss, [5 * ce + 2 * lm + cos])
  })
})

describe('transfer', () => {
  const logits = (inputs: Record<string, Value>) => ({
    prompted: inputs.prompted!,
    target: inputs.target!,
    studentPrompted: inputs.studentPrompted!,
    student: inputs.student!,
  })
  const feeds = { prompted: tensor(A), target: tensor(B), studentPrompted: tensor(C), student: tensor(D) }
  const mimic = C.map((row, i) => divergence(row, A[i]!, 2))
  const shift = minus(C, D).map((row, i) => divergence(row, minus(A, B)[i]!, 2))

  it.each([0, 0.3, 1])('weighs imitation and the prompt’s effect by alpha = %d', alpha => {
    const found = evaluate({ ...feeds, alpha: scalar(alpha) }, inputs => {
      const { mimic: m, shift: s, loss } = transferLoss(logits(inputs), { alpha: inputs.alpha! })
      return { m, s, loss }
    })
    expectClose(found.m, mimic)
    expectClose(found.s, shift)
    expectClose(found.loss, [mean(mimic.map((value, i) => (1 - alpha) * value + alpha * shift[i]!))])
  })

  it('sums over the rows by their weights where they have some', () => {
    const rows = [0.5, 0, 0.25]
    const found = evaluate({ ...feeds, alpha: scalar(0.3), rows: list(rows) }, inputs => ({
      loss: transferLoss(logits(inputs), { alpha: inputs.alpha!, rows: inputs.rows! }).loss,
    }))
    const terms = mimic.map((value, i) => rows[i]! * (0.7 * value + 0.3 * shift[i]!))
    expectClose(found.loss, [terms[0]! + terms[1]! + terms[2]!])
  })

  it('adds gamma times the divergence between the classes', () => {
    const verbalizer = { columns: [3, 0, 2], wordCounts: [1, 2] }
    const found = evaluate({ ...feeds, alpha: scalar(0), gamma: scalar(4) }, inputs => {
      const { classes, loss } = transferLoss(
        logits(inputs),
        { alpha: inputs.alpha!, gamma: inputs.gamma! },
        verbalizer,
      )
      return { classes: classes!, loss }
    })
    const scores = (rows: Rows) =>
      rows.map(row => [row[3]!, Math.log(mean([row[0]!, row[2]!].map(Math.exp)))])
    const classes = scores(C).map((row, i) => divergence(row, scores(A)[i]!, 2))
    expectClose(found.classes, classes)
    expectClose(found.loss, [mean(mimic.map((value, i) => value + 4 * classes[i]!))])
  })

  it.each([0, 0.25, 1])('imitates student and moved target together, by omega = %d', omega => {
    const verbalizer = { columns: [3, 0, 2], wordCounts: [1, 2] }
    const weights = { alpha: scalar(0.4), gamma: scalar(2), omega: scalar(omega) }
    const leaning = A[0]!.map((_, k) => 0.5 - 0.3 * k)
    const found = evaluate({ ...feeds, ...weights, leaning: list(leaning) }, inputs => {
      const { alpha, gamma, omega: share } = inputs
      const { classes, ...terms } = transferLoss(
        { ...logits(inputs), leaning: inputs.leaning },
        { alpha: alpha!, gamma: gamma!, omega: share! },
        verbalizer,
      )
      return { ...terms, classes: classes! }
    })
    const imitated = C.map((row, i) =>
      row.map((value, k) => value + omega * (B[i]![k]! - D[i]![k]! - leaning[k]!)),
    )
    const imitation = imitated.map((row, i) => divergence(row, A[i]!, 2))
    const scores = (rows: Rows) =>
      rows.map(row => [row[3]!, Math.log(mean([row[0]!, row[2]!].map(Math.exp)))])
    const classes = scores(imitated).map((row, i) => divergence(row, scores(A)[i]!, 2))
    const share = (1 - omega) * 0.4
    expectClose(found.mimic, imitation)
    expectClose(found.shift, shift)
    expectClose(found.classes, classes)
    const total = imitation.map((value, i) => (1 - share) * value + share * shift[i]! + 2 * classes[i]!)
    expectClose(found.loss, [mean(total)])
  })
})
