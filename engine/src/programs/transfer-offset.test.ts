/** A transfer that imitates nothing of the moved target computes nothing of it, and gives the same bytes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveNodes } from '../graph/index.js'
import { TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { createSession, type Feeds } from '../runtime/index.js'
import { transferGraph } from './index.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-offset-'))
})
afterAll(() => rm(root, { recursive: true }))

const [B, T, N, V] = [3, 6, 2, 31]
const VERBALIZER = { columns: [3, 4, 5], wordCounts: [2, 1] }

it.each(['gpt2', 'llama', 'bert'] as const)('%s', async name => {
  const model = await writeTinyModel(await mkdtemp(join(root, `${name}-`)), TINY_CONFIGS[name])
  const graphOf = (offset: boolean) => transferGraph(model, { virtualTokens: N, offset }, VERBALIZER)
  const scalar = (value: number) => ({ data: Float32Array.of(value), shape: [] })
  const logits = (seed: number) => ({
    data: Float32Array.from({ length: B * V }, (_, i) => 3 * Math.sin(seed + 1.3 * i)),
    shape: [B, V],
  })
  const feeds = (omega: number): Feeds => ({
    ids: { data: Int32Array.from({ length: B * T }, (_, i) => 2 + ((i * 7) % 29)), shape: [B, T] },
    lengths: { data: Int32Array.of(6, 5, 4), shape: [B] },
    readout: { data: Int32Array.of(5, 4, 3), shape: [B] },
    prompt: {
      data: Float32Array.from({ length: N * model.config.width }, (_, i) => Math.cos(i)),
      shape: [N, model.config.width],
    },
    alpha: scalar(0.4),
    gamma: scalar(1.5),
    omega: scalar(omega),
    target: logits(1),
    studentPrompted: logits(2),
    student: logits(3),
  })
  const run = async (offset: boolean, omega: number) => {
    const session = await createSession(graphOf(offset), { threads: 1 })
    const results = await session.run(feeds(omega))
    await session.dispose()
    return results
  }
  const without = await run(false, 0)
  expect(without).toEqual(await run(true, 0))
  expect((await run(true, 1)).loss).not.toEqual(without.loss)
  const exponentials = (offset: boolean) => liveNodes(graphOf(offset)).filter(({ op }) => op === 'Exp').length
  expect(exponentials(false)).toBeLessThan(exponentials(true))
})
