/**
 * The files of a prompt's folder that a report is about, read with bounds: a folder from elsewhere may hold anything.
 * @module
 */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { MOST_REPORT_BYTES, type SealedFiles } from '@promptpost/base/seal'

export const REPORT_FILE = 'privacy-report.json'

const MOST_DOCUMENT_BYTES = 1 << 20
/** 1024 tokens of width 65536 in float32, and a header. */
const MOST_TENSOR_BYTES = 1024 * 65536 * 4 + MOST_DOCUMENT_BYTES

const readBounded = async (folder: string, name: string, most: number): Promise<Buffer> => {
  const refuse = (code: 'not-found' | 'invalid-prompt', message: string, value?: unknown): never => {
    throw new PromptPostError(code, message, {
      field: name,
      ...(value === undefined ? {} : { value }),
      next: 'Name a folder that `promptpost tune --epsilon` wrote or `promptpost prompts download` brought.',
    })
  }
  const path = join(folder, name)
  try {
    const found = await stat(path)
    // A pipe would be waited for.
    if (!found.isFile()) return refuse('invalid-prompt', 'is no file')
    if (found.size > most) return refuse('invalid-prompt', `may have at most ${most} bytes`, found.size)
    const handle = await open(path)
    try {
      const buffer = Buffer.alloc(found.size)
      const { bytesRead } = await handle.read(buffer, 0, found.size, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof PromptPostError) throw error
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('not-found', 'is missing', folder)
    return refuse('invalid-prompt', `cannot be read (${code})`, folder)
  }
}

const readDocument = async (folder: string, name: string, most: number): Promise<unknown> => {
  const bytes = await readBounded(folder, name, most)
  try {
    return JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes))
  } catch {
    // The parser's own words quote what it read.
    throw new PromptPostError('invalid-prompt', 'is not JSON', {
      field: name,
      next: 'Ask the sender for the folder as tuning wrote it.',
    })
  }
}

/** @throws PromptPostError `not-found` or `invalid-prompt`, naming the file */
export const readSealedFiles = async (folder: string): Promise<SealedFiles> => ({
  'adapter_config.json': await readDocument(folder, 'adapter_config.json', MOST_DOCUMENT_BYTES),
  'adapter_model.safetensors': await readBounded(folder, 'adapter_model.safetensors', MOST_TENSOR_BYTES),
  'task.json': await readDocument(folder, 'task.json', MOST_DOCUMENT_BYTES),
})

/** The report as parsed JSON, not looked into. */
export const readReportFile = (folder: string): Promise<unknown> =>
  readDocument(folder, REPORT_FILE, MOST_REPORT_BYTES)
