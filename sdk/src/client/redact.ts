/**
 * Takes tokens out of whatever is about to be logged or thrown.
 * @module
 */

/** Every token of the service, every JWT, and whatever follows `Bearer`, replaced by a mark. */
export const redact = (text: string): string =>
  text
    .replace(/\bpp_[A-Za-z0-9_-]{8,}/g, 'pp_***')
    .replace(/\beyJ[\w-]*\.[\w-]*\.[\w-]*/g, 'eyJ***')
    .replace(/\b(bearer)\s+[^\s"',]+/gi, '$1 ***')

const SECRET =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key|x-amz-security-token)$/

/** Headers as they may be shown: who may read a log must not be able to act as who wrote it. */
export const redactHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name, SECRET.test(name.toLowerCase()) ? '***' : redact(value)]),
  )
