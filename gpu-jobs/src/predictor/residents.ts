/**
 * Models that stay open between predictions, and what they keep of prompts. Files are checked against the record as a
 * predict job does it, when they are opened: what was checked is what is served.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '@promptpost/base'
import type { ModelReference, PredictInput } from '@promptpost/base/jobs'
import type { ObjectStore } from '@promptpost/base/store'
import type { PromptState, Serving, SoftPrompt, Workbench } from '@promptpost/engine/post'
import { openRegistered, placeFiles } from '../handlers/materials.js'
import type { ModelsFolder } from '../models/index.js'
import { type ByteCache, createByteCache } from './byte-cache.js'

export type ResidentOptions = {
  store: ObjectStore
  models: ModelsFolder
  /** Where a prompt's files stand for the moment in which they are read. */
  workRoot: string
  /** Weights of all open models, in float32 bytes. The model in use may be larger. */
  modelBytes: number
  /** States of all prompts of one model. */
  promptBytes: number
}

export type PreparedPrompt = { state: PromptState; virtualTokens: number }

export type Resident = {
  workbench: Workbench
  serving: Serving
  prompts: ByteCache<PreparedPrompt>
  /** By performance.now(). */
  lastUsed: number
}

export type Residents = {
  model: (reference: ModelReference) => Promise<Resident>
  prompt: (resident: Resident, prompt: PredictInput['prompt']) => Promise<PreparedPrompt>
  /** Closes models that were not used for so many milliseconds. @returns how many are still open */
  closeIdle: (milliseconds: number) => Promise<number>
}

const digestsOf = (files: readonly { name: string; sha256: string }[]): string =>
  files.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n')

/** One model is one key, and so is one prompt: the name it is known by and the digests of its files. */
export const modelKey = ({ id, files }: ModelReference): string => `${id}\n${digestsOf(files)}`

/** Elements of all weights in float32, which is what computing holds. */
const sizeOf = ({ model }: Workbench): number =>
  [...model.weights.values()].reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0)

export const openResidents = (options: ResidentOptions): Residents => {
  const open = createByteCache<Resident>(options.modelBytes, ({ serving }) => serving.dispose())

  const readPrompt = async (files: NonNullable<PredictInput['prompt']>['files']): Promise<SoftPrompt> => {
    const { readSoftPrompt } = await import('@promptpost/engine/post')
    await makeFolder(options.workRoot)
    const folder = await mkdtemp(join(options.workRoot, 'predictor-'))
    try {
      return await readSoftPrompt(await placeFiles(options.store, files, join(folder, 'prompt')))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return {
    model: async reference => {
      const key = modelKey(reference)
      let resident = open.get(key)
      if (!resident) {
        const { openServing } = await import('@promptpost/engine/post')
        const workbench = await openRegistered(options.models, reference)
        await open.makeRoom(sizeOf(workbench))
        resident = {
          workbench,
          serving: await openServing(workbench.model),
          prompts: createByteCache(options.promptBytes),
          lastUsed: performance.now(),
        }
        await open.set(key, resident, sizeOf(workbench))
      }
      resident.lastUsed = performance.now()
      return resident
    },
    prompt: async ({ workbench, serving, prompts }, prompt) => {
      if (!prompt) return { state: await serving.prepare(), virtualTokens: 0 }
      const key = `${prompt.id}\n${digestsOf(prompt.files)}`
      const known = prompts.get(key)
      if (known) return known
      const { requireFit } = await import('@promptpost/engine/post')
      const loaded = await readPrompt(prompt.files)
      const { digest, model } = workbench
      // A prompt that is used directly was made for the student, and must have the model's width all the same.
      requireFit(
        prompt.isDirect ? { ...loaded, model: digest } : loaded,
        { width: model.config.width, digest },
        'this model',
      )
      const { virtualTokens } = loaded
      const prepared = { state: await serving.prepare(loaded), virtualTokens }
      await prompts.set(key, prepared, prepared.state.bytes)
      return prepared
    },
    closeIdle: async milliseconds => {
      for (const [key, { lastUsed }] of open.entries())
        if (performance.now() - lastUsed >= milliseconds) await open.delete(key)
      return open.entries().length
    },
  }
}
