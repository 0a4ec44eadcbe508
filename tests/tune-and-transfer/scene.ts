/**
 * The scene of the one call: a service with a student and public texts, and options of short private runs.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger, type TuneAndTransferOptions, type TuneAndTransferPlan, UserAbortError } from 'promptpost'
import { afterAll, beforeAll, expect } from 'vitest'
import { furnish, PRIVATE_FILE, publicTexts, TASK } from '../support/dbpedia.js'
import { type Service, startService } from '../support/service.js'

export const LONG = 400_000

export type Scene = {
  service: Service
  /** For what runs leave. */
  folder: string
  student: string
  dataset: string
  /** Options of a short private run, with a folder and a ledger of its own. */
  optionsFor: (name?: string) => TuneAndTransferOptions & { ledger: { directory: string } }
  /** The plan alone: nothing is done. */
  planOf: (options: TuneAndTransferOptions) => Promise<TuneAndTransferPlan>
  onService: () => Promise<{ prompts: string[]; transfers: string[] }>
  /** Begins the call and aborts it once it tunes. */
  begin: (options: TuneAndTransferOptions) => Promise<void>
}

/** Private runs in a ledger. */
export const runsIn = async (directory: string): Promise<number> => {
  const { accounts } = await (await openLedger(directory)).survey()
  return accounts.reduce((sum, { runs }) => sum + runs, 0)
}

/** Registers the scene with the test file; its fields are set once the first test runs. */
export const setScene = (): Scene => {
  let rounds = 0
  const scene: Scene = {
    service: undefined as unknown as Service,
    folder: '',
    student: '',
    dataset: '',
    optionsFor: (name = `run-${rounds++}`) => ({
      model: 'reviews-gpt2',
      data: PRIVATE_FILE,
      ...TASK,
      privacy: { epsilon: 8, expectedBatch: 32 },
      ledger: { directory: join(scene.folder, `${name}-ledger`) },
      out: join(scene.folder, name),
      students: join(scene.folder, 'students'),
      tuning: { virtualTokens: 4, steps: 6, maxTokens: 32, checkpointSeconds: 0 },
      transfer: { steps: 4, settings: { texts: 40, batch_size: 8, max_tokens: 32 } },
    }),
    async planOf(options) {
      const stop = new Error('enough')
      let told: TuneAndTransferPlan | undefined
      await scene.service.client.prompts
        .tuneAndTransfer({
          ...options,
          onPlan(plan) {
            told = plan
            throw stop
          },
        })
        .catch((error: unknown) => {
          if (error !== stop) throw error
        })
      return told!
    },
    async begin(options) {
      const control = new AbortController()
      const begun = scene.service.client.prompts.tuneAndTransfer({
        ...options,
        signal: control.signal,
        onProgress: ({ stage }) => stage === 'tune' && control.abort(),
      })
      await expect(begun).rejects.toBeInstanceOf(UserAbortError)
    },
    onService: async () => ({
      prompts: (await scene.service.client.prompts.list().all()).map(({ id }) => id),
      transfers: (await scene.service.client.transfers.list().all()).map(({ id }) => id),
    }),
  }
  beforeAll(async () => {
    scene.folder = mkdtempSync(join(tmpdir(), 'promptpost-one-call-'))
    scene.service = await startService()
    Object.assign(scene, await furnish(scene.service.provider, publicTexts(60)))
  }, LONG)
  afterAll(async () => {
    await scene.service.stop()
    rmSync(scene.folder, { recursive: true, force: true })
  })
  return scene
}
