/**
 * The header WWW-Authenticate as RFC 6750 has it: how to ask, and what is wrong with the token that came.
 * @module
 */
import { Problem } from './problem.js'

type BearerError = 'invalid_token' | 'insufficient_scope'

/** Text as the header allows it between quotes: printable ASCII without quotes and backslashes. */
const quotable = (text: string): string => text.replaceAll(/[^ !#-[\]-~]/g, "'")

/** @param error none where no token came: then there is nothing to say about it */
export const challenge = (error?: BearerError, description = ''): Record<string, string> => {
  const wrong = error === undefined ? '' : `, error="${error}", error_description="${quotable(description)}"`
  return { 'www-authenticate': `Bearer realm="promptpost"${wrong}` }
}

/** A request that brought no token. */
export const noToken = (): Problem =>
  new Problem(401, 'unauthorized', 'Send the header Authorization: Bearer TOKEN.', { headers: challenge() })

/** A token that is not accepted. The detail never quotes it. */
export const invalidToken = (detail: string, code = 'unauthorized'): Problem =>
  new Problem(401, code, detail, { headers: challenge('invalid_token', detail) })

/** A token that is accepted but may not do this. */
export const notAllowed = (detail: string, code: string): Problem =>
  new Problem(403, code, detail, { headers: challenge('insufficient_scope', detail) })
