/**
 * Which ids are special, and what stands before and after a text: read from the tokenizer's own files.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { isObject, type JsonObject } from './limits.js'

/** Ids of the special tokens; undefined where the tokenizer has none of that kind. */
export type SpecialTokens = {
  readonly bos: number | undefined
  readonly eos: number | undefined
  readonly pad: number | undefined
  readonly mask: number | undefined
  readonly unk: number | undefined
  readonly cls: number | undefined
  readonly sep: number | undefined
}

/** Ids the post-processor puts around one text. */
export type Frame = { readonly before: readonly number[]; readonly after: readonly number[] }

/** Looks a token up by its content; undefined when the vocabulary lacks it. */
export type TokenLookup = (content: string) => number | undefined

const KINDS = ['bos', 'eos', 'pad', 'mask', 'unk', 'cls', 'sep'] as const

/** GPT-2 publishes a bare tokenizer.json; its class in transformers gives this token all three roles. */
const GPT2_ONLY_TOKEN = '<|endoftext|>'

const contentOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return isObject(value) && typeof value.content === 'string' ? value.content : undefined
}

/**
 * Finds the special ids: tokenizer_config.json first, then special_tokens_map.json, then, with neither file, the
 * GPT-2 convention.
 *
 * @throws PromptPostError 'invalid-tokenizer' when a named token is not in the vocabulary
 */
export const findSpecialTokens = (
  files: { config: JsonObject | undefined; map: JsonObject | undefined },
  lookup: TokenLookup,
  directory: string,
): SpecialTokens => {
  const found: Record<(typeof KINDS)[number], number | undefined> = {
    bos: undefined,
    eos: undefined,
    pad: undefined,
    mask: undefined,
    unk: undefined,
    cls: undefined,
    sep: undefined,
  }
  for (const kind of KINDS) {
    const content = contentOf(files.config?.[`${kind}_token`]) ?? contentOf(files.map?.[`${kind}_token`])
    if (content === undefined) continue
    found[kind] = lookup(content)
    if (found[kind] === undefined) {
      throw new PromptPostError('invalid-tokenizer', 'is not in the vocabulary of tokenizer.json', {
        field: `${directory}/tokenizer_config.json: ${kind}_token`,
        value: content,
        next: 'Take tokenizer.json and tokenizer_config.json from the same model.',
      })
    }
  }
  if (files.config === undefined && files.map === undefined) {
    const only = lookup(GPT2_ONLY_TOKEN)
    return { ...found, bos: only, eos: only, unk: only }
  }
  return found
}

const refuse = (field: string, value?: unknown): never => {
  throw new PromptPostError('invalid-tokenizer', 'is not a post-processor this tokenizer can apply', {
    field: `tokenizer.json: ${field}`,
    value,
    next: 'Use TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or a Sequence of them.',
  })
}

const pairId = (value: unknown, field: string): number => {
  const id: unknown = Array.isArray(value) ? value[1] : undefined
  return typeof id === 'number' && Number.isInteger(id) ? id : refuse(field)
}

const templateFrame = (processor: JsonObject): Frame => {
  const before: number[] = []
  const after: number[] = []
  let texts = 0
  for (const item of Array.isArray(processor.single)
    ? (processor.single as unknown[])
    : refuse('post_processor.single')) {
    if (isObject(item) && 'Sequence' in item) {
      texts += 1
      continue
    }
    const name = isObject(item) && isObject(item.SpecialToken) ? item.SpecialToken.id : undefined
    const token = isObject(processor.special_tokens) ? processor.special_tokens[String(name)] : undefined
    const ids =
      isObject(token) && Array.isArray(token.ids) ? (token.ids as unknown[]) : refuse('post_processor.single')
    for (const id of ids) {
      if (typeof id !== 'number' || !Number.isInteger(id)) refuse('post_processor.special_tokens')
      else (texts === 0 ? before : after).push(id)
    }
  }
  return texts === 1 ? { before, after } : refuse('post_processor.single')
}

const processorFrame = (processor: unknown): Frame => {
  if (processor === null || processor === undefined) return { before: [], after: [] }
  if (!isObject(processor)) return refuse('post_processor')
  switch (processor.type) {
    case 'ByteLevel':
      return { before: [], after: [] }
    case 'BertProcessing':
    case 'RobertaProcessing':
      return {
        before: [pairId(processor.cls, 'post_processor.cls')],
        after: [pairId(processor.sep, 'post_processor.sep')],
      }
    case 'TemplateProcessing':
      return templateFrame(processor)
    case 'Sequence': {
      const parts = Array.isArray(processor.processors)
        ? processor.processors
        : refuse('post_processor.processors')
      return (parts as unknown[]).map(processorFrame).reduce(
        (inner, outer) => ({
          before: [...outer.before, ...inner.before],
          after: [...inner.after, ...outer.after],
        }),
        { before: [], after: [] },
      )
    }
    default:
      return refuse('post_processor.type', processor.type)
  }
}

/**
 * The ids around one text. `add_bos_token` / `add_eos_token` in the config decide when either is there (as in
 * transformers, where a flag that is missing beside the other one counts as false, and a flag for a token that the
 * tokenizer lacks is dropped), except over BERT's and RoBERTa's own processors; else tokenizer.json decides.
 *
 * @throws PromptPostError 'invalid-tokenizer' for a post-processor of another kind
 */
export const findFrame = (postProcessor: unknown, config: JsonObject, special: SpecialTokens): Frame => {
  const flagged = typeof config.add_bos_token === 'boolean' || typeof config.add_eos_token === 'boolean'
  const kind = isObject(postProcessor) ? postProcessor.type : undefined
  if (!flagged || kind === 'BertProcessing' || kind === 'RobertaProcessing')
    return processorFrame(postProcessor)
  return {
    before: config.add_bos_token === true && special.bos !== undefined ? [special.bos] : [],
    after: config.add_eos_token === true && special.eos !== undefined ? [special.eos] : [],
  }
}
