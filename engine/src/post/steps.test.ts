/**
 * The steps of POST on the shipped model, a few steps each: seeds, micro-batches, stopping and resuming.
 * @module
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { studentEntries } from '../models/index.js'
import { repositoryPath } from '../testing/shared.js'
import { readTensor } from '../weights/index.js'
import {
  type DistilOptions,
  distil,
  openWorkbench,
  type TuneOptions,
  transferWith,
  tuneWith,
  type Workbench,
} from './index.js'

const TEACHER = repositoryPath('examples', 'reviews-gpt2')
const WORDS = ['a quiet film', 'the worst plot', 'charming actors', 'dull and long', 'a small wonder']
const TEXTS = Array.from(
  { length: 80 },
  (_, i) => `${WORDS[i % 5]} and ${WORDS[(i * 7 + 1) % 5]}, seen ${i} times`,
)
const EXAMPLES = TEXTS.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

let folder: string
let teacher: Workbench
let student: Workbench
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-steps-'))
  teacher = await openWorkbench(TEACHER)
  await distilTo('student')
  student = await openWorkbench(join(folder, 'student'))
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const distilTo = (name: string, options: Partial<DistilOptions> = {}) =>
  distil({
    modelDirectory: TEACHER,
    outDirectory: join(folder, name),
    texts: TEXTS,
    layers: 2,
    steps: 4,
    batchTokens: 64,
    seed: 1,
    ...options,
  })
const tuned = async (options: Partial<TuneOptions> = {}) =>
  tuneWith(student, {
    examples: EXAMPLES,
    task: TASK,
    virtualTokens: 3,
    steps: 4,
    batchSize: 8,
    seed: 1,
    ...options,
  })

/** An abort signal that fires when `stage` has come to `step`, and where it was. */
const stopAt = (stage: string, step: number) => {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    onProgress: (progress: { stage: string; step: number }) => {
      if (progress.stage === stage && progress.step >= step) controller.abort()
    },
  }
}

describe('tune in a given memory', () => {
  // Adam makes as much of a gradient that is all rounding as of any other.
  const GENTLE = { optimizer: 'sgd', learningRate: 1 } as const

  /** What one example takes at least, as the refusal says. */
  const least = async (): Promise<number> => {
    const { next } = (await tuned({ memory: 1, ...GENTLE }).catch(error => error)) as { next: string }
    return Number(/Give (\d+) bytes/.exec(next)![1])
  }

  it.each([0, 1, 3])('gives the same prompt but for rounding, %d MiB above the least', async more => {
    const whole = await tuned(GENTLE)
    const { prompt, losses } = await tuned({ memory: (await least()) + more * 2 ** 20, ...GENTLE })
    const moved = await tuned({ ...GENTLE, steps: 1 })
    expect(prompt.values).not.toEqual(moved.prompt.values)
    for (const [i, value] of whole.prompt.values.entries()) expect(prompt.values[i]).toBeCloseTo(value, 5)
    for (const [i, value] of whole.losses.entries()) expect(losses[i]).toBeCloseTo(value, 5)
    // Cut otherwise, it is rounded otherwise.
    expect(prompt.values).not.toEqual(whole.prompt.values)
  })

  it('is refused where not even one example fits', async () => {
    await expect(tuned({ memory: (await least()) - 1, ...GENTLE })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'memory',
    })
  })
})

describe('distil', () => {
  it('gives the same student for the same seed, another for another', async () => {
    const weights = async (name: string) =>
      (await readFile(join(folder, name, 'model.safetensors'))).toString('base64')
    await distilTo('again')
    await distilTo('other', { seed: 2 })
    expect(await weights('again')).toBe(await weights('student'))
    expect(await weights('other')).not.toBe(await weights('student'))
  })

  it('lowers the loss by moving every block, and no embedding', async () => {
    const facts = await distilTo('moved', { steps: 30 })
    const mean = (losses: number[]) => losses.reduce((a, b) => a + b, 0) / losses.length
    expect(mean(facts.losses.slice(-5))).toBeLessThan(0.9 * mean(facts.losses.slice(0, 5)))
    const { model } = await openWorkbench(join(folder, 'moved'))
    for (const [name, entry] of studentEntries(teacher.model, facts.keptLayers)) {
      const [before, after] = await Promise.all([entry, model.weights.get(name)!].map(readTensor))
      const isKept = after!.every((value, i) => value === before![i])
      expect([name, isKept]).toEqual([name, model.family.isEmbedding(name)])
    }
  })

  it('reads behind random prompts, compares some logits and keeps other layers, and resumed is as if undisturbed', async () => {
    const recipe = { steps: 20, keep: 'spread', positions: 0.5, proxyShare: 0.5, proxyTokens: 4 } as const
    const whole = await distilTo('recipe', recipe)
    const mean = (losses: number[]) => losses.reduce((a, b) => a + b, 0) / losses.length
    expect(mean(whole.losses.slice(-5))).toBeLessThan(0.95 * mean(whole.losses.slice(0, 5)))
    expect(whole.keptLayers).toEqual([0, 7])
    const parts = { ...recipe, checkpointDirectory: join(folder, 'recipe-checkpoint') }
    const stopped = distilTo('recipe-parts', { ...parts, checkpointSeconds: 0, ...stopAt('distil', 7) })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await distilTo('recipe-parts', parts)
    expect(resumed.losses).toEqual(whole.losses)
  })

  it.each([
    ['positions', 0],
    ['positions', 1.5],
    ['proxyShare', -0.1],
    ['proxyTokens', 0],
    ['keep', [0, 9]],
  ])('refuses %s %j', async (field, value) => {
    await expect(distilTo('refused', { [field]: value })).rejects.toMatchObject({
      code: 'invalid-argument',
      field,
    })
  })

  it('writes into the bundle where it comes from and under which terms it may be used', async () => {
    const { keptLayers } = await distilTo('licensed', { license: 'CC-BY-4.0' })
    const card = async (name: string) =>
      JSON.parse(await readFile(join(folder, name, 'promptpost.json'), 'utf8')) as object
    expect(await card('licensed')).toMatchObject({
      license: 'CC-BY-4.0',
      teacher: teacher.digest,
      keptLayers,
    })
    expect(await card('student')).toMatchObject({ license: 'As the teacher model.' })
  })

  it('leaves nothing behind when it is stopped', async () => {
    await expect(distilTo('stopped', { steps: 50, ...stopAt('distil', 1) })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await readdir(folder)).filter(name => name.includes('stopped'))).toEqual([])
  })
})

