/**
 * The token of a request: one for good, or whatever a function gives when it is asked, for tokens that live for minutes.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { redact } from './redact.js'

/** A token, or what gives one. */
export type TokenSource = string | (() => string | Promise<string>)

export type Token = {
  /** Whether asking again may give another one. */
  readonly canChange: boolean
  /**
   * The token to send now.
   *
   * @param over fires when nobody waits any more; its reason is thrown then
   */
  read: (over: AbortSignal) => Promise<string>
}

/** Visible ASCII, as a header's value may hold. */
const isToken = (given: unknown): given is string => typeof given === 'string' && /^[\x21-\x7e]+$/.test(given)

/** In place of what was given, which is never shown: it may be right but for a line's end. */
const kindOf = (given: unknown): string => {
  if (typeof given !== 'string') return given instanceof Object ? 'an object' : String(given)
  return given === '' ? 'an empty text' : 'a text with a space, a line end or what is not ASCII'
}

/** Gives up waiting when the signal fires, whatever becomes of the promise. */
const orOver = async <T>(over: AbortSignal, work: Promise<T>): Promise<T> => {
  let stop = (): void => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(over.reason)
    over.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([work, stopped]).finally(() => over.removeEventListener('abort', stop))
}

const givenBy = async (give: () => string | Promise<string>): Promise<string> => {
  let given: unknown
  try {
    given = await give()
  } catch (cause) {
    const reason = redact(cause instanceof Error ? cause.message : String(cause))
    throw new PromptPostError('unavailable', `the function failed: ${reason}`, { field: 'token', cause })
  }
  if (isToken(given)) return given
  throw new PromptPostError('invalid-argument', `the function gave ${kindOf(given)}`, {
    field: 'token',
    next: 'It must give the token, or throw.',
  })
}

/** @throws PromptPostError 'invalid-argument' for a text that is no token */
export const createToken = (source: TokenSource): Token => {
  if (typeof source === 'function')
    return {
      canChange: true,
      async read(over) {
        over.throwIfAborted()
        return orOver(over, givenBy(source))
      },
    }
  if (!isToken(source))
    throw new PromptPostError('invalid-argument', `must be a token and not ${kindOf(source)}`, {
      field: 'token',
      next: 'Give one line of visible ASCII, or a function that gives one.',
    })
  return { canChange: false, read: async () => source }
}
