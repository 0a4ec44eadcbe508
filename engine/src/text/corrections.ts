/**
 * Where the JavaScript tokenizer splits text otherwise than the Rust one that the models were trained with, put right.
 *
 * 1. `\s` in JavaScript holds U+FEFF and lacks U+0085 (which IMDB reviews contain); in Rust it is White_Space.
 * 2. BERT lower-cases character by character in Rust (a final capital sigma has no special form) and after the
 *    accents are gone; JavaScript lower-cases the whole string first.
 * 3. BERT isolates CJK characters beyond U+FFFF too; the JavaScript port looks at UTF-16 units.
 * 4. Byte-fallback decoding (llama) drops U+FEFF in JavaScript.
 *
 * What is left is listed in `loadTokenizer`.
 * @module
 */
import * as library from '@huggingface/tokenizers'

type Constructor = abstract new (...parameters: never[]) => object

/** The classes corrected (the package's own declarations do not resolve under `moduleResolution: nodenext`). */
const {
  BertNormalizer,
  BertPreTokenizer,
  ByteFallbackDecoder,
  ByteLevelPreTokenizer,
  SequenceDecoder,
  SequenceNormalizer,
  SequencePreTokenizer,
} = library as unknown as Record<
  | 'BertNormalizer'
  | 'BertPreTokenizer'
  | 'ByteFallbackDecoder'
  | 'ByteLevelPreTokenizer'
  | 'SequenceDecoder'
  | 'SequenceNormalizer'
  | 'SequencePreTokenizer',
  Constructor
>

/** GPT-2's splitting pattern, with white space as Unicode defines it. */
const BYTE_LEVEL_PATTERN =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

/** BERT's: runs without white space or punctuation, and each punctuation mark alone (all ASCII symbols count). */
const BERT_PATTERN = /[^\p{White_Space}\p{P}!-/:-@[-`{-~]+|[\p{P}!-/:-@[-`{-~]/gu

/** The blocks BERT isolates, as the Rust normaliser lists them (it starts the last extension at U+2B920). */
const CJK =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu

/** Dropped by clean_text: NUL, the replacement character and control, format, private-use characters. */
const UNCLEAN = /(?![\t\n\r])[\0\ufffd\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu

type BertSteps = {
  clean_text?: boolean
  handle_chinese_chars?: boolean
  strip_accents?: boolean | null
  lowercase?: boolean
}

/** BertNormalizer as the Rust crate does it: clean, isolate CJK, strip accents, lower-case each character. */
export const normalizeBert = (text: string, steps: BertSteps): string => {
  let out = text
  if (steps.clean_text) out = out.replace(UNCLEAN, '').replace(/\p{White_Space}/gu, ' ')
  if (steps.handle_chinese_chars) out = out.replace(CJK, ' $& ')
  if (steps.strip_accents ?? steps.lowercase) out = out.normalize('NFD').replace(/\p{Mn}/gu, '')
  return steps.lowercase ? Array.from(out, character => character.toLowerCase()).join('') : out
}

/** Corrects a normaliser in place, and those inside it. */
const correctNormalizer = (normalizer: unknown): void => {
  if (normalizer instanceof SequenceNormalizer) {
    for (const part of (normalizer as unknown as { normalizers: unknown[] }).normalizers)
      correctNormalizer(part)
  } else if (normalizer instanceof BertNormalizer) {
    const target = normalizer as unknown as { config: BertSteps; normalize: (text: string) => string }
    target.normalize = text => normalizeBert(text, target.config)
  }
}

type ByteLevel = {
  add_prefix_space: boolean
  use_regex: boolean
  byte_encoder: Readonly<Record<number, string>>
  pre_tokenize_text: (text: string) => string[]
}

/** Words whose bytes are remembered; the memory starts afresh when it is full. */
const REMEMBERED_WORDS = 50_000

/** Splits by the corrected pattern, and remembers the bytes of words (which takes most of the time otherwise). */
const correctByteLevel = (target: ByteLevel): void => {
  const utf8 = new TextEncoder()
  const known = new Map<string, string>()
  const bytesOf = (word: string): string => {
    const found = known.get(word)
    if (found !== undefined) return found
    let bytes = ''
    for (const byte of utf8.encode(word)) bytes += target.byte_encoder[byte]
    if (known.size >= REMEMBERED_WORDS) known.clear()
    if (word.length <= 32) known.set(word, bytes)
    return bytes
  }
  target.pre_tokenize_text = text => {
    const given = target.add_prefix_space && !text.startsWith(' ') ? ` ${text}` : text
    return (target.use_regex ? (given.match(BYTE_LEVEL_PATTERN) ?? []) : [given]).map(bytesOf)
  }
}

/** Corrects a pre-tokenizer in place, and those inside it. */
const correctPreTokenizer = (preTokenizer: unknown): void => {
  if (preTokenizer instanceof SequencePreTokenizer) {
    for (const part of (preTokenizer as unknown as { tokenizers: unknown[] }).tokenizers)
      correctPreTokenizer(part)
  } else if (preTokenizer instanceof ByteLevelPreTokenizer) {
    correctByteLevel(preTokenizer as unknown as ByteLevel)
  } else if (preTokenizer instanceof BertPreTokenizer) {
    ;(preTokenizer as unknown as { pattern: RegExp }).pattern = BERT_PATTERN
  }
}

/** Corrects a decoder in place, and those inside it. */
const correctDecoder = (decoder: unknown): void => {
  if (decoder instanceof SequenceDecoder) {
    for (const part of (decoder as unknown as { decoders: unknown[] }).decoders) correctDecoder(part)
  } else if (decoder instanceof ByteFallbackDecoder) {
    ;(decoder as unknown as { text_decoder: unknown }).text_decoder = new TextDecoder('utf-8', {
      ignoreBOM: true,
    })
  }
}

/** Makes a tokenizer of `@huggingface/tokenizers` split as the Rust crate does. Changes it in place. */
export const correct = (tokenizer: {
  normalizer: unknown
  pre_tokenizer: unknown
  decoder: unknown
}): void => {
  correctNormalizer(tokenizer.normalizer)
  correctPreTokenizer(tokenizer.pre_tokenizer)
  correctDecoder(tokenizer.decoder)
}
