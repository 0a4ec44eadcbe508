/**
 * The one call refuses what cannot work, and what would mix two runs.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type TuneAndTransferOptions, UserAbortError } from 'promptpost'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { setScene } from './scene.js'

const scene = setScene()
const { optionsFor, onService } = scene

describe('tuneAndTransfer refuses', () => {
  const call = (changed: Partial<TuneAndTransferOptions>) =>
    scene.service.client.prompts.tuneAndTransfer({ ...optionsFor(), ...changed })

  it.each<[what: string, changed: Partial<TuneAndTransferOptions>, error: object]>([
    ['a model that is not there', { model: 'nothing' }, { code: 'not-found', field: 'model' }],
    [
      'a student and a model',
      { student: `stu_${'0'.repeat(26)}` },
      { code: 'invalid-argument', field: 'model' },
    ],
    ['public texts that are not there', { dataset: 'nothing' }, { code: 'not-found', field: 'dataset' }],
    ['a label without a word', { verbalizer: { film: ['film'] } }, { code: 'invalid-data' }],
    ['a file that is not there', { data: '/nowhere.tsv' }, { code: 'invalid-data' }],
    ['an epsilon of nothing', { privacy: { epsilon: 0 } }, { code: 'invalid-argument', field: 'epsilon' }],
    ['a folder that is there', { out: join(REPOSITORY, 'examples') }, { code: 'conflict', field: 'out' }],
  ])('%s, with nothing done', async (_, changed, error) => {
    const before = readdirSync(scene.folder)
    await expect(call(changed)).rejects.toMatchObject(error)
    expect(readdirSync(scene.folder)).toEqual(before)
  })

  it('a place where no student can be kept, with nothing charged', async () => {
    const options = { ...optionsFor(), students: join(REPOSITORY, 'README.md', 'students') }
    await expect(call(options)).rejects.toMatchObject({
      code: 'unavailable',
      field: 'students',
      message: expect.stringContaining('PROMPTPOST_CACHE'),
    })
    expect(existsSync(options.ledger.directory)).toBe(false)
  })

  it('what onPlan throws at, with nothing done', async () => {
    const before = [readdirSync(scene.folder), await onService()]
    const no = new Error('no')
    await expect(
      call({
        onPlan: () => {
          throw no
        },
      }),
    ).rejects.toBe(no)
    expect([readdirSync(scene.folder), await onService()]).toEqual(before)
  })

  it('other settings in the folder of a run, naming the one that differs, and a second call at once', async () => {
    const options = optionsFor()
    const control = new AbortController()
    let second: Promise<unknown> | undefined
    const begun = scene.service.client.prompts.tuneAndTransfer({
      ...options,
      signal: control.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'tune' || second) return
        second = scene.service.client.prompts.tuneAndTransfer(options).catch((error: unknown) => error)
        void second.then(() => control.abort())
      },
    })
    await expect(begun).rejects.toBeInstanceOf(UserAbortError)
    expect(await second).toMatchObject({ code: 'conflict', field: 'out' })
    for (const [field, changed] of [
      ['template', { template: '{text} This is a' }],
      ['privacy', { privacy: { epsilon: 4, expectedBatch: 32 } }],
      ['tuning', { tuning: { ...options.tuning, steps: 7 } }],
      ['data', { data: join(REPOSITORY, 'examples/data/dbpedia/test.tsv') }],
    ] as const)
      await expect(call({ ...options, ...changed }), field).rejects.toMatchObject({ code: 'conflict', field })
  })
})
