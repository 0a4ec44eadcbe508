/** Logits compared at some rows alone weigh in loss and gradients as those rows do where all are compared and the others weigh nothing. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { keptLayers } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { createSession, type Feeds, type TensorData } from '../runtime/index.js'
import { readTensor } from '../weights/index.js'
import { distillationGraph } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

const POSITIONS = [0, 3, 4, 9, 17]

it.each(Object.keys(TINY_CONFIGS) as (keyof typeof TINY_CONFIGS)[])('%s', async name => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-sampled-'))
  folders.push(folder)
  const model = await writeTinyModel(folder, TINY_CONFIGS[name])
  const [rows, width] = [3, 8]
  const count = rows * width
  const kept = keptLayers(model.config.layers, 2)
  const trains = (weight: string) => !model.family.isEmbedding(weight)
  // The hidden states' part is the same in both; here it weighs nothing, and tokenWeights are free.
  const weights = { ce: 5, lm: 2, cos: 0 }
  const whole = distillationGraph(model, kept, trains, { weights })
  const some = distillationGraph(model, kept, trains, { weights, sampled: true })
  const flat = <T extends TensorData>(data: T) => ({ data, shape: [data.length] })
  const targetOf = (row: number): number => (row * 5) % 31
  const isOne = (row: number): number => (POSITIONS.includes(row) ? 1 / POSITIONS.length : 0)
  const all = Float32Array.from({ length: count }, (_, row) => isOne(row))
  const chosen = new Float32Array(POSITIONS.length).fill(1 / POSITIONS.length)
  const common: Feeds = {
    ids: { data: Int32Array.from({ length: count }, (_, i) => 2 + ((i * 7) % 29)), shape: [rows, width] },
    lengths: flat(Int32Array.of(8, 5, 7)),
    ...Object.fromEntries(
      await Promise.all(
        [...whole.trained].map(async ([weight, entry]) => [
          weight,
          { data: await readTensor(entry), shape: entry.shape },
        ]),
      ),
    ),
  }
  const run = async (graph: typeof whole.graph, feeds: Feeds) => {
    const session = await createSession(graph, { threads: 1 })
    const results = await session.run({ ...common, ...feeds })
    await session.dispose()
    return results
  }
  const expected = await run(whole.graph, {
    tokenWeights: flat(all),
    targets: flat(Int32Array.from({ length: count }, (_, row) => targetOf(row))),
    targetWeights: flat(all),
  })
  const found = await run(some.graph, {
    tokenWeights: flat(new Float32Array(count).fill(1 / count)),
    positions: flat(Int32Array.from(POSITIONS)),
    logitWeights: flat(chosen),
    targets: flat(Int32Array.from(POSITIONS, targetOf)),
    targetWeights: flat(chosen),
  })
  expect(Object.keys(found)).toEqual(Object.keys(expected))
  for (const [output, { data }] of Object.entries(expected)) {
    if (output === 'cos') continue
    const largest = Math.max(...Array.from(data as Float32Array, Math.abs))
    const off = (data as Float32Array).map((value, i) => value - Number(found[output]!.data[i]))
    expect([output, Math.max(...off.map(Math.abs)) <= 2e-5 * largest]).toEqual([output, true])
  }
})
