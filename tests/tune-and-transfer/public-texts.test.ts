/**
 * The one call with public texts of a local file: uploaded once, known by their digest, and never with private ones among them.
 * @module
 */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PRIVATE_FILE, publicTexts } from '../support/dbpedia.js'
import { LONG, setScene } from './scene.js'

const scene = setScene()
const { begin, optionsFor, planOf } = scene

/** A file of public texts that no other test has. */
const fileOf = (name: string, texts: readonly string[]): string => {
  const file = join(scene.folder, `${name}.txt`)
  writeFileSync(file, texts.map(text => `${text}\n`).join(''))
  return file
}
const plain = () => ({ ...optionsFor(), privacy: undefined as never })
const names = async () => (await scene.service.client.datasets.list().all()).map(({ name }) => name)

describe('public texts of a local file', () => {
  it('are uploaded before the tuning, once, and found again by their digest', { timeout: LONG }, async () => {
    const file = fileOf('My own texts', publicTexts(100).slice(60))
    const options = { ...plain(), publicTexts: file }
    const stages: string[] = []
    const before = await names()
    const { transfer } = await scene.service.client.prompts.tuneAndTransfer({
      ...options,
      onPlan(plan) {
        expect(plan.steps.map(({ name, isDone }) => [name, isDone])).toEqual([
          ['download', false],
          ['public-texts', false],
          ['tune', false],
          ['upload', false],
          ['transfer', false],
        ])
        expect(plan.dataset).toMatchObject({ name: 'my-own-texts', count: 40, file })
        expect(plan.dataset.id).toBeUndefined()
      },
      onProgress: ({ stage }) => stages.push(stage),
    })
    expect([...new Set(stages)]).toEqual(['public-texts', 'download', 'tune', 'upload', 'transfer'])
    expect(await names()).toEqual([...before, 'my-own-texts'])
    const made = await scene.service.client.datasets.get(transfer.dataset)
    expect(made).toMatchObject({ name: 'my-own-texts', count: 40 })
    // Under another name, in another folder.
    const copy = fileOf('copy', publicTexts(100).slice(60))
    const again = await planOf({ ...plain(), publicTexts: copy })
    expect(again.dataset).toMatchObject({ id: made.id, sha256: made.sha256 })
    expect(again.steps.find(({ name }) => name === 'public-texts')!.isDone).toBe(true)
  })

  it('that the provider has are not sent', async () => {
    const plan = await planOf({ ...plain(), publicTexts: fileOf('known', publicTexts(60)) })
    expect(plan.dataset).toMatchObject({ id: scene.dataset, name: 'public' })
  })

  it('that hold a text of the private data are refused, with nothing sent and no text told', async () => {
    const own = readFileSync(PRIVATE_FILE, 'utf8').split('\n')[5]!.split('\t')[0]!
    const before = [readdirSync(scene.folder), await names()]
    const file = fileOf('leak', ['a brick house', own])
    const refused = await planOf({ ...plain(), publicTexts: file }).catch((error: Error) => error)
    expect(refused).toMatchObject({ code: 'privacy-refused', field: 'publicTexts' })
    expect(String(refused)).not.toContain(own)
    expect([readdirSync(scene.folder).filter(name => name !== 'leak.txt'), await names()]).toEqual(before)
  })

  it('are refused beside a data set, and once they have changed under way', { timeout: LONG }, async () => {
    const file = fileOf('changing', ['a brick house', 'a flowering shrub'])
    await expect(planOf({ ...plain(), publicTexts: file, dataset: 'public' })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'publicTexts',
    })
    const options = { ...plain(), publicTexts: file }
    await begin(options)
    expect((await planOf(options)).steps.find(({ name }) => name === 'public-texts')!.isDone).toBe(true)
    appendFileSync(file, 'a third text\n')
    await expect(planOf(options)).rejects.toMatchObject({ code: 'conflict', field: 'publicTexts' })
  })
})
