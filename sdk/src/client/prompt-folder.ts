/**
 * Exactly what goes up: the four files of a prompt's folder, and nothing else that may lie in it.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { components } from '../generated/contract.js'

type Upload = components['schemas']['PromptCreate']
type Json = Record<string, unknown>

const readObject = async (folder: string, name: string): Promise<Json | undefined> => {
  let text: string
  try {
    text = await readFile(join(folder, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  } catch {}
  throw new PromptPostError('invalid-prompt', 'is not a JSON object', {
    field: name,
    next: 'Tune the prompt again.',
  })
}

const missing = (name: string): PromptPostError =>
  new PromptPostError('invalid-prompt', 'is missing', {
    field: name,
    next: 'Name the folder that tuning wrote.',
  })

/** The body of an upload, from a folder with adapter_config.json, adapter_model.safetensors, task.json and perhaps privacy-report.json. */
export const readPromptFolder = async (folder: string, student: string): Promise<Upload> => {
  const adapterConfig = await readObject(folder, 'adapter_config.json')
  if (!adapterConfig) throw missing('adapter_config.json')
  const task = await readObject(folder, 'task.json')
  if (!task) throw missing('task.json')
  const report = await readObject(folder, 'privacy-report.json')
  const weights = await readFile(join(folder, 'adapter_model.safetensors')).catch(() => {
    throw missing('adapter_model.safetensors')
  })
  return {
    student,
    adapter_config: adapterConfig,
    adapter_model: weights.toString('base64'),
    task: task as Upload['task'],
    ...(report ? { privacy_report: report } : {}),
  }
}
