/**
 * The student bundle: a Hugging Face directory that transformers loads, with promptpost.json saying where it comes from.
 * @module
 */

import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { digestFile, makeFolder, PromptPostError, writeFileAtomic } from '@promptpost/base'
import { studentConfig, studentEntries } from '../models/index.js'
import { readTensor, writeSafetensors } from '../weights/index.js'
import type { Workbench } from './workbench.js'

export type DistilFacts = {
  /** Digest of the teacher. */
  teacher: string
  keptLayers: readonly number[]
  settings: Readonly<Record<string, unknown>>
  /** Real tokens trained on. */
  tokens: number
  /** Loss of each step, nats. */
  losses: number[]
  seconds: number
}

/** Tokenizer files that go with a model, where it has them. */
export const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'vocab.json',
  'merges.txt',
  'vocab.txt',
]

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/** @throws PromptPostError 'conflict' when the directory exists already */
export const requireNew = async (directory: string): Promise<void> => {
  if (!(await exists(directory))) return
  throw new PromptPostError('conflict', 'exists already', {
    field: 'outDirectory',
    value: directory,
    next: 'Name a new directory.',
  })
}

/** @throws PromptPostError 'conflict' when the directory exists already */
export const writeStudentBundle = async (
  directory: string,
  teacher: Workbench,
  kept: readonly number[],
  trained: ReadonlyMap<string, Float32Array>,
  facts: DistilFacts,
  license = 'As the teacher model.',
): Promise<void> => {
  await requireNew(directory)
  await makeFolder(dirname(directory))
  const temporary = join(dirname(directory), `.${basename(directory)}.${randomUUID()}`)
  try {
    await mkdir(temporary)
    const { model } = teacher
    const entries = studentEntries(model, kept)
    const storage = [...entries.values()][0]!.storage as 'float32' | 'float16' | 'bfloat16'
    const tensors = []
    for (const [name, entry] of entries) {
      tensors.push({
        name,
        shape: entry.shape,
        data: trained.get(name) ?? (await readTensor(entry)),
        storage,
      })
    }
    await writeSafetensors(join(temporary, 'model.safetensors'), tensors, { format: 'pt' })
    const config = studentConfig(model, kept)
    await writeFileAtomic(join(temporary, 'config.json'), `${JSON.stringify(config.raw, null, 2)}\n`)
    for (const name of TOKENIZER_FILES) {
      if (await exists(join(model.directory, name)))
        await copyFile(join(model.directory, name), join(temporary, name))
    }
    const files: Record<string, { sha256: string; size: number }> = {}
    for (const name of ['config.json', 'model.safetensors', ...TOKENIZER_FILES]) {
      if (await exists(join(temporary, name))) files[name] = await digestFile(join(temporary, name))
    }
    const { losses, seconds, ...told } = facts
    const card = { version: 1, kind: 'student', ...told, finalLoss: tailMean(losses), license, files }
    await writeFileAtomic(join(temporary, 'promptpost.json'), `${JSON.stringify(card, null, 2)}\n`)
    await rename(temporary, directory)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/** Mean of the last tenth. */
const tailMean = (losses: readonly number[]): number => {
  const tail = losses.slice(-Math.max(1, Math.round(losses.length / 10)))
  return tail.reduce((a, b) => a + b, 0) / tail.length
}
