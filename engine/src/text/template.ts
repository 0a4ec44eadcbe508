/**
 * The cue a model answers to: a text inside a template, as ids, and the position its answer is read from.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { TextTokenizer } from './tokenizer.js'

/** Longest template, in characters. */
const MAX_TEMPLATE = 4096

const TEXT = '{text}'
const MASK = '<mask>'

export type Template = {
  readonly source: string
  /** What stands before the text; holds `<mask>` when `mask` is 'before'. */
  readonly before: string
  /** What stands after the text; holds `<mask>` when `mask` is 'after'. */
  readonly after: string
  /** Where the placeholder of the mask token is. */
  readonly mask: 'before' | 'after' | undefined
}

/** Causal models answer after the last token; masked ones at the mask. */
export type ReadoutKind = 'causal' | 'masked'

const count = (haystack: string, needle: string): number => haystack.split(needle).length - 1

const refuse = (problem: string, value: unknown, next: string): never => {
  throw new PromptPostError('invalid-template', problem, { field: 'template', value, next })
}

/**
 * Reads a template: exactly one `{text}`, and for masked language models one `<mask>`, which stands for the model's
 * own mask token. Braces and angle brackets are otherwise ordinary characters.
 *
 * @example parseTemplate('{text} It was')
 * @example parseTemplate('{text} It was <mask>.')
 * @throws PromptPostError 'invalid-template'
 */
export const parseTemplate = (source: string): Template => {
  if (typeof source !== 'string')
    return refuse('is not a string', typeof source, 'Write it as "{text} It was".')
  if (source.length > MAX_TEMPLATE) {
    refuse(`is longer than ${MAX_TEMPLATE} characters`, source.length, 'Shorten the words around {text}.')
  }
  if (source.includes('\0') || /\p{Surrogate}/u.test(source)) {
    refuse('holds a NUL or half a surrogate pair', source, 'Remove that character.')
  }
  if (count(source, TEXT) !== 1) refuse('needs exactly one {text}', source, 'Write it as "{text} It was".')
  if (count(source, MASK) > 1)
    refuse('has more than one <mask>', source, 'Keep the one the answer stands at.')
  const at = source.indexOf(TEXT)
  const before = source.slice(0, at)
  const after = source.slice(at + TEXT.length)
  const mask = before.includes(MASK) ? 'before' : after.includes(MASK) ? 'after' : undefined
  return { source, before, after, mask }
}

/** The template's two literal parts as this tokenizer is to see them, checked against the kind of model. */
const literals = (tokenizer: TextTokenizer, template: Template, kind: ReadoutKind): [string, string] => {
  if (kind === 'causal') {
    if (template.mask === undefined) return [template.before, template.after]
    return refuse(
      'has a <mask>, but the model is causal',
      template.source,
      'End the template with the cue instead.',
    )
  }
  if (template.mask === undefined) {
    refuse(
      'has no <mask>, but the model is a masked one',
      template.source,
      'Write it as "{text} It was <mask>."',
    )
  }
  const token = tokenizer.specialText('mask')
  if (token === undefined) {
    throw new PromptPostError('invalid-tokenizer', 'has no mask token', {
      field: 'tokenizer_config.json: mask_token',
      next: 'Use a masked language model such as RoBERTa or BERT, or a template without <mask>.',
    })
  }
  const literal: [string, string] = [
    template.before.replace(MASK, () => token),
    template.after.replace(MASK, () => token),
  ]
  if (count(literal.join(''), token) > 1) {
    refuse(`names the mask token ${token} beside <mask>`, template.source, 'Keep <mask> alone.')
  }
  return literal
}

/** Start of the next word within this many characters of a cut, so that a kept text begins with a whole word. */
const WORD_SEARCH = 64

