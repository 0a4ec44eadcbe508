/**
 * Ed25519 keys as a report carries them: 32 bytes in base64url, and the fingerprint by which people compare them.
 * @module
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { sha256 } from '../files.js'

const KEY = /^[A-Za-z0-9_-]{43}$/

/** The public half of a key, 32 bytes in base64url. */
export const publicKeyText = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x!

/** SHA-256 of the 32 bytes, 64 hexadecimal digits. */
export const keyFingerprint = (publicKey: string): string => sha256(Buffer.from(publicKey, 'base64url'))

/** The key that a report names; undefined when that is none. */
export const readPublicKey = (text: unknown): KeyObject | undefined => {
  if (typeof text !== 'string' || !KEY.test(text)) return undefined
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' })
  } catch {
    return undefined
  }
}
