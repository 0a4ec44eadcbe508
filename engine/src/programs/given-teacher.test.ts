/** A distillation step that is given the teacher's hidden states is, to the last bit, the step that computes them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { keptLayers } from '../models/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { createSession, type Feeds } from '../runtime/index.js'
import { readTensor } from '../weights/index.js'
import { distillationGraph, hiddenGraph } from './index.js'

const folders: string[] = []
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

it.each(
  Object.keys(TINY_CONFIGS).flatMap(name => [
    [name, 'float32', 0],
    [name, 'bfloat16', 0],
    [name, 'float32', 3],
  ]) as [keyof typeof TINY_CONFIGS, 'float32' | 'bfloat16', number][],
)('%s in %s behind %d virtual tokens', async (name, storage, virtualTokens) => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-given-'))
  folders.push(folder)
  const model = await writeTinyModel(folder, TINY_CONFIGS[name], storage)
  const [rows, width] = [3, 8]
  const count = rows * width
  const flat = (data: Float32Array | Int32Array) => ({ data, shape: [count] })
  const ids = { data: Int32Array.from({ length: count }, (_, i) => 2 + ((i * 7) % 29)), shape: [rows, width] }
  const lengths = { data: Int32Array.of(8, 5, 7), shape: [rows] }
  const kept = keptLayers(model.config.layers, 2)
  const trains = (weight: string) => !model.family.isEmbedding(weight)
  const behind = { virtualTokens }
  const { graph, trained } = distillationGraph(model, kept, trains, behind)
  const prompt = virtualTokens > 0 && {
    prompt: {
      data: Float32Array.from({ length: virtualTokens * model.config.width }, (_, i) => Math.sin(i)),
      shape: [virtualTokens, model.config.width],
    },
  }
  const feeds: Feeds = {
    ids,
    lengths,
    ...prompt,
    tokenWeights: flat(new Float32Array(count).fill(1 / count)),
    targets: flat(Int32Array.from({ length: count }, (_, i) => (i * 5) % 31)),
    targetWeights: flat(new Float32Array(count).fill(1 / count)),
    ...Object.fromEntries(
      await Promise.all(
        [...trained].map(async ([weight, entry]) => [
          weight,
          { data: await readTensor(entry), shape: entry.shape },
        ]),
      ),
    ),
  }
  const run = async (of: typeof graph, given: Feeds) => {
    const session = await createSession(of, { threads: 1 })
    const results = await session.run(given)
    await session.dispose()
    return results
  }
  const whole = await run(graph, feeds)
  const { hidden } = await run(hiddenGraph(model, behind), { ids, lengths, ...prompt })
  const given = distillationGraph(model, kept, trains, { ...behind, givenTeacher: true }).graph
  const parts = await run(given, { ...feeds, teacherHidden: hidden! })
  expect(Object.keys(parts)).toEqual(Object.keys(whole))
  for (const [output, { data }] of Object.entries(whole))
    expect([output, parts[output]!.data]).toEqual([output, data])

  if (prompt) {
    const unread = await run(hiddenGraph(model), { ids, lengths })
    expect(unread.hidden!.data).not.toEqual(hidden!.data)
  }
  const shifted = { ...hidden!, data: Float32Array.from(hidden!.data as Float32Array, x => x * 1.01) }
  const other = await run(given, { ...feeds, teacherHidden: shifted })
  expect(other.loss!.data).not.toEqual(whole.loss!.data)
})
