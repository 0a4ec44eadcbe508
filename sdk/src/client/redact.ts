/**
 * Takes tokens out of whatever is about to be logged or thrown.
 * @module
 */

/** Every token of the service, and whatever follows `Bearer`, replaced by a mark. */
export const redact = (text: string): string =>
  text.replace(/\bpp_[A-Za-z0-9_-]{8,}/g, 'pp_***').replace(/\b(bearer)\s+[^\s"',]+/gi, '$1 ***')
