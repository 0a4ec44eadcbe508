/**
 * SHA-256 in any runtime.
 * @module
 */

/** 64 hexadecimal digits. */
export const sha256Of = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/** A SHA-256 as Content-Digest has it (RFC 9530). */
export const contentDigest = (sha256: string): string => {
  const bytes = sha256.match(/../g)!.map(digits => Number.parseInt(digits, 16))
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`
}
