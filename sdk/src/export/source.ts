/**
 * A prompt's folder as what is exported: its values, what PEFT's configuration says of its model, its other files.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { readSoftPrompt, type SoftPrompt } from '@promptpost/engine/prompt'

export type PromptToExport = {
  prompt: SoftPrompt
  /** The causal or masked language model it is for. */
  kind: 'causal' | 'masked'
  /** Size of that model, as its configuration has it; undefined where the folder does not say. */
  layers: number | undefined
  heads: number | undefined
  /** Name of that model, where the folder has one. */
  baseModel: string | undefined
  /** adapter_model.safetensors, task.json and privacy-report.json, byte for byte. */
  tensor: Buffer
  task: Buffer
  report: Buffer | undefined
  /** The report's claim. */
  claim: { epsilon: number; delta: number } | undefined
}

/** Largest JSON file of a prompt; the same bound as `readSoftPrompt` has. */
const MAX_JSON = 1 << 20

const parseObject = (file: string, bytes: Buffer): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new PromptPostError('invalid-prompt', 'is not a JSON object', {
    field: file,
    next: 'Tune or download the prompt again.',
  })
}

const readReport = async (file: string): Promise<Buffer | undefined> => {
  const found = await stat(file).catch(() => undefined)
  if (!found) return undefined
  if (found.size > MAX_JSON)
    throw new PromptPostError('invalid-prompt', `is larger than ${MAX_JSON} bytes`, { field: file })
  return readFile(file)
}

const claimOf = (report: Record<string, unknown>): PromptToExport['claim'] => {
  const { epsilon, delta } = (report.guarantee ?? {}) as Record<string, unknown>
  return typeof epsilon === 'number' && typeof delta === 'number' ? { epsilon, delta } : undefined
}

const size = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : undefined

/**
 * Reads and checks the folder; ONNX Runtime is not loaded.
 *
 * @throws PromptPostError 'not-found' for a file that is missing, else 'invalid-prompt', naming it and what is wrong with it
 */
export const readPromptToExport = async (folder: string): Promise<PromptToExport> => {
  const prompt = await readSoftPrompt(folder)
  const path = (name: string): string => join(folder, name)
  const adapter = parseObject(path('adapter_config.json'), await readFile(path('adapter_config.json')))
  const report = await readReport(path('privacy-report.json'))
  const name = adapter.base_model_name_or_path
  return {
    prompt,
    kind: adapter.task_type === 'FEATURE_EXTRACTION' ? 'masked' : 'causal',
    layers: size(adapter.num_layers),
    heads: size(adapter.num_attention_heads),
    baseModel: typeof name === 'string' && name !== '' ? name : undefined,
    tensor: await readFile(path('adapter_model.safetensors')),
    task: await readFile(path('task.json')),
    report,
    claim: report && claimOf(parseObject(path('privacy-report.json'), report)),
  }
}
