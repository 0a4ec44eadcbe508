/**
 * Fetches an issuer's keys by OpenID Connect Discovery: its configuration, then the key set that this names.
 * @module
 */
import type { JSONWebKeySet } from 'jose'
import { readAddress } from './settings.js'

/** Of one document, in bytes. */
const LARGEST = 256 * 1024

/** For one document, in milliseconds. */
const TIMEOUT = 5_000

/** Why there are no keys, for the server's log. */
export class IssuerFailure extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'IssuerFailure'
  }
}

const readBounded = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > LARGEST) throw new IssuerFailure(`a document is larger than ${LARGEST} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const fetchObject = async (url: URL): Promise<Record<string, unknown>> => {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new IssuerFailure(`${url.pathname} was answered with ${response.status}`)
  }
  const text = await readBounded(response)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new IssuerFailure(`${url.pathname} is not JSON`)
  }
  if (typeof value !== 'object' || value === null) throw new IssuerFailure(`${url.pathname} is no object`)
  return value as Record<string, unknown>
}

/**
 * The key set of an issuer as it is now. What it holds is checked when it is used.
 *
 * @throws when the issuer cannot be reached, or answers as no issuer should
 */
export const fetchKeys = async (issuer: string): Promise<JSONWebKeySet> => {
  const place = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const configuration = await fetchObject(place)
  if (configuration.issuer !== issuer)
    throw new IssuerFailure('the configuration is of another issuer than the one that was asked')
  const { jwks_uri: named } = configuration
  const keys = typeof named === 'string' ? readAddress(named) : undefined
  if (!keys || (place.protocol === 'https:' && keys.protocol !== 'https:'))
    throw new IssuerFailure('jwks_uri is no https address')
  return (await fetchObject(keys)) as unknown as JSONWebKeySet
}
