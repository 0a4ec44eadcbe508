/**
 * One text for one JSON value (RFC 8785, JSON Canonicalization Scheme): names sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. What is signed does not depend on who wrote the file, or how.
 * @module
 */
import { PromptPostError } from '../errors.js'

/** Deepest nesting: far beyond any document here, and no danger to the stack. */
const MOST_DEPTH = 64

const HALF_PAIR = /\p{Surrogate}/u

const refuse = (message: string, value: unknown): never => {
  throw new PromptPostError('invalid-argument', message, {
    field: 'JSON',
    value,
    next: 'Ask the sender for the files as they were written first.',
  })
}

const textOf = (text: string): string =>
  HALF_PAIR.test(text) ? refuse('holds half of a surrogate pair', text) : JSON.stringify(text)

const write = (value: unknown, depth: number): string => {
  if (depth > MOST_DEPTH) return refuse('is nested too deeply', MOST_DEPTH)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? JSON.stringify(value)
      : refuse('holds a number that JSON lacks', `${value}`)
  if (Array.isArray(value)) return `[${value.map(item => write(item, depth + 1)).join(',')}]`
  if (typeof value !== 'object') return refuse('holds what is no JSON value', typeof value)
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, field]) => `${textOf(name)}:${write(field, depth + 1)}`).join(',')}}`
}

/**
 * The canonical text of a JSON value. Fields that are undefined are left out, as JSON.stringify does.
 *
 * @throws PromptPostError `invalid-argument` for what JSON cannot hold, half surrogate pairs, or more than 64 levels
 */
export const canonicalJson = (value: unknown): string => write(value, 0)
