/**
 * A few steps of tuning: seeds, memory, micro-batches, stopping and resuming.
 * @module
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EXAMPLES, fewSteps, stopAt, WORDS } from '../../testing/few-steps.js'
import type { Progress, TuneOptions } from '../index.js'

const { made, tuned } = fewSteps()

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

describe('tune with weights of eight bits', () => {
  it('goes nearly where it goes with those of the model', async () => {
    const [whole, light] = [await tuned({ steps: 8 }), await tuned({ steps: 8, weights: 'int8' })]
    expect(light.prompt.values).not.toEqual(whole.prompt.values)
    for (const [i, loss] of whole.losses.entries())
      expect(Math.abs(light.losses[i]! / loss - 1)).toBeLessThan(0.05)
  })

  it('fits into less memory than is too little for one example otherwise', async () => {
    const enough = async (weights?: 'int8'): Promise<number> => {
      const refused = await tuned({ memory: 1, weights }).catch(error => error as { next: string })
      return Number(/Give (\d+) bytes/.exec((refused as { next: string }).next)![1])
    }
    const light = await enough('int8')
    expect(light).toBeLessThan(await enough())
    const { losses } = await tuned({ memory: light, weights: 'int8' })
    expect(losses).toHaveLength(4)
  })

  it('refuses them where no cpu computes', async () => {
    await expect(tuned({ weights: 'int8', device: 'cuda' })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'weights',
    })
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
    const checkpointDirectory = join(made.folder, 'tune-checkpoint')
    const stopped = tuned({ steps: 12, checkpointDirectory, ...stopAt('tune', 3) })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await tuned({ steps: 12, checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
    expect(resumed.losses).toEqual(whole.losses)
  })

  it('refuses a checkpoint of other work', async () => {
    const checkpointDirectory = join(made.folder, 'other-checkpoint')
    await expect(tuned({ steps: 12, checkpointDirectory, ...stopAt('tune', 2) })).rejects.toThrow()
    await expect(tuned({ steps: 12, seed: 9, checkpointDirectory })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('refuses a checkpoint of other examples, were there as many', async () => {
    const checkpointDirectory = join(made.folder, 'other-examples')
    await expect(tuned({ steps: 12, checkpointDirectory, ...stopAt('tune', 2) })).rejects.toThrow()
    const examples = EXAMPLES.map(({ label, ...rest }) => ({
      ...rest,
      label: label === 'good' ? 'bad' : 'good',
    }))
    await expect(tuned({ steps: 12, examples, checkpointDirectory })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('takes as many examples as a large data set has', async () => {
    const examples = Array.from({ length: 130_000 }, (_, i) => EXAMPLES[i % 2]!)
    expect((await tuned({ steps: 1, examples })).losses).toHaveLength(1)
  })

  it('asks to be let in once, before its first step, with the ticket of the checkpoint it goes on from', async () => {
    const checkpointDirectory = join(made.folder, 'admitted')
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
    const onProgress = (progress: Progress) => {
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
    const gradientsOf = async (sample: number[], more: Partial<TuneOptions>) => {
      const rows: Float32Array[] = []
      const accumulate = (gradients: Float32Array, count: number) => {
        const width = gradients.length / count
        for (let i = 0; i < count; i++) rows.push(gradients.slice(i * width, (i + 1) * width))
      }
      const release = () => new Float64Array(5 * made.student.model.config.width)
      const mechanism = { sample: () => [...sample], accumulate, release }
      await tuned({ examples, virtualTokens: 5, steps: 1, batchSize: 16, ...more, mechanism })
      return rows
    }
    for (const more of [{ threads: 1 }, { threads: 2 }, { threads: 2, weights: 'int8' as const }]) {
      const [alone] = await gradientsOf([4], more)
      for (const others of [[11], [0, 1, 2, 10, 12], [...examples.keys()].filter(i => i !== 4)]) {
        const rows = await gradientsOf([4, ...others], more)
        expect(rows.filter(row => row.every((value, i) => value === alone![i]))).toHaveLength(1)
      }
    }
  })
})
