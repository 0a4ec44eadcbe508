/**
 * JSON for headers and indexes from strangers: duplicate keys, deep nesting and invalid UTF-8 are refused, which
 * JSON.parse alone would let through (of two equal keys it keeps the last; another reader may keep the first).
 * @module
 */
import { problem, quote } from './problem.js'

export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type JsonLimits = {
  /** Nesting allowed, the outer object counted as 1. */
  depth: number
  /** Keys allowed in one object. */
  keys: number
  /** Refuse 1.0, 1e3, -1, true and null: only text, whole numbers, lists and objects, as in a safetensors header. */
  wholeNumbers: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Outside strings, a safetensors header has only blanks, digits and `,:[]{}`. */
const PLAIN = /[ \t\n\r\d,:[\]{}]/

/** Index of the closing quote of the string that opens at `start`, or -1. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return -1
}

/** Walks the text once, before anything is built from it. Grammar is left to JSON.parse. */
const scan = (text: string, file: string, limits: JsonLimits): void => {
  /** Per open bracket: the keys seen, or undefined in a list. */
  const open: (Set<string> | undefined)[] = []
  let owner: string | undefined
  let keyNext = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') {
      const end = endOfString(text, at)
      if (end < 0) throw problem(file, 'holds text that is not valid JSON (a string does not end)')
      const keys = open.at(-1)
      if (keyNext && keys !== undefined) {
        const raw = text.slice(at, end + 1)
        const key = raw.includes('\\') ? (parse(raw, file) as string) : raw.slice(1, -1)
        if (open.length === 1) owner = key
        if (keys.has(key)) {
          throw problem(file, `has the key ${quote(key)} twice`, { tensor: owner })
        }
        keys.add(key)
        if (keys.size > limits.keys) throw problem(file, `has more than ${limits.keys} keys in one object`)
        keyNext = false
      }
      at = end
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined)
      keyNext = character === '{'
      if (open.length > limits.depth) {
        throw problem(file, `is nested deeper than ${limits.depth} levels`, { tensor: owner })
      }
    } else if (character === '}' || character === ']') {
      open.pop()
      keyNext = false
    } else if (character === ',') {
      keyNext = open.at(-1) !== undefined
    } else if (limits.wholeNumbers && !PLAIN.test(character)) {
      const shown = text.slice(at, at + 12)
      throw problem(file, 'has a value that is not text, a whole number, a list or an object', {
        value: shown,
        tensor: owner,
      })
    }
  }
}

const parse = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw problem(file, 'holds text that is not valid JSON', { cause })
  }
}

/**
 * Parses one JSON object.
 *
 * @param file named in errors
 * @throws PromptPostError 'invalid-weights' when it is not UTF-8, does not start with '{', has a key twice, or leaves
 *   the limits
 */
export const parseJsonObject = (bytes: Uint8Array, file: string, limits: JsonLimits): JsonObject => {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw problem(file, 'is not valid UTF-8 where JSON should be', { cause })
  }
  if (!text.startsWith('{'))
    throw problem(file, "has no '{' where JSON should start", { value: text.slice(0, 8) })
  scan(text, file, limits)
  const value = parse(text, file)
  if (!isObject(value)) throw problem(file, 'is not a JSON object')
  return value
}
