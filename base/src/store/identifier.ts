/**
 * Identifiers that sort by the time they were made and cannot be guessed: 48 bits of milliseconds, 80 of chance.
 * @module
 */
import { randomBytes } from 'node:crypto'

/** Crockford's base 32: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

const encode = (value: bigint, length: number): string => {
  let text = ''
  for (let i = 0; i < length; i++, value >>= 5n) text = ALPHABET[Number(value & 31n)] + text
  return text
}

let last = 0

/**
 * The identifier of what follows from a thing at a time: always the same, and it sorts by that time.
 *
 * @param source identifier of the thing; its chance is taken over
 */
export const derivedIdentifier = (prefix: string, source: string, time: number): string =>
  `${prefix}_${encode(BigInt(time), 10)}${source.slice(-16)}`

/** `prefix_` and 26 characters. Two made by one process in order also sort in order. */
export const newIdentifier = (prefix: string, now = Date.now()): string => {
  last = Math.max(now, last + 1)
  return `${prefix}_${encode(BigInt(last), 10)}${encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)}`
}

/** When an identifier was made, in milliseconds since 1970; NaN of what is none. */
export const identifierTime = (id: string): number => {
  const [, digits] = /^[a-z]{3}_([0-9a-hjkmnp-tv-z]{10})[0-9a-z]{16}$/.exec(id) ?? []
  if (digits === undefined) return Number.NaN
  return [...digits].reduce((time, digit) => time * 32 + ALPHABET.indexOf(digit), 0)
}
