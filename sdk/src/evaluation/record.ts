/**
 * What is finished, on disk: one file per arm and per distillation, written whole. An evaluation that was broken off finds
 * them again, if it is the same evaluation.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError, sha256, writeFileAtomic } from '@promptpost/base'
import { armId } from './plan.js'
import type { Arm, ArmResult, EvaluationTable } from './types.js'

type Distillation = EvaluationTable['distillation'][string]

export type ResultStore = {
  /** Undefined when the arm is not finished. */
  load(arm: Arm): Promise<ArmResult | undefined>
  save(result: ArmResult): Promise<void>
  loadDistillation(layers: number): Promise<Distillation | undefined>
  saveDistillation(layers: number, facts: Distillation): Promise<void>
  /** Folders for what is kept besides results. */
  folder(kind: 'students' | 'prompts' | 'checkpoints', name: string): string
  /** The privacy ledger of the evaluation. */
  readonly ledger: string
}

const readJson = async <T>(path: string): Promise<T | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

const write = (path: string, value: unknown): Promise<void> =>
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`)

/**
 * @param identity everything that changes results, but for the lists of students, budgets and seeds, which may grow
 * @throws PromptPostError 'conflict' when the folder holds another evaluation
 */
export const openResults = async (out: string, identity: unknown): Promise<ResultStore> => {
  const digest = sha256(JSON.stringify(identity))
  const file = join(out, 'evaluation.json')
  const found = await readJson<{ digest: string }>(file)
  if (found && found.digest !== digest)
    throw new PromptPostError('conflict', 'holds an evaluation with other data or settings', {
      field: '--out',
      value: out,
      next: 'Name a new folder, or give the same data and settings to go on.',
    })
  if (!found) await write(file, { version: 1, digest })
  const armFile = (arm: Arm): string => join(out, 'arms', `${armId(arm)}.json`)
  const distilFile = (layers: number): string => join(out, 'students', `layers${layers}.json`)
  return {
    load: arm => readJson(armFile(arm)),
    save: result => write(armFile(result), result),
    loadDistillation: layers => readJson(distilFile(layers)),
    saveDistillation: (layers, facts) => write(distilFile(layers), facts),
    folder: (kind, name) => join(out, kind, name),
    ledger: join(out, 'ledger'),
  }
}
