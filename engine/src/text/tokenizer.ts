/**
 * A model's tokenizer, from its own files: text to ids and back, and the special tokens around them.
 * @module
 */
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { PromptPostError, sha256 } from '@promptpost/base'
import { correct } from './corrections.js'
import { isObject, type JsonObject, readJsonObject } from './limits.js'
import { type Frame, findFrame, findSpecialTokens, type SpecialTokens } from './special-tokens.js'

export type TextTokenizer = {
  /** Ids of a text WITHOUT special tokens around it; [] for ''. A special token written out in the text is that token. */
  encode(text: string): number[]
  /** Text of ids, special tokens included, no clean-up of spaces; ids outside the vocabulary are left out. */
  decode(ids: readonly number[]): string
  /** The token an id stands for, as the vocabulary spells it (`Ġgreat`, `##ing`); undefined for an unknown id. */
  piece(id: number): string | undefined
  /** Text of one special token, as `encode` recognises it; undefined when the tokenizer has none of that kind. */
  specialText(kind: keyof SpecialTokens): string | undefined
  readonly special: SpecialTokens
  /** Ids the post-processor puts before and after a text. */
  readonly frame: Frame
  /** `ids` with what the post-processor puts around one text. */
  withSpecialTokens(ids: readonly number[]): number[]
  /** Number of distinct tokens, added tokens included. A model may have more embedding rows than this, never fewer. */
  readonly vocabularySize: number
  /** SHA-256 of tokenizer.json: equal digests mean equal token spaces. */
  readonly digest: string
}

/** What this file uses of the package (its own declarations do not resolve under `moduleResolution: nodenext`). */
type Engine = {
  normalizer: unknown
  pre_tokenizer: unknown
  decoder: unknown
  encode(text: string, options: { add_special_tokens: boolean }): { ids: (number | undefined)[] }
  decode(
    ids: number[],
    options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean },
  ): string
  token_to_id(token: string): number | undefined
  id_to_token(id: number): string | undefined
}

const PARTS = ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder']

/** Refuses what would fail later or be tokenised otherwise than the reference does; returns the vocabulary's size. */
const validate = (file: JsonObject, path: string): number => {
  const refuse = (field: string, problem: string, value?: unknown): never => {
    throw new PromptPostError('invalid-tokenizer', problem, {
      field: `${path}: ${field}`,
      ...(value === undefined ? {} : { value }),
      next: 'Save the tokenizer again with save_pretrained() of a recent transformers version.',
    })
  }
  const model = isObject(file.model) ? file.model : refuse('model', 'is missing')
  // Old files (GPT-2's own among them) have no type; theirs is BPE.
  if (!['BPE', 'WordPiece', undefined].includes(model.type as string | undefined)) {
    refuse('model.type', 'is not supported; BPE and WordPiece are', model.type)
  }
  const vocabulary: unknown = model.vocab
  const entries = Object.entries(isObject(vocabulary) ? vocabulary : refuse('model.vocab', 'is missing'))
  const ids = new Set<number>()
  const add = (content: unknown, id: unknown, field: string): void => {
    if (typeof content !== 'string') refuse(field, 'holds a token that is not a string')
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > 0x7fffffff)
      refuse(field, 'is not an id', id)
    else ids.add(id)
  }
  for (const [content, id] of entries) add(content, id, 'model.vocab')
  for (const token of Array.isArray(file.added_tokens) ? (file.added_tokens as unknown[]) : []) {
    if (!isObject(token)) return refuse('added_tokens', 'holds something that is not a token')
    add(token.content, token.id, 'added_tokens')
    if (token.single_word === true)
      refuse('added_tokens', 'has single_word set, which is not supported', token.content)
  }
  return ids.size === 0 ? refuse('model.vocab', 'is empty') : ids.size
}

/**
 * Loads the tokenizer of a model directory: tokenizer.json, with tokenizer_config.json and special_tokens_map.json
 * where they are there. Truncation and padding the file has switched on are ignored. Nothing is fetched or executed.
 *
 * tokenizer.json decides how text is split; `add_prefix_space` or `do_lower_case` in tokenizer_config.json are not
 * applied over it. Ids equal those of the Rust crate `tokenizers` 0.23 (see `corrections.ts`), but for two
 * rare cases:
 * - WordPiece with BertNormalizer: the crate's tables of accents and punctuation stop at an old Unicode version, so
 *   marks and punctuation of some scripts added since (U+08D4..08E2, U+1AC1..1ACE, U+2E43..2E5D, ...) differ.
 * - White space taken by an added token with lstrip or rstrip (RoBERTa's <mask>): U+FEFF is taken, U+0085 is not.
 *
 * @throws PromptPostError 'invalid-tokenizer' when a file is missing, over 64 MB, not JSON, or of a kind not supported
 */
export const loadTokenizer = async (directory: string): Promise<TextTokenizer> => {
  const path = join(directory, 'tokenizer.json')
  const [file, config, map] = await Promise.all([
    readJsonObject(path),
    readJsonObject(join(directory, 'tokenizer_config.json')),
    readJsonObject(join(directory, 'special_tokens_map.json')),
  ])
  if (file === undefined) {
    throw new PromptPostError('invalid-tokenizer', 'was not found', {
      field: path,
      next: 'Give a model directory with a tokenizer.json; save_pretrained() of a fast tokenizer writes one.',
    })
  }
  const vocabularySize = validate(file.value, path)
  const complete = Object.fromEntries(PARTS.map(part => [part, null]))
  let engine: Engine
  try {
    const content = { ...complete, added_tokens: [], ...file.value, truncation: null, padding: null }
    engine = new Tokenizer(content, { ...config?.value }) as unknown as Engine
  } catch (cause) {
    throw new PromptPostError('invalid-tokenizer', 'has a part that is not supported', {
      field: path,
      next: 'Use a BPE or WordPiece tokenizer saved by transformers.',
      cause,
    })
  }
  correct(engine)
  const special = findSpecialTokens(
    { config: config?.value, map: map?.value },
    content => engine.token_to_id(content),
    directory,
  )
  return wrap(engine, {
    special,
    frame: findFrame(file.value.post_processor, config?.value ?? {}, special),
    vocabularySize,
    digest: sha256(file.bytes),
  })
}

type Facts = Pick<TextTokenizer, 'special' | 'frame' | 'vocabularySize' | 'digest'>

const wrap = (engine: Engine, facts: Facts): TextTokenizer => ({
  ...facts,
  encode: text => {
    if (text === '') return []
    // A token without an id has no unknown token to stand in for it; the Rust crate drops it as well.
    return engine.encode(text, { add_special_tokens: false }).ids.filter(id => id !== undefined)
  },
  decode: ids => {
    const known = ids.filter(id => engine.id_to_token(id) !== undefined)
    if (known.length === 0) return ''
    return engine.decode(known, { skip_special_tokens: false, clean_up_tokenization_spaces: false })
  },
  piece: id => engine.id_to_token(id),
  specialText: kind => {
    const id = facts.special[kind]
    return id === undefined ? undefined : engine.id_to_token(id)
  },
  withSpecialTokens: ids => [...facts.frame.before, ...ids, ...facts.frame.after],
})
