/**
 * The yardstick: nothing but MatMul by constant matrices, in the shapes of a block's products forward and backward.
 * @module
 */
import { join } from 'node:path'
import { createGraph, input, matmul, setOutputs, weight } from '@promptpost/engine/graph'
import { createSession } from '@promptpost/engine/runtime'
import { openCheckpoint, writeSafetensors } from '@promptpost/engine/weights'
import { randomValues } from './random-model.js'

/** Inner and outer width of each product, in units of d: a chain, so every product's result feeds the next. */
const CHAIN: readonly (readonly [number, number])[] = [
  [1, 3],
  [3, 1],
  [1, 1],
  [1, 1],
  [1, 4],
  [4, 1],
  [1, 4],
  [4, 1],
]

export type Yardstick = { flops: number; run: () => Promise<void>; dispose: () => Promise<void> }

/** @param rows of the left-hand sides @param width d @param layers how often the chain is repeated, with new matrices */
export const createYardstick = async (
  directory: string,
  rows: number,
  width: number,
  layers: number,
): Promise<Yardstick> => {
  const sizes = Array.from({ length: layers }, () => CHAIN).flat()
  const file = join(directory, 'model.safetensors')
  await writeSafetensors(
    file,
    sizes.map(([inner, outer], i) => ({
      name: `matrix${i}`,
      shape: [inner * width, outer * width],
      data: randomValues(inner * outer * width ** 2, i, 1 / Math.sqrt(inner * width)),
    })),
  )
  const { tensors } = await openCheckpoint(directory)
  const graph = createGraph('yardstick')
  let x = input(graph, 'x', 'float32', ['R', width])
  sizes.forEach((_, i) => {
    const entry = tensors.get(`matrix${i}`)!
    x = matmul(x, weight(graph, `matrix${i}`, 'float32', entry.shape, entry))
  })
  setOutputs(graph, { y: x })
  const session = await createSession(graph, { prepack: true })
  const feeds = { x: { data: randomValues(rows * width, 7, 1), shape: [rows, width] } }
  return {
    flops: sizes.reduce((sum, [inner, outer]) => sum + 2 * rows * inner * outer * width ** 2, 0),
    run: async () => void (await session.run(feeds)),
    dispose: () => session.dispose(),
  }
}
