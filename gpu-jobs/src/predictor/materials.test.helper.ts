/**
 * Two real models and two prompts for tests of the predictor, and what the plain path says of them.
 * @module
 */
import { cp, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestFile, sha256 } from '@promptpost/base'
import type { FileReference, ModelReference, PredictInput, PredictionResult } from '@promptpost/base/jobs'
import { type ObjectStore, openDirectoryStore } from '@promptpost/base/store'
import {
  openWorkbench,
  predictWith,
  readSoftPrompt,
  type SoftPrompt,
  type Workbench,
  writeSoftPrompt,
} from '@promptpost/engine/post'
import { createRandom } from '@promptpost/engine/text'
import { expect } from 'vitest'

const EXAMPLE = fileURLToPath(new URL('../../../examples/reviews-gpt2', import.meta.url))

export const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good', 'great'] } }
export const TEXTS = ['a quiet film', 'the worst plot of them all', 'x']

export type Materials = {
  /** Store and models root in one folder. */
  root: string
  store: ObjectStore
  models: readonly ModelReference[]
  prompts: readonly NonNullable<PredictInput['prompt']>[]
  /** Every model with every prompt and with none. */
  inputs: PredictInput[]
  /** What `predictWith` says of TEXTS. */
  plain: (input: PredictInput) => Promise<PredictionResult[]>
  remove: () => Promise<void>
}

/** Other weights of the same shapes: some of them, far behind the header, become 0. */
const change = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  const bytes = Buffer.alloc(1 << 20)
  await file.write(bytes, 0, bytes.length, 8 << 20)
  await file.close()
}

const register = async (root: string, name: string): Promise<ModelReference> => {
  const names = (await readdir(join(root, name))).sort()
  const files = await Promise.all(
    names.map(async file => ({ name: file, ...(await digestFile(join(root, name, file))) })),
  )
  return { id: `mod_${name}`, name, files }
}

const storePrompt = async (
  store: ObjectStore,
  folder: string,
  id: string,
  { model, digest }: Workbench,
): Promise<NonNullable<PredictInput['prompt']>> => {
  const { width, layers, heads } = model.config
  const virtualTokens = 3 + id.length
  const random = createRandom(id.length)
  const values = Float32Array.from({ length: virtualTokens * width }, () => random.next() - 0.5)
  const prompt: SoftPrompt = { values, virtualTokens, width, task: TASK, model: digest, lineage: {} }
  await writeSoftPrompt(folder, prompt, { layers, heads, kind: 'causal' })
  const files: FileReference[] = []
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name))
    const key = `tenants/t/prompts/${id}/${name}`
    await store.put(key, bytes)
    files.push({ name, key, size: bytes.length, sha256: sha256(bytes) })
  }
  return { id, files, isDirect: true }
}

export const makeMaterials = async (): Promise<Materials> => {
  const root = await mkdtemp(join(tmpdir(), 'promptpost-predictor-'))
  const store = await openDirectoryStore(root)
  for (const name of ['one', 'two']) await cp(EXAMPLE, join(root, name), { recursive: true })
  await change(join(root, 'two', 'model.safetensors'))
  const models = [await register(root, 'one'), await register(root, 'two')]
  const workbenches: Record<string, Workbench> = {}
  for (const { name } of models) workbenches[name] = await openWorkbench(join(root, name))
  const folderOf = (id: string): string => join(root, `prompt-${id}`)
  const prompts = [
    await storePrompt(store, folderOf('short'), 'short', workbenches.one!),
    await storePrompt(store, folderOf('a-longer-one'), 'a-longer-one', workbenches.one!),
  ]
  const found = new Map<string, PredictionResult[]>()
  return {
    root,
    store,
    models,
    prompts,
    inputs: models.flatMap(model => [
      { model, task: TASK },
      ...prompts.map(prompt => ({ model, prompt, task: TASK })),
    ]),
    async plain({ model, prompt }) {
      const key = `${model.id} ${prompt?.id}`
      const workbench = workbenches[model.name]!
      const read = prompt && (await readSoftPrompt(folderOf(prompt.id)))
      const asked = read ? { prompt: { ...read, model: workbench.digest } } : {}
      const results = found.get(key) ?? (await predictWith(workbench, { ...asked, task: TASK, texts: TEXTS }))
      found.set(key, results)
      return results
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}

export const expectSame = (
  results: readonly PredictionResult[],
  wanted: readonly PredictionResult[],
): void => {
  expect(results.map(({ label }) => label)).toEqual(wanted.map(({ label }) => label))
  const difference = results.flatMap(({ scores }, i) =>
    scores.map((score, k) => Math.abs(score - wanted[i]!.scores[k]!)),
  )
  expect(Math.max(...difference)).toBeLessThan(1e-5)
}
