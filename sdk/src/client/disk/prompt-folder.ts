/**
 * Exactly what goes up: the four files of a prompt's folder as the body of one request, and nothing else that may lie in
 * it. The body is written here, once, and with it where each file stands in it: what is explained is what is sent.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { MOST_REPORT_BYTES, sealProblem } from '@promptpost/base/seal'
import type { components } from '../../generated/contract.js'

type Upload = components['schemas']['PromptCreate']
type Json = Record<string, unknown>

/** A file of the folder and the field of the body that carries it. */
export type PromptPart = {
  name: string
  /** The file as it was read. */
  bytes: Buffer
  field: Exclude<keyof Upload, 'student'>
  /** `json`: the document without its white space. `base64`: the bytes, the quotes around them not counted. */
  encoding: 'json' | 'base64'
  /** Where it stands in the body: bytes [start, end). */
  start: number
  end: number
}

export type PromptUpload = {
  /** The request as the contract has it. */
  value: Upload
  /** The very text that is sent, UTF-8. */
  body: string
  /** In the order of the body, which is the files' alphabetical order. */
  parts: PromptPart[]
}

const readIfThere = async (folder: string, name: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const parseDocument = (name: string, bytes: Buffer): Json => {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  } catch {
    // Said below; the parser's own words quote what it read.
  }
  throw new PromptPostError('invalid-prompt', 'is not a JSON object', {
    field: name,
    next: 'Tune the prompt again.',
  })
}

/** A report that is not this prompt's, or claims where a precondition is off, is not sent: the service would refuse it too. */
const checkReport = (value: Json, parts: readonly PromptPart[]): void => {
  const bytesOf = (field: PromptPart['field']): Buffer => parts.find(part => part.field === field)!.bytes
  const refuse = (path: readonly string[], message: string, next: string): never => {
    throw new PromptPostError('privacy-refused', message, {
      field: ['privacy-report.json', path.join('.')].filter(Boolean).join(': '),
      next: `${next} Without the report the prompt goes up as one tuned without privacy.`,
    })
  }
  if (bytesOf('privacy_report').length > MOST_REPORT_BYTES)
    refuse([], `may have at most ${MOST_REPORT_BYTES} bytes`, 'Take the one that tuning wrote.')
  const problem = sealProblem(value.privacy_report, {
    'adapter_config.json': value.adapter_config,
    'adapter_model.safetensors': bytesOf('adapter_model'),
    'task.json': value.task,
  })
  if (problem) refuse(problem.path, problem.message, problem.next)
}

const FILES = [
  { name: 'adapter_config.json', field: 'adapter_config', encoding: 'json', isOptional: false },
  { name: 'adapter_model.safetensors', field: 'adapter_model', encoding: 'base64', isOptional: false },
  { name: 'privacy-report.json', field: 'privacy_report', encoding: 'json', isOptional: true },
  { name: 'task.json', field: 'task', encoding: 'json', isOptional: false },
] as const

/**
 * The upload of a folder with adapter_config.json, adapter_model.safetensors, task.json and perhaps privacy-report.json.
 * Each file is read once. The student comes last, so that no file's place depends on its name.
 *
 * @throws PromptPostError 'invalid-prompt' naming the file that is missing or no JSON object; 'privacy-refused' for a privacy
 *   report that was not signed together with this prompt, or has a precondition that does not hold
 */
export const readPromptFolder = async (folder: string, student: string): Promise<PromptUpload> => {
  const value: Json = {}
  const parts: PromptPart[] = []
  let body = ''
  let written = 0
  const append = (text: string): void => {
    body += text
    written += Buffer.byteLength(text)
  }
  for (const { name, field, encoding, isOptional } of FILES) {
    const bytes = await readIfThere(folder, name)
    if (bytes === undefined) {
      if (isOptional) continue
      throw new PromptPostError('invalid-prompt', 'is missing', {
        field: name,
        next: 'Name the folder that tuning wrote.',
      })
    }
    const quote = encoding === 'base64' ? '"' : ''
    const content = encoding === 'base64' ? bytes.toString('base64') : parseDocument(name, bytes)
    value[field] = content
    append(`${parts.length === 0 ? '{' : ','}"${field}":${quote}`)
    const start = written
    append(typeof content === 'string' ? content : JSON.stringify(content))
    parts.push({ name, bytes, field, encoding, start, end: written })
    append(quote)
  }
  if (value.privacy_report !== undefined) checkReport(value, parts)
  value.student = student
  append(`,"student":${JSON.stringify(student)}}`)
  return { value: value as Upload, body, parts }
}