/** The last `length` UTF-16 units of a text, never half a surrogate pair, from the start of a word where one is near. */
const tail = (text: string, length: number): string => {
  let start = text.length - length
  if (start <= 0) return text
  if (/[\udc00-\udfff]/.test(text[start] ?? '') && /[\ud800-\udbff]/.test(text[start - 1] ?? '')) start += 1
  if (/\p{White_Space}/u.test(text[start - 1] ?? ''))
    return text.slice(start).replace(/^\p{White_Space}+/u, '')
  const gap = /\p{White_Space}+/u.exec(text.slice(start, start + WORD_SEARCH))
  const from = gap === null ? start : start + gap.index + gap[0].length
  return text.slice(from === text.length ? start : from)
}

/**
 * Ids of a text in its template, and the position the answer is read from.
 *
 * The rendered string is tokenised as one. A causal input is what `withSpecialTokens` gives but for anything after
 * the cue (an end-of-text token there would be read out instead); a masked one has all special tokens around it.
 *
 * Truncation rule: when the input is longer than `maxTokens`, the beginning of the TEXT is dropped (cues come at the
 * end, and so does what matters in most texts): the longest end of it that fits is kept (to within a word or so),
 * moved on to the next start of a word when one is near. The literal parts of the template always stay whole, and the result is
 * exactly the tokenisation of a shorter text, so that nothing changes where text and cue meet.
 *
 * @returns `ids` (at most `maxTokens`) and `readout`, an index into them
 * @throws PromptPostError 'invalid-template' when the template does not suit the kind of model, when it does not fit
 *   into `maxTokens` by itself, or when there is no token to read from
 */
export const encodeForReadout = (
  tokenizer: TextTokenizer,
  template: Template,
  text: string,
  options: { maxTokens: number; kind: ReadoutKind },
): { ids: number[]; readout: number } => {
  const { maxTokens, kind } = options
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw new PromptPostError('invalid-argument', 'is not a positive whole number', {
      field: 'options.maxTokens',
      value: maxTokens,
      next: "Give the model's context length less the virtual tokens.",
    })
  }
  const [before, after] = literals(tokenizer, template, kind)
  const encode = (part: string): number[] => {
    const ids = tokenizer.encode(before + part + after)
    return kind === 'masked' ? tokenizer.withSpecialTokens(ids) : [...tokenizer.frame.before, ...ids]
  }
  let ids = encode(text)
  if (ids.length > maxTokens) ids = encodeTail(encode, text, maxTokens, ids.length)
  if (ids.length > maxTokens) {
    refuse(
      `takes ${ids.length} tokens without any text, more than ${maxTokens}`,
      template.source,
      'Shorten it.',
    )
  }
  const mask = tokenizer.special.mask ?? -1
  const readout =
    kind === 'causal'
      ? ids.length - 1
      : template.mask === 'before'
        ? ids.indexOf(mask)
        : ids.lastIndexOf(mask)
  if (readout < 0)
    refuse('gives no token to read the answer from', template.source, 'Add a cue, such as " It was".')
  return { ids, readout }
}

/** Tokens that may be left unused by truncation where another try would gain little. */
const SLACK = 2

/**
 * The longest end of `text` that fits, but for SLACK tokens: guesses in proportion to the tokens counted so far, and
 * every third time the middle, so that few ends have to be tokenised.
 *
 * @param total tokens of the whole text in its template, more than `maxTokens`
 */
const encodeTail = (
  encode: (part: string) => number[],
  text: string,
  maxTokens: number,
  total: number,
): number[] => {
  let best = encode('')
  let fits = { length: 0, tokens: best.length }
  let tooLong = { length: text.length, tokens: total }
  for (let attempt = 1; tooLong.length - fits.length > 1 && best.length < maxTokens - SLACK; attempt += 1) {
    const share = attempt % 3 === 0 ? 0.5 : (maxTokens - fits.tokens) / (tooLong.tokens - fits.tokens)
    const guess = fits.length + Math.floor((tooLong.length - fits.length) * share)
    const length = Math.min(tooLong.length - 1, Math.max(fits.length + 1, guess))
    const ids = encode(tail(text, length))
    if (ids.length <= maxTokens) {
      best = ids
      fits = { length, tokens: ids.length }
    } else {
      tooLong = { length, tokens: ids.length }
    }
  }
  return best
}
