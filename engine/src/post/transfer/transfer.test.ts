/**
 * A few steps of transfer: seeds, trials, stopping and resuming.
 * @module
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fewSteps, stopAt, TEXTS } from '../../testing/few-steps.js'
import { transferWith } from '../index.js'

const { made, tuned } = fewSteps()

describe('transfer', () => {
  const moved = async (options: object = {}) => {
    const { prompt } = await tuned()
    return transferWith(made.teacher, made.student, {
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
    const checkpointDirectory = join(made.folder, 'transfer-checkpoint')
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
      transferWith(made.teacher, made.student, { prompt: stranger, publicTexts: TEXTS, steps: 1 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/invalid|conflict/) })
  })
})
