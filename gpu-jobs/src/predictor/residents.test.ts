/**
 * What the predictor keeps, what it lets go when memory is short, and that answers are right before and after.
 * @module
 */
import type { PredictInput, PredictionResult } from '@promptpost/base/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { providersFolder } from '../models/index.js'
import { openBatches } from './batches.js'
import { expectSame, type Materials, makeMaterials, TEXTS } from './materials.test.helper.js'
import { openResidents, type Residents } from './residents.js'

let materials: Materials
beforeAll(async () => {
  materials = await makeMaterials()
})
afterAll(() => materials?.remove())

const open = (limits: { modelBytes?: number; promptBytes?: number } = {}): Residents => {
  const { store, root } = materials
  const plenty = { modelBytes: 2 ** 40, promptBytes: 2 ** 40 }
  return openResidents({
    store,
    models: providersFolder(root),
    workRoot: `${root}/work`,
    ...plenty,
    ...limits,
  })
}

const predict = (residents: Residents, input: PredictInput): Promise<PredictionResult[]> =>
  new Promise((resolve, reject) => {
    const batches = openBatches(
      residents,
      reply => ('results' in reply ? resolve(reply.results) : reject(new Error(reply.failure.message))),
      () => {},
    )
    batches.add({ id: 1, input, texts: TEXTS })
  })

/** Every model and prompt, twice over. */
const expectAllRight = async (residents: Residents): Promise<void> => {
  const seen = new Set<string>()
  for (const input of [...materials.inputs, ...materials.inputs]) {
    const wanted = await materials.plain(input)
    seen.add(JSON.stringify(wanted))
    expectSame(await predict(residents, input), wanted)
  }
  // An answer from the wrong model or prompt would be another one.
  expect(seen.size).toBe(materials.inputs.length)
}

describe('with memory for all', () => {
  it('models and prompts are opened once', async () => {
    const residents = open()
    const [one, two] = materials.models as [Materials['models'][0], Materials['models'][0]]
    const [short, long] = materials.prompts
    const first = await residents.model(one)
    const state = await residents.prompt(first, short)
    await residents.model(two)
    await residents.prompt(first, long)
    expect(await residents.model(one)).toBe(first)
    expect(await residents.prompt(first, short)).toBe(state)
    await expectAllRight(residents)
    expect(await residents.closeIdle(0)).toBe(0)
  })
})

describe('with too little memory', () => {
  it('the state of a prompt goes when another comes, and is computed again', async () => {
    const residents = open({ promptBytes: 1 })
    const resident = await residents.model(materials.models[0]!)
    const [short, long] = materials.prompts
    const first = await residents.prompt(resident, short)
    expect(await residents.prompt(resident, short)).toBe(first)
    await residents.prompt(resident, long)
    expect(resident.prompts.entries()).toHaveLength(1)
    const again = await residents.prompt(resident, short)
    expect(again).not.toBe(first)
    expect(again.state.tensors).toEqual(first.state.tensors)
    await expectAllRight(residents)
    await residents.closeIdle(0)
  })

  it('a model is closed when another comes, and is opened again', async () => {
    const residents = open({ modelBytes: 1 })
    const [one, two] = materials.models as [Materials['models'][0], Materials['models'][0]]
    const first = await residents.model(one)
    expect(await residents.model(one)).toBe(first)
    await residents.model(two)
    const { state } = await residents.prompt(await residents.model(two), undefined)
    const text = { encoded: { ids: [1, 2], readout: 1 }, state, columns: [1] }
    await expect(first.serving.logits([text])).rejects.toThrow()
    expect(await residents.model(one)).not.toBe(first)
    await expectAllRight(residents)
    expect(await residents.closeIdle(0)).toBe(0)
  })
})
