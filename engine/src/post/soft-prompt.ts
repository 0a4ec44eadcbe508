/**
 * The soft prompt as a folder that PEFT loads: adapter_config.json, adapter_model.safetensors with the one tensor
 * `prompt_embeddings` [n, width], and task.json beside them.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, PromptPostError, writeFileAtomic } from '@promptpost/base'
import { decodeSafetensors, encodeSafetensors, toFloat32 } from '../weights/index.js'
import { readTask, taskFacts } from './task-file.js'
import { type AnyTask, type GenerationTask, isGeneration, type Task } from './task-kinds.js'

export type SoftPrompt<T extends AnyTask = Task> = {
  /** Row-major [virtualTokens, width]. */
  values: Float32Array
  virtualTokens: number
  width: number
  /** What it was tuned for. */
  task: T
  /** Digest of the model it works on; see {@link modelDigest}. */
  model: string
  /** How it came to be: method, seeds, digests of its origins. Strings only. */
  lineage: Readonly<Record<string, string>>
}

/** Bounds of a prompt that is read: far beyond use, small enough to allocate. */
const MAX_TOKENS = 1024
const MAX_WIDTH = 65536
const MAX_JSON = 1 << 20

const refuse = (file: string, message: string, value?: unknown, next?: string): never => {
  throw new PromptPostError('invalid-prompt', message, {
    field: file,
    ...(value !== undefined && { value }),
    next,
  })
}

/** Size of the model a prompt is made for, for PEFT's configuration. */
export type PromptTarget = { layers: number; heads: number; kind: 'causal' | 'masked'; name?: string }

/** Writes the folder; what is in it already is replaced file by file. */
export const writeSoftPrompt = async (
  folder: string,
  prompt: SoftPrompt<AnyTask>,
  target: PromptTarget,
): Promise<void> => {
  checkSoftPrompt(prompt, folder)
  await makeFolder(folder)
  const { values, virtualTokens, width, task, model, lineage } = prompt
  const adapter = {
    peft_type: 'PROMPT_TUNING',
    task_type: target.kind === 'causal' ? 'CAUSAL_LM' : 'FEATURE_EXTRACTION',
    auto_mapping: null,
    base_model_name_or_path: target.name ?? null,
    revision: null,
    inference_mode: true,
    num_virtual_tokens: virtualTokens,
    token_dim: width,
    num_transformer_submodules: 1,
    num_attention_heads: target.heads,
    num_layers: target.layers,
    prompt_tuning_init: 'RANDOM',
    prompt_tuning_init_text: null,
    tokenizer_name_or_path: null,
  }
  const tensor = { name: 'prompt_embeddings', shape: [virtualTokens, width], data: values }
  const metadata = { format: 'pt', promptpost: '1', model }
  const facts = { version: 1, ...taskFacts(task), model, lineage }
  await writeFileAtomic(join(folder, 'adapter_config.json'), `${JSON.stringify(adapter, null, 2)}\n`)
  await writeFileAtomic(join(folder, 'task.json'), `${JSON.stringify(facts, null, 2)}\n`)
  await writeFileAtomic(join(folder, 'adapter_model.safetensors'), encodeSafetensors([tensor], metadata))
}

const WHICH = 'Name a folder written by `promptpost tune` or downloaded from the service.'

