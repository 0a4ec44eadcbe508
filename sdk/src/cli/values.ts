/**
 * Values of flags, checked as they are parsed: an error names the flag and what it takes.
 * @module
 */
import { PromptPostError, readSize } from '@promptpost/base'
import { parseTemplate } from '@promptpost/engine/text'
import { usageError } from './failure.js'
import { readUserFileText } from './user-file.js'

/** A whole number within bounds. */
export const whole =
  (flag: string, least: number, most = Number.MAX_SAFE_INTEGER, also = '') =>
  (text: string): number => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`
    throw new PromptPostError('invalid-argument', `must be a whole number, ${range}${also}`, {
      field: flag,
      value: text,
    })
  }

/** A finite number above (or, when `isIncluded`, from) a bound. */
export const decimal =
  (flag: string, least: number, isIncluded = false) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isFinite(value) && (isIncluded ? value >= least : value > least)) return value
    throw new PromptPostError(
      'invalid-argument',
      `must be a number ${isIncluded ? 'from' : 'above'} ${least}`,
      {
        field: flag,
        value: text,
      },
    )
  }

/** A part of a whole, or a probability; where `isSome`, not none of it. */
export const share =
  (flag: string, isSome = false) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (value >= 0 && value <= 1 && !(isSome && value === 0)) return value
    throw new PromptPostError(
      'invalid-argument',
      `must be ${isSome ? 'above 0, 1 at most' : 'from 0 to 1'}`,
      {
        field: flag,
        value: text,
        next: 'Write three in ten as 0.3.',
      },
    )
  }

const KEPT = ['ends', 'spread', 'early'] as const

export type KeptLayers = (typeof KEPT)[number] | number[]

/** Which layers a student keeps: a word, or their numbers. */
export const keptLayers =
  (flag: string) =>
  (text: string): KeptLayers => {
    const word = KEPT.find(one => one === text)
    if (word) return word
    if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number)
    throw new PromptPostError('invalid-argument', `must be ${KEPT.join(', ')}, or numbers of layers`, {
      field: flag,
      value: text,
      next: `Write the first, the fourth and the last of twelve as ${flag} 0,3,11.`,
    })
  }

/** A weight, or the word that leaves it to the transfer. */
export const weight =
  (flag: string) =>
  (text: string): number | 'auto' => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (text === 'auto' || (value >= 0 && value <= 1)) return text === 'auto' ? text : value
    throw new PromptPostError('invalid-argument', 'must be from 0 to 1, or auto', {
      field: flag,
      value: text,
    })
  }

/** How many, or the word that leaves it to the transfer. */
export const steps =
  (flag: string) =>
  (text: string): number | 'auto' =>
    text === 'auto' ? text : whole(flag, 1, Number.MAX_SAFE_INTEGER, ', or auto')(text)

export type Redaction = { pattern: RegExp; replacement: string }

/** A regular expression and what takes the place of all it finds, as `PATTERN=REPLACEMENT`; one of a repeated flag. */
export const redaction =
  (flag: string) =>
  (text: string, before: Redaction[] = []): Redaction[] => {
    // The last one: patterns are likelier to hold one than what replaces.
    const at = text.lastIndexOf('=')
    const next = `Write it as ${flag} '\\d{3,}=NUMBER', quoted for the shell.`
    if (at < 1) throw usageError(`${flag}: is no PATTERN=REPLACEMENT`, next)
    try {
      const pattern = new RegExp(text.slice(0, at), 'gu')
      return [...before, { pattern, replacement: text.slice(at + 1) }]
    } catch (cause) {
      throw usageError(`${flag}: ${(cause as Error).message}`, next)
    }
  }

/** A text with all redactions in it, in their order. A `$` in a replacement is itself. */
export const redacted = (text: string, redactions: readonly Redaction[]): string =>
  redactions.reduce((left, { pattern, replacement }) => left.replace(pattern, () => replacement), text)

/** An amount of memory such as 900MB or 1.5GiB, in bytes. */
export const size =
  (flag: string) =>
  (text: string): number =>
    readSize(flag, text)

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A length of time such as 90d, 12h, 30m or 45s, in milliseconds. */
export const duration =
  (flag: string) =>
  (text: string): number => {
    const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
    const value = Number(count) * (UNITS[unit] ?? 0)
    if (value > 0) return value
    throw new PromptPostError('invalid-argument', 'must be a time such as 45s, 30m, 12h or 90d', {
      field: flag,
      value: text,
    })
  }

/** One of several words for a repeated flag. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value]

const VERBALIZER_AS = '{"bad": ["terrible"], "good": ["great"]}'

const parseObject = (flag: string, text: string, file?: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Said below; the parser's own words quote what it read.
  }
  if (file !== undefined)
    throw usageError(`${flag}: ${file} is not a JSON object`, `Write into it ${VERBALIZER_AS}`)
  throw usageError(`${flag}: is not a JSON object`, `Write it as '{"key": "value"}', quoted for the shell.`)
}

/** Names to names, as `{"1": "good"}`. */
export const stringMap =
  (flag: string) =>
  (text: string): Record<string, string> => {
    const map = parseObject(flag, text)
    for (const [key, value] of Object.entries(map))
      if (typeof value !== 'string')
        throw new PromptPostError('invalid-argument', 'must be a string', { field: `${flag} ${key}` })
    return map as Record<string, string>
  }

const parseObjectOrFile = async (flag: string, given: string): Promise<Record<string, unknown>> => {
  if (given.trimStart().startsWith('{')) return parseObject(flag, given)
  const text = await readUserFileText(given).catch(cause => {
    throw new PromptPostError('invalid-argument', 'is neither a JSON object nor a file that can be read', {
      field: flag,
      value: given,
      next: `Write it as '${VERBALIZER_AS}', or name a file that holds this.`,
      cause,
    })
  })
  return parseObject(flag, text, given)
}

/** Words of each class: JSON, or a file of it; a single word may stand without its list. */
export const readVerbalizer = async (given: string): Promise<Record<string, string[]>> => {
  const flag = '--verbalizer'
  const classes = await parseObjectOrFile(flag, given)
  const entries = Object.entries(classes).map(([label, words]): [string, string[]] => {
    const list: unknown = typeof words === 'string' ? [words] : words
    const isRight = Array.isArray(list) && list.length > 0 && list.every(word => typeof word === 'string')
    if (!isRight)
      throw new PromptPostError('invalid-verbalizer', 'must be a word or a list of words', {
        field: `${flag} ${label}`,
        value: words,
      })
    return [label, list as string[]]
  })
  if (entries.length < 2)
    throw new PromptPostError('invalid-verbalizer', 'needs two classes or more', {
      field: flag,
      value: entries.length,
    })
  return Object.fromEntries(entries)
}

export type GivenTask = { template?: string; verbalizer?: string }
export type ReadTask = { template: string; verbalizer: Record<string, string[]> }

/** The task of two flags that go together; undefined when neither is given. */
export const readTask = async ({ template, verbalizer }: GivenTask): Promise<ReadTask | undefined> => {
  if (template === undefined && verbalizer === undefined) return undefined
  if (template === undefined || verbalizer === undefined)
    throw usageError(
      `${template === undefined ? '--template' : '--verbalizer'} is missing: the two go together`,
      `Give both, for example --template '{text} It was' --verbalizer '{"bad": "terrible", "good": "great"}'`,
    )
  parseTemplate(template)
  return { template, verbalizer: await readVerbalizer(verbalizer) }
}
