/**
 * A few steps of distillation: seeds, recipes, stopping and resuming.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { studentEntries } from '../../models/index.js'
import { fewSteps, stopAt, TEXTS } from '../../testing/few-steps.js'
import { readTensor } from '../../weights/index.js'
import { distilWith, openWorkbench } from '../index.js'

const { made, distilTo } = fewSteps()

describe('distil', () => {
  it('gives the same student for the same seed, another for another', async () => {
    const weights = async (name: string) =>
      (await readFile(join(made.folder, name, 'model.safetensors'))).toString('base64')
    await distilTo('again')
    await distilTo('other', { seed: 2 })
    expect(await weights('again')).toBe(await weights('student'))
    expect(await weights('other')).not.toBe(await weights('student'))
  })

  it('lowers the loss by moving every block, and no embedding', async () => {
    const facts = await distilTo('moved', { steps: 30 })
    const mean = (losses: number[]) => losses.reduce((a, b) => a + b, 0) / losses.length
    expect(mean(facts.losses.slice(-5))).toBeLessThan(0.9 * mean(facts.losses.slice(0, 5)))
    const { model } = await openWorkbench(join(made.folder, 'moved'))
    for (const [name, entry] of studentEntries(made.teacher.model, facts.keptLayers)) {
      const [before, after] = await Promise.all([entry, model.weights.get(name)!].map(readTensor))
      const isKept = after!.every((value, i) => value === before![i])
      expect([name, isKept]).toEqual([name, model.family.isEmbedding(name)])
    }
  })

  it('refuses a checkpoint of other texts, were there as many, and a folder that is there before it computes', async () => {
    const parts = { steps: 20, checkpointDirectory: join(made.folder, 'other-texts'), checkpointSeconds: 0 }
    await expect(distilTo('never', { ...parts, ...stopAt('distil', 2) })).rejects.toThrow()
    const texts = TEXTS.toReversed()
    await expect(distilTo('never', { ...parts, texts })).rejects.toMatchObject({ code: 'conflict' })
    let steps = 0
    const onProgress = () => void steps++
    await expect(distilTo('student', { onProgress })).rejects.toMatchObject({ field: 'outDirectory' })
    expect(steps).toBe(0)
  })

  it('keeps its checkpoint until what it made is delivered', async () => {
    const parts = {
      outDirectory: join(made.folder, 'undelivered'),
      checkpointDirectory: join(made.folder, 'kept'),
    }
    const options = { ...parts, texts: TEXTS, layers: 2, steps: 3, batchTokens: 64, checkpointSeconds: 0 }
    const deliver = async () => {
      throw new Error('no room')
    }
    await expect(distilWith(made.teacher, { ...options, deliver })).rejects.toThrow('no room')
    expect(await readdir(parts.checkpointDirectory)).toEqual(['checkpoint.safetensors'])
  })

  it('reads behind random prompts, compares some logits and keeps other layers, and resumed is as if undisturbed', async () => {
    const recipe = { steps: 20, keep: 'spread', positions: 0.5, proxyShare: 0.5, proxyTokens: 4 } as const
    const whole = await distilTo('recipe', recipe)
    const mean = (losses: number[]) => losses.reduce((a, b) => a + b, 0) / losses.length
    expect(mean(whole.losses.slice(-5))).toBeLessThan(0.95 * mean(whole.losses.slice(0, 5)))
    expect(whole.keptLayers).toEqual([0, 7])
    const parts = { ...recipe, checkpointDirectory: join(made.folder, 'recipe-checkpoint') }
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
      JSON.parse(await readFile(join(made.folder, name, 'promptpost.json'), 'utf8')) as object
    expect(await card('licensed')).toMatchObject({
      license: 'CC-BY-4.0',
      teacher: made.teacher.digest,
      keptLayers,
    })
    expect(await card('student')).toMatchObject({ license: 'As the teacher model.' })
  })

  it('leaves nothing behind when it is stopped', async () => {
    await expect(distilTo('stopped', { steps: 50, ...stopAt('distil', 1) })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await readdir(made.folder)).filter(name => name.includes('stopped'))).toEqual([])
  })
})
