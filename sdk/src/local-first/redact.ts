/**
 * What is taken out of texts before they leave.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'

/** Gives a text without what must not leave. Called here, for each text that is about to be sent. */
export type Redact = (text: string) => string

/**
 * All of them, before the first is sent.
 *
 * @throws PromptPostError 'invalid-argument' for an empty text, where nothing is left of one, or what is left is no text; and
 * what `redact` throws
 */
export const redactAll = (texts: readonly string[], redact: Redact | undefined): string[] =>
  texts.map((text, at) => {
    if (text === '')
      throw new PromptPostError('invalid-argument', 'is empty', {
        field: `text ${at + 1}`,
        next: 'Leave it out, or put a word there; nothing was sent.',
      })
    const left: unknown = redact ? redact(text) : text
    if (typeof left === 'string' && left !== '') return left
    throw new PromptPostError('invalid-argument', 'must leave something of each text', {
      field: 'redact',
      next: `It leaves nothing of text ${at + 1} of those to be sent; nothing was sent. Put a word in the place of what is taken out.`,
    })
  })