describe('tune', () => {
  it('depends on the seed', async () => {
    const [first, again, other] = [await tuned(), await tuned(), await tuned({ seed: 2 })]
    expect(again.prompt.values).toEqual(first.prompt.values)
    expect(other.prompt.values).not.toEqual(first.prompt.values)
  })

  it('stopped and resumed, ends where an undisturbed run ends', async () => {
    const whole = await tuned({ steps: 12 })
    const checkpointDirectory = join(folder, 'tune-checkpoint')
    const stopped = tuned({ steps: 12, checkpointDirectory, ...stopAt('tune', 3) })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await tuned({ steps: 12, checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
    expect(resumed.losses).toEqual(whole.losses)
  })

  it('refuses a checkpoint of other work', async () => {
    const checkpointDirectory = join(folder, 'other-checkpoint')
    await expect(tuned({ steps: 12, checkpointDirectory, ...stopAt('tune', 2) })).rejects.toThrow()
    await expect(tuned({ steps: 12, seed: 9, checkpointDirectory })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('asks to be let in once, before its first step, with the ticket of the checkpoint it goes on from', async () => {
    const checkpointDirectory = join(folder, 'admitted')
    const asked: [ticket: string | undefined, steps: number][] = []
    let steps = 0
    const run = (ticket: string, more: Partial<TuneOptions> = {}) =>
      tuned({
        steps: 12,
        checkpointDirectory,
        admit: async given => {
          asked.push([given, steps])
          return ticket
        },
        ...more,
      })
    const stopping = stopAt('tune', 3)
    const onProgress = (progress: { stage: string; step: number }) => {
      steps++
      stopping.onProgress(progress)
    }
    await expect(run('first', { signal: stopping.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    })
    await run('second')
    await run('third')
    expect(asked).toEqual([
      [undefined, 0],
      ['first', steps],
      [undefined, steps],
    ])
  })

  it('that is not let in computes nothing', async () => {
    const seen: unknown[] = []
    const admit = async (): Promise<never> => {
      throw new Error('not today')
    }
    await expect(tuned({ admit, onProgress: progress => seen.push(progress) })).rejects.toThrow('not today')
    expect(seen).toEqual([])
  })

  it('under a mechanism, gives it the same gradients however a step is cut', async () => {
    const sums = async (batchSize: number) => {
      let sum: Float64Array | undefined
      let rows = 0
      const { losses } = await tuned({
        steps: 1,
        batchSize,
        mechanism: {
          sample: () => [5, 0, 33, 21, 60, 7, 14],
          accumulate: (gradients, count) => {
            const width = gradients.length / count
            sum ??= new Float64Array(width)
            gradients.forEach((value, i) => {
              sum![i % width]! += value
            })
            rows += count
          },
          release: () => sum!,
        },
      })
      expect(rows).toBe(7)
      expect(losses).toEqual([])
      return sum!
    }
    const [one, all] = [await sums(1), await sums(7)]
    const norm = Math.hypot(...all)
    expect(norm).toBeGreaterThan(0)
    expect(Math.hypot(...all.map((value, i) => value - one[i]!)) / norm).toBeLessThan(1e-5)
    const three = await sums(3)
    expect(Math.hypot(...all.map((value, i) => value - three[i]!)) / norm).toBeLessThan(1e-5)
  })

  it('under a mechanism, gives it the same bits for an example whoever shares its step', async () => {
    const longer = [2, 5, 9].map((times, i) => ({
      ...EXAMPLES[i]!,
      text: `${WORDS.join(' ')} `.repeat(times),
    }))
    const examples = [...EXAMPLES.slice(0, 10), ...longer]
    const gradientsOf = async (sample: number[], threads: number) => {
      const rows: Float32Array[] = []
      const accumulate = (gradients: Float32Array, count: number) => {
        const width = gradients.length / count
        for (let i = 0; i < count; i++) rows.push(gradients.slice(i * width, (i + 1) * width))
      }
      const release = () => new Float64Array(5 * student.model.config.width)
      const mechanism = { sample: () => [...sample], accumulate, release }
      await tuned({ examples, virtualTokens: 5, steps: 1, batchSize: 16, threads, mechanism })
      return rows
    }
    for (const threads of [1, 2]) {
      const [alone] = await gradientsOf([4], threads)
      for (const others of [[11], [0, 1, 2, 10, 12], [...examples.keys()].filter(i => i !== 4)]) {
        const rows = await gradientsOf([4, ...others], threads)
        expect(rows.filter(row => row.every((value, i) => value === alone![i]))).toHaveLength(1)
      }
    }
  })
})

describe('transfer', () => {
  const moved = async (options: object = {}) => {
    const { prompt } = await tuned()
    return transferWith(teacher, student, {
      prompt,
      publicTexts: TEXTS,
      steps: 6,
      batchSize: 8,
      seed: 1,
      ...options,
    })
  }

  it('depends on the seed, and lowers the loss on public text it was not trained on', async () => {
    const [first, other] = [await moved({ steps: 20 }), await moved({ steps: 20, seed: 2 })]
    expect(first.facts.heldOutLoss.after).toBeLessThan(first.facts.heldOutLoss.before)
    expect(other.prompt.values).not.toEqual(first.prompt.values)
    expect(first.facts.losses).toHaveLength(20)
  })

  it('goes on with the start that did better in the trial', async () => {
    const [auto, ...fixed] = [await moved(), await moved({ start: 'prompt' }), await moved({ start: 'text' })]
    // With no more steps than a trial takes, the winner of the trial is the result.
    const winner = fixed.find(({ facts }) => facts.start === auto.facts.start)!
    expect(auto.prompt.values).toEqual(winner.prompt.values)
    expect(auto.facts.heldOutLoss.after).toBe(Math.min(...fixed.map(({ facts }) => facts.heldOutLoss.after)))
  })

  it('goes on with the loss whose answers on held-out text were the best, and says so', async () => {
    const { prompt, facts } = await moved({ start: 'prompt', alpha: 'auto', omega: 'auto' })
    const { trials, reason } = facts.choice
    expect(trials.map(({ alpha, omega }) => [alpha, omega])).toEqual([
      [0.5, 0],
      [0, 0],
      [1, 0],
      [0.5, 1],
    ])
    const best = trials.find(({ score }) => score === Math.max(...trials.map(trial => trial.score)))!
    expect(facts).toMatchObject({ alpha: best.alpha, omega: best.omega, start: 'prompt' })
    expect(reason).toMatch(/from the student's prompt, .*: the best of 4 trials/)
    const { prompt: asked } = await moved({ start: 'prompt', alpha: best.alpha, omega: best.omega })
    expect(prompt.values).toEqual(asked.values)
  })

  it('tries only what is left open', async () => {
    const tried = async (options: object) =>
      (await moved({ start: 'prompt', ...options })).facts.choice.trials
    expect(await tried({ alpha: 0.3 })).toEqual([])
    expect((await tried({ alpha: 'auto' })).map(({ alpha }) => alpha)).toEqual([0.5, 0, 1])
    expect((await tried({ alpha: 0.3, omega: 'auto' })).map(({ omega }) => omega)).toEqual([0, 1])
    expect(await tried({ alpha: 'auto', omega: 1 })).toEqual([])
  })

  it.each([
    ['alpha', 1.5],
    ['omega', -1],
  ])('refuses %s %d', async (field, value) => {
    await expect(moved({ [field]: value })).rejects.toMatchObject({ code: 'invalid-argument', field, value })
  })

  it('stopped and resumed, ends where an undisturbed run ends', async () => {
    const whole = await moved({ steps: 40, start: 'prompt', alpha: 'auto' })
    const checkpointDirectory = join(folder, 'transfer-checkpoint')
    const stopped = moved({
      steps: 40,
      start: 'prompt',
      alpha: 'auto',
      checkpointDirectory,
      checkpointSeconds: 0,
      ...stopAt('transfer', 5),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await moved({ steps: 40, start: 'prompt', alpha: 'auto', checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
    expect(resumed.facts.losses).toEqual(whole.facts.losses)
    expect(resumed.facts.choice).toEqual(whole.facts.choice)
  })

  it('refuses a prompt of another model', async () => {
    const { prompt } = await tuned()
    const stranger = { ...prompt, model: 'f'.repeat(64) }
    await expect(
      transferWith(teacher, student, { prompt: stranger, publicTexts: TEXTS, steps: 1 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/invalid|conflict/) })
  })
})
