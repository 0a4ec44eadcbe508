/**
 * Bounds on tokenizer files, and the one way they are read: bounded, as JSON objects, never evaluated.
 * @module
 */
import { readFile, stat } from 'node:fs/promises'
import { PromptPostError } from '@promptpost/base'

/** Largest tokenizer file read, in bytes (64 MB; the largest public tokenizer.json files are about 35 MB). */
export const MAX_TOKENIZER_BYTES = 64 * 1024 * 1024

export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads one JSON object from a file.
 *
 * @returns the bytes and the parsed object, or undefined when there is no such file
 * @throws PromptPostError 'invalid-tokenizer' when it is not a file, too large, not JSON or not an object
 */
export const readJsonObject = async (
  path: string,
): Promise<{ bytes: Buffer; value: JsonObject } | undefined> => {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (!found.isFile()) {
    throw new PromptPostError('invalid-tokenizer', 'is not a file', {
      field: path,
      next: 'Give a model directory.',
    })
  }
  if (found.size > MAX_TOKENIZER_BYTES) {
    throw new PromptPostError('invalid-tokenizer', `is larger than ${MAX_TOKENIZER_BYTES} bytes`, {
      field: path,
      value: found.size,
      next: 'Check that this is the tokenizer file of the model.',
    })
  }
  const bytes = await readFile(path)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new PromptPostError('invalid-tokenizer', 'is not valid JSON', {
      field: path,
      next: 'Download the file again from where the model came from.',
      cause,
    })
  }
  if (!isObject(value)) {
    throw new PromptPostError('invalid-tokenizer', 'is not a JSON object', {
      field: path,
      next: 'Download the file again from where the model came from.',
    })
  }
  return { bytes, value }
}
