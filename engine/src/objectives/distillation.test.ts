/**
 * The closed form of the distillation loss is the paper's definition: same values, same gradients, in float64.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { constant, createGraph, gradients, input, mul, setOutputs } from '../graph/index.js'
import { interpret } from '../graph/testing/interpreter.js'
import { distillationLoss, TEMPERATURE } from './index.js'
import { distillationDefinition } from './testing/distillation-definition.js'

const wave = (count: number, speed: number, size: number) =>
  Array.from({ length: count }, (_, i) => size * Math.sin(speed * i + 1))

describe('distillation in closed form', () => {
  it.each([1, 6, 40])('equals its definition for logits of size %d', size => {
    const graph = createGraph('distillation')
    const matrix = (name: string, columns: number) => input(graph, name, 'float64', ['R', columns])
    const teacherLogits = matrix('teacherLogits', 7)
    const studentLogits = matrix('studentLogits', 7)
    const common = {
      teacherHidden: matrix('teacherHidden', 3),
      studentHidden: matrix('studentHidden', 3),
      tokenWeights: input(graph, 'tokenWeights', 'float64', ['R']),
      targets: input(graph, 'targets', 'int32', ['R']),
      targetWeights: input(graph, 'targetWeights', 'float64', ['R']),
    }
    const wrt = [studentLogits, common.studentHidden]
    const definition = distillationDefinition({ ...common, teacherLogits, studentLogits })
    const plain = gradients(
      graph,
      [{ value: definition.loss, cotangent: constant(graph, 'float64', 1) }],
      wrt,
    )
    const { seeds, ...closed } = distillationLoss({
      ...common,
      teacherScaled: mul(teacherLogits, 1 / TEMPERATURE),
      studentScaled: mul(studentLogits, 1 / TEMPERATURE),
    })
    const short = gradients(graph, seeds, wrt)
    const pairs = {
      ...Object.fromEntries(
        Object.entries(closed).map(([name, value]) => [name, [value, definition[name as 'ce']]]),
      ),
    }
    pairs.logits = [short[0]!, plain[0]!]
    pairs.hidden = [short[1]!, plain[1]!]
    for (const [name, [a, b]] of Object.entries(pairs))
      setOutputs(graph, { [`${name}A`]: a!, [`${name}B`]: b! })
    const found = interpret(graph, {
      teacherLogits: { shape: [4, 7], data: wave(28, 1.3, size) },
      studentLogits: { shape: [4, 7], data: wave(28, 0.7, size) },
      teacherHidden: { shape: [4, 3], data: wave(12, 2.1, 1) },
      studentHidden: { shape: [4, 3], data: wave(12, 0.9, 1) },
      tokenWeights: { shape: [4], data: [0.4, 0.3, 0.3, 0] },
      targets: { shape: [4], data: [6, 0, 3, 0] },
      targetWeights: { shape: [4], data: [0.5, 0.5, 0, 0] },
    })
    for (const name of Object.keys(pairs)) {
      found[`${name}B`]!.data.forEach((value, i) => {
        expect(Math.abs(found[`${name}A`]!.data[i]! - value) / (1 + Math.abs(value))).toBeLessThan(1e-12)
      })
    }
  })
})
