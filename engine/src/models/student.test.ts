/**
 * Students: which blocks they keep, and that they compute with the teacher's own.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGraph, input, setOutputs } from '../graph/index.js'
import { readTensor, writeSafetensors } from '../weights/index.js'
import {
  createNetwork,
  createParameters,
  forward,
  keptLayers,
  type Model,
  openModel,
  studentConfig,
  studentEntries,
} from './index.js'
import { rows, runGraph, vector } from './testing/run-graph.js'
import { TINY_CONFIGS, writeTinyModel } from './testing/tiny-models.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-student-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const hiddenStates = async (model: Model): Promise<number[]> => {
  const graph = createGraph('student')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const lengths = model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined
  const parameters = createParameters(graph, model.weights, { dtype: 'float32' })
  const network = createNetwork(model.family, model.config, parameters, 'float32')
  setOutputs(graph, { hidden: forward(network, { ids, mode: 'none', ...(lengths && { lengths }) }) })
  const feeds = { ids: rows([[3, 1, 4, 1, 5, 9]]), lengths: vector([6]) }
  return (await runGraph(graph, feeds)).hidden!
}

describe('kept layers', () => {
  it('are the first half, rounded up, and the last half', () => {
    expect(keptLayers(12, 3)).toEqual([0, 1, 11])
    expect(keptLayers(12, 4)).toEqual([0, 1, 10, 11])
    expect(keptLayers(3, 1)).toEqual([0])
    expect(keptLayers(3, 3)).toEqual([0, 1, 2])
  })

  it('are spread evenly, from the first to the last', () => {
    expect(keptLayers(12, 3, 'spread')).toEqual([0, 6, 11])
    expect(keptLayers(30, 6, 'spread')).toEqual([0, 6, 12, 17, 23, 29])
    expect(keptLayers(3, 1, 'spread')).toEqual([0])
    expect(keptLayers(30, 8, 'early')).toEqual([0, 1, 2, 5, 9, 15, 21, 29])
    expect(keptLayers(8, 3, 'early')).toEqual([0, 2, 7])
    expect(keptLayers(3, 1, 'early')).toEqual([0])
    for (let all = 1; all <= 40; all++)
      for (let some = 1; some <= all; some++) {
        const kept = keptLayers(all, some, 'early')
        expect(keptLayers(all, some, kept)).toEqual(kept)
      }
  })

  it('are those that are named', () => {
    expect(keptLayers(12, 3, [0, 4, 11])).toEqual([0, 4, 11])
    for (const keep of [
      [0, 4],
      [0, 4, 4],
      [4, 0, 11],
      [0, 4, 12],
      [-1, 4, 11],
      [0, 1.5, 11],
    ])
      expect(() => keptLayers(12, 3, keep)).toThrow(/3 of the teacher's blocks 0 to 11, ascending/)
  })

  it.each([0, 4, 1.5, -1, Number.NaN])('refuse %d of 3', layers => {
    expect(() => keptLayers(3, layers)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field: 'layers' }),
    )
  })
})

describe.each(Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[])('a student of %s', name => {
  it('computes what its own directory, written and opened, computes', async () => {
    const teacher = await writeTinyModel(directory, TINY_CONFIGS[name])
    const kept = keptLayers(3, 2)
    const entries = studentEntries(teacher, kept)
    const config = studentConfig(teacher, kept)
    const student: Model = { ...teacher, config, weights: entries }
    expect(config.layers).toBe(2)
    expect(Object.keys(teacher.family.shapes(config)).sort()).toEqual([...entries.keys()].sort())

    const own = await mkdtemp(join(directory, 'own-'))
    const tensors = []
    for (const [tensor, entry] of entries)
      tensors.push({ name: tensor, shape: entry.shape, data: await readTensor(entry) })
    await writeSafetensors(join(own, 'model.safetensors'), tensors)
    await writeFile(join(own, 'config.json'), JSON.stringify(config.raw))
    const opened = await openModel(own)
    expect(opened.config).toEqual(config)
    expect(await hiddenStates(opened)).toEqual(await hiddenStates(student))
    expect(await hiddenStates(student)).not.toEqual(await hiddenStates(teacher))
  })

  it('that keeps every layer computes what the teacher computes', async () => {
    const teacher = await writeTinyModel(directory, TINY_CONFIGS[name])
    const kept = [0, 1, 2]
    const student: Model = {
      ...teacher,
      config: studentConfig(teacher, kept),
      weights: studentEntries(teacher, kept),
    }
    expect(await hiddenStates(student)).toEqual(await hiddenStates(teacher))
  })
})

describe('a student of a model with windows in some layers', () => {
  it('keeps each block’s own window, and its config.json says so', async () => {
    const teacher = await writeTinyModel(directory, TINY_CONFIGS.qwen2)
    expect(teacher.config.window).toEqual([undefined, 3, 3])
    const config = studentConfig(teacher, [0, 2])
    expect(config.window).toEqual([undefined, 3])
    expect(config.raw.layer_types).toEqual(['full_attention', 'sliding_attention'])
    expect(studentConfig(teacher, [2]).window).toEqual([3])
    const file = JSON.parse(await readFile(join(directory, 'config.json'), 'utf8')) as unknown
    expect(file).toEqual(TINY_CONFIGS.qwen2)
  })
})
