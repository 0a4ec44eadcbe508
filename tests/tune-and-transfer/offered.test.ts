/**
 * The one call without a template and words: those that the model offers.
 * @module
 */
import type { TuneAndTransferOptions } from 'promptpost'
import { describe, expect, it } from 'vitest'
import { TASK } from '../support/dbpedia.js'
import { LONG, setScene } from './scene.js'

const scene = setScene()
const { begin, optionsFor, planOf } = scene

describe('without template and verbalizer', () => {
  const offer = async (...names: string[]): Promise<void> => {
    const { data } = await scene.service.provider.models.list({ name: 'reviews-gpt2' })
    const templates = names.map(name => ({ name, ...TASK }))
    await scene.service.provider.models.update(data[0]!.id, { templates })
  }
  const bare = (): TuneAndTransferOptions => {
    const { template: _template, verbalizer: _verbalizer, ...rest } = optionsFor()
    return rest
  }

  it('takes what the model offers, when it offers one, and keeps to it', { timeout: LONG }, async () => {
    await offer('kinds')
    const options = { ...bare(), privacy: undefined as never }
    await begin(options)
    await offer('kinds', 'others')
    const plan = await planOf(options)
    expect(plan).toMatchObject({ offered: 'kinds', task: { template: '{text} It is a' } })
    expect(plan.ledger).toBeUndefined()
    expect(plan.steps[1]!.text).toContain(`with the model's template kinds ("{text} It is a")`)
  })

  it('says what there is when the model offers several, or none, and what is missing of a half', async () => {
    await offer('kinds', 'others')
    await expect(planOf(bare())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'template',
      message: expect.stringMatching(/kinds .*others /),
    })
    await offer()
    await expect(planOf(bare())).rejects.toMatchObject({ code: 'invalid-argument', field: 'template' })
    await expect(planOf({ ...bare(), template: '{text} It is a' })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'template',
      message: expect.stringContaining('without a verbalizer'),
    })
  })
})