/** A file of at most `most` bytes. */
const readBytes = async (file: string, most: number): Promise<Buffer> => {
  try {
    if ((await stat(file)).size > most) refuse(file, `is larger than ${most} bytes`)
    return await readFile(file)
  } catch (cause) {
    if (cause instanceof PromptPostError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new PromptPostError('not-found', 'is missing', { field: file, next: WHICH, cause })
    throw new PromptPostError('invalid-prompt', `cannot be read (${code})`, {
      field: file,
      next: WHICH,
      cause,
    })
  }
}

const readJson = async (file: string): Promise<Record<string, unknown>> => {
  const bytes = await readBytes(file, MAX_JSON)
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new PromptPostError('invalid-prompt', 'cannot be read as JSON', { field: file, next: WHICH, cause })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    refuse(file, 'must be a JSON object')
  return parsed as Record<string, unknown>
}

/**
 * A prompt of a task that classifies.
 * @throws PromptPostError 'not-found' for a file that is missing, else 'invalid-prompt', naming it and what is wrong with it
 */
export const readSoftPrompt = async (folder: string): Promise<SoftPrompt> => {
  const { task, ...prompt } = await readAnyPrompt(folder)
  if (!isGeneration(task)) return { ...prompt, task }
  return refuse(
    join(folder, 'task.json'),
    'is of a task with answers of several tokens, and this is for classes',
    undefined,
    'Use a prompt whose task has a verbalizer.',
  )
}

/**
 * A prompt of a task with answers of several tokens.
 * @throws PromptPostError 'not-found' for a file that is missing, else 'invalid-prompt', naming it and what is wrong with it
 */
export const readGenerationPrompt = async (folder: string): Promise<SoftPrompt<GenerationTask>> => {
  const { task, ...prompt } = await readAnyPrompt(folder)
  if (isGeneration(task)) return { ...prompt, task }
  return refuse(
    join(folder, 'task.json'),
    'is of a task that classifies, and this is for answers of several tokens',
    undefined,
    'Use a prompt whose task has answers.',
  )
}

const readAnyPrompt = async (folder: string): Promise<SoftPrompt<AnyTask>> => {
  const adapter = await readJson(join(folder, 'adapter_config.json'))
  if (adapter.peft_type !== 'PROMPT_TUNING') {
    refuse(join(folder, 'adapter_config.json'), 'peft_type is not PROMPT_TUNING', adapter.peft_type)
  }
  const facts = await readJson(join(folder, 'task.json'))
  const file = join(folder, 'adapter_model.safetensors')
  const bytes = await readBytes(file, MAX_TOKENS * MAX_WIDTH * 4 + MAX_JSON)
  const tensors = decodeSafetensors(bytes, { maxBytes: bytes.length, label: file })
  const tensor = tensors.get('prompt_embeddings')
  if (!tensor || tensors.size !== 1 || tensor.shape.length !== 2) {
    return refuse(file, 'must hold the one tensor prompt_embeddings [virtual tokens, width]', [
      ...tensors.keys(),
    ])
  }
  const [virtualTokens, width] = tensor.shape as [number, number]
  const prompt: SoftPrompt<AnyTask> = {
    values: toFloat32(tensor.storage, tensor.bytes),
    virtualTokens,
    width,
    task: readTask(facts, join(folder, 'task.json')),
    model:
      typeof facts.model === 'string'
        ? facts.model
        : refuse(join(folder, 'task.json'), 'model must be a digest'),
    lineage: stringsOf(facts.lineage),
  }
  if (adapter.num_virtual_tokens !== virtualTokens) {
    refuse(
      join(folder, 'adapter_config.json'),
      `num_virtual_tokens differs from the tensor's ${virtualTokens}`,
      adapter.num_virtual_tokens,
    )
  }
  return checkSoftPrompt(prompt, file)
}

const stringsOf = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {}

/** Shape within bounds and every value finite. */
export const checkSoftPrompt = <P extends SoftPrompt<AnyTask>>(prompt: P, where: string): P => {
  const { values, virtualTokens, width } = prompt
  const sized = virtualTokens >= 1 && virtualTokens <= MAX_TOKENS && width >= 1 && width <= MAX_WIDTH
  if (!sized || values.length !== virtualTokens * width) {
    refuse(where, `a prompt has 1 to ${MAX_TOKENS} virtual tokens`, [virtualTokens, width])
  }
  if (!values.every(Number.isFinite)) refuse(where, 'prompt_embeddings holds values that are not finite')
  return prompt
}

/** A prompt works on the model it was made for only. @throws PromptPostError 'invalid-prompt' */
export const requireFit = (
  prompt: SoftPrompt<AnyTask>,
  model: { width: number; digest: string },
  what: string,
): void => {
  if (prompt.width !== model.width) {
    refuse(
      'prompt',
      `has width ${prompt.width} where ${what} has ${model.width}`,
      undefined,
      'Use the model it was tuned on.',
    )
  }
  if (prompt.model !== model.digest) {
    refuse(
      'prompt',
      `was not made for ${what}`,
      `${prompt.model.slice(0, 12)}… is not ${model.digest.slice(0, 12)}…`,
      'Use the model it was tuned on, or transfer it.',
    )
  }
}
