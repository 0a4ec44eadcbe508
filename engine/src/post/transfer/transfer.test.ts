/**
 * A few steps of transfer: seeds, trials, stopping and resuming.
 * @module
 */
import { readdir } from 'node:fs/promises'
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
      batchSize: 4,
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

  it('in a given memory computes a step in parts, which differ from the whole in rounding alone', async () => {
    const fixed = { start: 'prompt' as const, steps: 4 }
    const refusal = await moved({ ...fixed, memory: 1 }).catch(error => error)
    expect(refusal).toMatchObject({ code: 'invalid-argument', field: 'memory' })
    const least = Number(/Give (\d+) bytes/.exec(refusal.next)![1])
    await expect(moved({ ...fixed, memory: least - 1 })).rejects.toMatchObject({ field: 'memory' })
    const whole = await moved(fixed)
    // Blocks computed again, one text or two at a time; and parts of more texts.
    for (const memory of [least, least + 2 ** 21]) {
      const cut = await moved({ ...fixed, memory })
      expect(cut.prompt.values).not.toEqual(whole.prompt.values)
      expect(cut.facts.losses[0]).toBeCloseTo(whole.facts.losses[0]!, 5)
      for (const [i, loss] of whole.facts.losses.entries())
        expect(cut.facts.losses[i]! / loss).toBeCloseTo(1, 2)
    }
    expect((await moved({ ...fixed, memory: 2 ** 34 })).prompt.values).toEqual(whole.prompt.values)
  })

  it('goes on with the start that did better in the trial', async () => {
    const [auto, ...fixed] = [await moved(), await moved({ start: 'prompt' }), await moved({ start: 'text' })]
    // With no more steps than a trial takes, the winner of the trial is the result.
    const winner = fixed.find(({ facts }) => facts.start === auto.facts.start)!
    expect(auto.prompt.values).toEqual(winner.prompt.values)
    expect(auto.facts.heldOutLoss.after).toBe(Math.min(...fixed.map(({ facts }) => facts.heldOutLoss.after)))
  })

  it('takes weights that are left open from what both sides know of the public texts, and says so', async () => {
    const { prompt, facts } = await moved({ start: 'prompt', alpha: 'auto', omega: 'auto' })
    const { trials, knowledge, reason } = facts.choice
    const { model, student, weight } = knowledge!
    expect(trials).toEqual([])
    expect(model).toBeGreaterThan(0)
    expect(student).toBeGreaterThan(0)
    expect(weight).toBe(model / (model + student))
    expect(facts).toMatchObject({ start: 'prompt', alpha: 0, omega: weight })
    expect(reason).toContain(
      `own answers tell ${model.toFixed(3)} nats, its prompted student's ${student.toFixed(3)}`,
    )
    const { prompt: asked, facts: told } = await moved({ start: 'prompt', alpha: 0, omega: weight })
    expect(prompt.values).toEqual(asked.values)
    expect(told.choice.reason).not.toContain('nats')
    const given = await moved({ start: 'prompt', alpha: 'auto', omega: 0 })
    expect(given.facts).toMatchObject({ alpha: weight, omega: 0 })
  })

  it.each([
    ['alpha', 1.5],
    ['omega', -1],
  ])('refuses %s %d', async (field, value) => {
    await expect(moved({ [field]: value })).rejects.toMatchObject({ code: 'invalid-argument', field, value })
  })

  it('stopped and resumed, ends where an undisturbed run ends', async () => {
    const open = { steps: 40, omega: 'auto' }
    const whole = await moved(open)
    const checkpointDirectory = join(made.folder, 'transfer-checkpoint')
    const stopped = moved({
      ...open,
      checkpointDirectory,
      checkpointSeconds: 0,
      ...stopAt('transfer', 5),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await moved({ ...open, checkpointDirectory })
    expect(resumed.prompt.values).toEqual(whole.prompt.values)
    expect(resumed.facts.losses).toEqual(whole.facts.losses)
    expect(resumed.facts.choice).toEqual(whole.facts.choice)
  })

  it('keeps its checkpoint until its prompt is delivered', async () => {
    const checkpointDirectory = join(made.folder, 'undelivered')
    const options = { checkpointDirectory, start: 'prompt' }
    const deliver = async () => {
      throw new Error('no room')
    }
    await expect(moved({ ...options, deliver })).rejects.toThrow('no room')
    expect(await readdir(checkpointDirectory)).toEqual(['checkpoint.safetensors'])
    await moved(options)
    expect(await readdir(checkpointDirectory)).toEqual([])
  })

  it('goes on until held-out text gains little more where steps are left open, stopped and resumed or not', async () => {
    const open = { steps: 'auto', start: 'prompt', batchSize: 1, learningRate: 1e-6, texts: 12 }
    const { facts, prompt } = await moved(open)
    // At such a rate nothing is gained: three readings, then the fall.
    expect(facts.steps).toBe(195)
    expect(facts.losses).toHaveLength(195)
    expect(facts.readings).toHaveLength(3)
    expect(prompt.lineage).toMatchObject({ steps: '195' })
    const checkpointDirectory = join(made.folder, 'open-checkpoint')
    const kept = { ...open, checkpointDirectory, checkpointSeconds: 0 }
    await expect(moved({ ...kept, ...stopAt('transfer', 120) })).rejects.toMatchObject({ code: 'cancelled' })
    const resumed = await moved(kept)
    expect(resumed.prompt.values).toEqual(prompt.values)
    expect(resumed.facts.readings).toEqual(facts.readings)
  })

  it('refuses a prompt of another model', async () => {
    const { prompt } = await tuned()
    const stranger = { ...prompt, model: 'f'.repeat(64) }
    await expect(
      transferWith(made.teacher, made.student, { prompt: stranger, publicTexts: TEXTS, steps: 1 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/invalid|conflict/) })
  })
})
