/**
 * The error every room throws for input that cannot be used: it names the field, the value and the next step.
 * @module
 */

/** Stable machine-readable reasons. The CLI maps them to exit codes, the API to problem types. */
export type ErrorCode =
  | 'invalid-argument'
  | 'invalid-config'
  | 'unsupported-model'
  | 'invalid-weights'
  | 'invalid-tokenizer'
  | 'invalid-data'
  | 'invalid-template'
  | 'invalid-verbalizer'
  | 'invalid-prompt'
  | 'invalid-graph'
  | 'not-found'
  | 'conflict'
  | 'unavailable'
  | 'cancelled'
  | 'compute-crashed'
  | 'privacy-refused'
  | 'internal'

export type ErrorDetails = {
  /** What was wrong, by the name its author knows: a file, a config field, `options.steps`, a tensor. */
  field?: string
  /** The offending value, shortened; never private text. */
  value?: unknown
  /** What to do now, as one sentence. */
  next?: string
  cause?: unknown
}

/** Longest rendering of an offending value in a message, in characters. */
const VALUE_LIMIT = 80

const show = (value: unknown): string => {
  // JSON has no NaN and no Infinity.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT)}…` : text
}

/**
 * An input or environment problem with a cause a person can act on.
 *
 * @example
 * throw new PromptPostError('invalid-config', 'is not supported', { field: 'config.json: hidden_act', value: 'swish2',
 *   next: 'Use one of gelu, gelu_new, relu, silu.' })
 */
export class PromptPostError extends Error {
  readonly code: ErrorCode
  /** The message without the next step, for those who tell that apart. */
  readonly reason: string
  readonly field: string | undefined
  readonly value: unknown
  readonly next: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const head = details.field === undefined ? message : `${details.field}: ${message}`
    const shown = 'value' in details ? ` (got ${show(details.value)})` : ''
    const reason = `${head}${shown}`
    super(
      details.next ? `${reason}. ${details.next}` : reason,
      details.cause === undefined ? {} : { cause: details.cause },
    )
    this.name = 'PromptPostError'
    this.code = code
    this.reason = reason
    this.field = details.field
    this.value = details.value
    this.next = details.next
  }
}
