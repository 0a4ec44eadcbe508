/**
 * Writes a prompt in the format of another tool, whole or not at all. No network, no ONNX Runtime.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { digestFile, makeFolder, PromptPostError, writeFileAtomic } from '@promptpost/base'
import type { ExportedFile } from './files.js'
import { exportLlamacpp } from './llamacpp.js'
import { exportNpy } from './npy.js'
import { exportPeft } from './peft.js'
import { type PromptToExport, readPromptToExport } from './source.js'
import { exportTrtllm } from './trtllm.js'
import { exportVllm, type TensorType } from './vllm.js'

export const EXPORT_FORMATS = ['peft', 'vllm', 'trtllm', 'npy', 'llamacpp'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type ExportPromptOptions = {
  /** A prompt's folder, as tuning or a download writes it. */
  folder: string
  to: ExportFormat
  /** A new folder; with npy a new file. */
  out: string
  /** peft, vllm: name or path of the model the prompt works on. */
  baseModel?: string
  /** vllm: element type of the tensor; default float32. */
  dtype?: TensorType
  /** trtllm: the engine's vocab_size, for the virtual ids to be written out. */
  vocabularySize?: number
}

export type ExportedPrompt = {
  out: string
  to: ExportFormat
  virtualTokens: number
  width: number
  files: { name: string; size: number; sha256: string }[]
  /** Whether privacy-report.json is among the files. */
  privacyReport: boolean
}

/** Longest name of a model, in characters. */
const MAX_NAME = 4096

/** Which formats an option is for. */
const FOR = {
  baseModel: ['peft', 'vllm'],
  dtype: ['vllm'],
  vocabularySize: ['trtllm'],
} as const satisfies Record<string, readonly ExportFormat[]>

const checkOptions = (options: ExportPromptOptions): void => {
  const { to, baseModel } = options
  const refuse = (field: string, message: string, value: unknown, next?: string): never => {
    throw new PromptPostError('invalid-argument', message, { field, value, next })
  }
  if (!EXPORT_FORMATS.includes(to)) refuse('to', `must be one of ${EXPORT_FORMATS.join(', ')}`, to)
  for (const [name, formats] of Object.entries(FOR) as [keyof typeof FOR, readonly ExportFormat[]][])
    if (options[name] !== undefined && !formats.includes(to))
      refuse(name, `goes with ${formats.join(' and ')}, not with ${to}`, options[name], 'Leave it out.')
  if (options.dtype !== undefined && !['float32', 'float16'].includes(options.dtype))
    refuse('dtype', 'must be float32 or float16', options.dtype)
  if (baseModel === undefined) return
  if (baseModel.trim() === '' || baseModel.length > MAX_NAME || /\p{Cc}/u.test(baseModel))
    refuse(
      'baseModel',
      'is no name of a model',
      baseModel,
      'Give a name on the Hugging Face Hub or a folder.',
    )
}

const refuseTaken = async (out: string, kind: 'file' | 'folder'): Promise<void> => {
  if (!(await stat(out).catch(() => undefined))) return
  throw new PromptPostError('conflict', 'exists already', {
    field: 'out',
    value: out,
    next: `Name a new ${kind}.`,
  })
}

const filesOf = (source: PromptToExport, options: ExportPromptOptions): ExportedFile[] => {
  const { to, dtype = 'float32', vocabularySize } = options
  if (to === 'peft') return exportPeft(source)
  if (to === 'vllm') return exportVllm(source, dtype)
  return to === 'trtllm' ? exportTrtllm(source, vocabularySize) : exportLlamacpp(source)
}

const writeFolder = async (out: string, files: readonly ExportedFile[]): Promise<void> => {
  const temporary = join(dirname(out), `.${basename(out)}.${randomUUID()}`)
  try {
    await makeFolder(temporary)
    for (const { name, data } of files) await writeFileAtomic(join(temporary, name), data)
    await rename(temporary, out)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}

/**
 * Exports a prompt. Folders also get task.json, which says what the prompt is for, and privacy-report.json if there is one.
 *
 * @throws PromptPostError 'invalid-argument' for an option the format does not take; 'invalid-prompt' for a folder that
 *   is no prompt or whose values the format cannot hold; 'conflict' when `out` is there already
 */
export const exportPrompt = async (options: ExportPromptOptions): Promise<ExportedPrompt> => {
  checkOptions(options)
  const { folder, to, baseModel } = options
  const out = resolve(options.out)
  await refuseTaken(options.out, to === 'npy' ? 'file' : 'folder')
  const read = await readPromptToExport(folder)
  const source = baseModel === undefined ? read : { ...read, baseModel }
  const { virtualTokens, width } = source.prompt
  const facts = { out: options.out, to, virtualTokens, width }
  if (to === 'npy') {
    await writeFileAtomic(out, exportNpy(source))
    return { ...facts, files: [{ name: basename(out), ...(await digestFile(out)) }], privacyReport: false }
  }
  const files: ExportedFile[] = [
    ...filesOf(source, options),
    ...(source.report ? [{ name: 'privacy-report.json', data: source.report }] : []),
    { name: 'task.json', data: source.task },
  ]
  await writeFolder(out, files)
  const written = files.map(async ({ name }) => ({ name, ...(await digestFile(join(out, name))) }))
  return { ...facts, files: await Promise.all(written), privacyReport: source.report !== undefined }
}
