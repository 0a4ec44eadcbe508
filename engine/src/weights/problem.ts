/**
 * How this folder reports a bad file: always 'invalid-weights', naming the file and, where there is one, the tensor.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/** Longest tensor name, in UTF-16 units. The longest in public models are below 200. */
export const MAX_NAME_LENGTH = 1024

/** Most tensors in one file or checkpoint. The largest public models hold about 200 000. */
export const MAX_TENSORS = 500_000

/** Longest piece of untrusted text put in a message, in characters. */
const SHOWN_LENGTH = 120

const AGAIN = 'Download the file again from where it came from and compare its size'

/** Untrusted text for a message: quoted, control characters escaped, shortened. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text)

export type ProblemDetails = { tensor?: string | undefined; value?: unknown; next?: string; cause?: unknown }

/** The error for weights that cannot be used; `next` defaults to fetching the file again. */
export const problem = (file: string, message: string, details: ProblemDetails = {}): PromptPostError => {
  const { tensor, ...rest } = details
  const field = tensor === undefined ? file : `${file}: tensor ${quote(tensor)}`
  return new PromptPostError('invalid-weights', message, { next: AGAIN, ...rest, field })
}

/**
 * Refuses names no writer should make: empty, very long, the format's own key, or not expressible in UTF-8.
 *
 * @throws PromptPostError 'invalid-weights'
 */
export const checkName = (file: string, name: string): void => {
  if (name === '') throw problem(file, 'has a tensor with an empty name')
  if (name === '__metadata__') throw problem(file, 'uses the reserved name __metadata__ for a tensor')
  if (name.length > MAX_NAME_LENGTH) {
    throw problem(file, `has a name longer than ${MAX_NAME_LENGTH} characters`, {
      tensor: name,
      value: name.length,
    })
  }
  if (/\p{Surrogate}/u.test(name))
    throw problem(file, 'has a name that is not valid Unicode', { tensor: name })
}
