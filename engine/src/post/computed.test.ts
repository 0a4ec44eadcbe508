/**
 * Work with a cache gives the bytes of work without, and the second time no pass of a model that the first one made.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ComputedCache, openComputedCache } from '@promptpost/base/cache'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { repositoryPath } from '../testing/shared.js'
import {
  type DistilOptions,
  distilWith,
  openWorkbench,
  type Progress,
  readoutLogits,
  type TransferOptions,
  targetLogitsOf,
  transferWith,
  type Workbench,
} from './index.js'

const TEXTS = Array.from(
  { length: 24 },
  (_, i) => `a film seen ${i} times, and ${'more '.repeat(i % 9)}than that`,
)
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

let folder: string
let teacher: Workbench
beforeAll(async () => {
  teacher = await openWorkbench(repositoryPath('examples', 'reviews-gpt2'))
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-computed-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const opened = (bytes = 1e9): ComputedCache =>
  openComputedCache({ directory: join(folder, 'cache'), bytes, of: { tenant: 'acme', id: 'dst_1' } })

/** Counts what was looked up and what was found. */
const counted = (cache: ComputedCache) => {
  const tally = { found: 0, missed: 0, written: 0 }
  const counting: ComputedCache = {
    limit: cache.limit,
    async read(what, into) {
      const isFound = await cache.read(what, into)
      tally[isFound ? 'found' : 'missed']++
      return isFound
    },
    async write(what, bytes) {
      const isKept = await cache.write(what, bytes)
      if (isKept) tally.written++
      return isKept
    },
  }
  return { tally, cache: counting }
}

/** Overwrites a byte in the middle of every entry. */
const damageAll = async (): Promise<void> => {
  const place = join(folder, 'cache', 'acme.dst_1')
  for (const name of await readdir(place)) {
    const bytes = await readFile(join(place, name))
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    await writeFile(join(place, name), bytes)
  }
}

describe('a transfer', () => {
  const transferred = async (
    more: Partial<TransferOptions & { cache: ComputedCache }> = {},
    values = 0.01,
  ) => {
    const stages = new Set<string>()
    const { prompt, facts } = await transferWith(teacher, teacher, {
      prompt: {
        values: Float32Array.from({ length: 3 * 256 }, (_, i) => values * ((i % 7) - 3)),
        virtualTokens: 3,
        width: 256,
        task: TASK,
        model: teacher.digest,
        lineage: {},
      },
      publicTexts: TEXTS,
      steps: 3,
      batchSize: 8,
      start: 'prompt',
      seed: 1,
      threads: 1,
      onProgress: ({ stage }: Progress) => stages.add(stage),
      ...more,
    })
    const { seconds: _, ...rest } = facts
    return { values: Buffer.from(prompt.values.buffer).toString('hex'), facts: rest, stages: [...stages] }
  }

  it('computes what depends on public texts alone once, for every prompt of one template', async () => {
    const without = await transferred()
    const cold = await transferred({ cache: opened() })
    expect([cold.values, cold.facts]).toEqual([without.values, without.facts])
    // Target and student are one model here, so the second pass of the first transfer is found already.
    expect(cold.stages).toContain('target logits')
    const warm = await transferred({ cache: opened() })
    expect([warm.values, warm.facts]).toEqual([without.values, without.facts])
    expect(warm.stages).not.toContain('target logits')
    expect(warm.stages).not.toContain('student logits')
    expect(warm.stages).toContain('prompted student logits')

    const another = await transferred({ cache: opened() }, 0.02)
    expect(another.stages).not.toContain('target logits')
    expect(another.values).toBe((await transferred({}, 0.02)).values)
    expect(another.values).not.toBe(without.values)
  })

  it.each([
    ['another template', { prompt: undefined, template: '{text} All in all it was' }],
    ['other texts', { publicTexts: TEXTS.slice(1) }],
    ['another number of threads', { threads: 2 }],
  ])('computes again with %s', async (_, { template, prompt: _none, ...more }: Record<string, unknown>) => {
    const { cache, tally } = counted(opened())
    await transferred({ cache })
    const before = { ...tally }
    const prompt = {
      values: new Float32Array(3 * 256).fill(0.01),
      virtualTokens: 3,
      width: 256,
      task: { ...TASK, ...(template ? { template: String(template) } : {}) },
      model: teacher.digest,
      lineage: {},
    }
    await transferred({ ...more, prompt, cache })
    expect(tally.missed).toBeGreaterThan(before.missed)
  })

  it('computes again what was damaged, and goes on where nothing can be kept', async () => {
    const without = await transferred()
    await transferred({ cache: opened() })
    await damageAll()
    const { cache, tally } = counted(opened())
    expect((await transferred({ cache })).values).toBe(without.values)
    expect(tally).toEqual({ found: 1, missed: 1, written: 1 })
    expect((await transferred({ cache: opened(10) })).values).toBe(without.values)
  })

  it('keeps nothing that a prompt had a part in', async () => {
    const { cache, tally } = counted(opened())
    await transferred({ cache })
    expect(tally).toEqual({ found: 1, missed: 1, written: 1 })
    const { ids } = { ids: teacher.tokenizer.encode('a film') }
    const encoded = [{ ids, readout: ids.length - 1 }] as never
    const kept = { cache, digest: teacher.digest }
    const prompt = { values: new Float32Array(256).fill(0.1), virtualTokens: 1 }
    await readoutLogits({ model: teacher.model, encoded, stage: 'x', prompt, kept, threads: 1 })
    expect(tally).toEqual({ found: 1, missed: 1, written: 1 })
  })

  it('that is divided finds a share that was computed, to the last bit', async () => {
    const options = {
      prompt: {
        values: new Float32Array(256),
        virtualTokens: 1,
        width: 256,
        task: TASK,
        model: teacher.digest,
        lineage: {},
      },
      publicTexts: TEXTS,
      threads: 1,
    }
    const share = { index: 0, count: 2 }
    const plain = await targetLogitsOf(teacher, teacher, options, share)
    const { cache, tally } = counted(opened())
    for (let times = 0; times < 2; times++)
      expect(await targetLogitsOf(teacher, teacher, { ...options, cache }, share)).toEqual(plain)
    expect(tally).toEqual({ found: 1, missed: 1, written: 1 })
  })
})

describe('a distillation', () => {
  let number = 0
  const distilled = async (
    cache: ComputedCache | undefined,
    more: Partial<DistilOptions> = {},
    workbench = teacher,
  ): Promise<{ weights: string; losses: number[] }> => {
    const outDirectory = join(folder, `student-${number++}`)
    const { losses } = await distilWith(workbench, {
      outDirectory,
      texts: TEXTS,
      layers: 2,
      steps: 5,
      batchTokens: 128,
      seed: 1,
      threads: 1,
      ...more,
      ...(cache && { cache }),
    })
    return { weights: (await readFile(join(outDirectory, 'model.safetensors'))).toString('base64'), losses }
  }

  it('finds what its teacher gave, for students of other depths and at other rates', async () => {
    const { cache, tally } = counted(opened())
    expect(await distilled(cache)).toEqual(await distilled(undefined))
    expect(tally).toEqual({ found: 0, missed: 5, written: 5 })
    for (const more of [{}, { layers: 3 }, { learningRate: 3e-3 }, { trainEmbeddings: true, layers: 1 }])
      expect(await distilled(cache, more)).toEqual(await distilled(undefined, more))
    expect(tally).toEqual({ found: 20, missed: 5, written: 5 })
    await distilled(cache, { steps: 7 })
    expect(tally).toMatchObject({ found: 25, missed: 7 })
  })

  it('finds it behind random prompts too, and wherever logits are compared', async () => {
    const { cache, tally } = counted(opened())
    const recipe = { proxyShare: 0.5, proxyTokens: 3, positions: 0.5 }
    const plain = await distilled(undefined, recipe)
    expect(await distilled(cache, recipe)).toEqual(plain)
    expect(await distilled(cache, recipe)).toEqual(plain)
    expect(tally).toEqual({ found: 5, missed: 5, written: 5 })
  })

  it('computes again what was damaged', async () => {
    const plain = await distilled(undefined)
    await distilled(opened())
    await damageAll()
    expect(await distilled(opened())).toEqual(plain)
  })

  it('whose hidden states would not all fit keeps none', async () => {
    const { cache, tally } = counted(opened(5 * 128 * 256 * 4 - 1))
    expect(await distilled(cache)).toEqual(await distilled(undefined))
    expect(tally).toEqual({ found: 0, missed: 0, written: 0 })
  })
})
