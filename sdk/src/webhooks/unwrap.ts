/**
 * What a webhook received, verified by the Standard Webhooks specification and as a typed event.
 * @module
 */
import type { components } from '../generated/contract.js'

export type WebhookEvent = components['schemas']['WebhookEvent']

export type UnwrapOptions = {
  /** Most seconds between the sender's clock and this one; default 300. */
  tolerance?: number
  /** The time, in milliseconds; default now. */
  now?: number
}

/** The request is not, or not any more, one that the service sent. It must not be acted on. */
export class WebhookVerificationError extends Error {
  constructor(message: string) {
    super(`not a webhook of the service: ${message}`)
    this.name = 'WebhookVerificationError'
  }
}

/** As `Headers`, or as Node and Lambda give them. */
export type AnyHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

const TOLERANCE = 300
/** Signatures looked at; there is one for each secret that holds. */
const MOST_SIGNATURES = 16

const headerOf = (headers: AnyHeaders, name: string): string => {
  const value =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  if (typeof value === 'string' && value !== '') return value
  throw new WebhookVerificationError(`the header ${name} is missing`)
}

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(atob(text), character => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

const keyOf = (secret: string) => {
  const bytes = secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : undefined
  if (!bytes || bytes.length === 0) throw new TypeError('secret: must be as the service showed it, whsec_…')
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
}

const bytesOf = (body: string | Uint8Array | ArrayBuffer): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body)

const joined = (head: string, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const first = new TextEncoder().encode(head)
  const all = new Uint8Array(first.length + body.length)
  all.set(first)
  all.set(body, first.length)
  return all
}

const checkTime = (text: string, { tolerance = TOLERANCE, now = Date.now() }: UnwrapOptions): void => {
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (!(Math.abs(now / 1000 - seconds) <= tolerance))
    throw new WebhookVerificationError('its time is too far from now')
}

/**
 * Verifies a request that a webhook received and gives its event. An event may come more than once: its `webhook-id` tells.
 *
 * @param body the bytes as they came, not parsed and written again
 * @param secret as the service showed it; several while one takes over from another
 * @throws WebhookVerificationError when no signature fits, a header is missing or the time is not now
 * @throws TypeError when a secret is none
 * @example
 * const event = await unwrap(await request.text(), request.headers, process.env.WEBHOOK_SECRET!)
 * if (event.type === 'job.succeeded') console.log(event.data.job, event.data.resource)
 */
export const unwrap = async (
  body: string | Uint8Array | ArrayBuffer,
  headers: AnyHeaders,
  secret: string | readonly string[],
  options: UnwrapOptions = {},
): Promise<WebhookEvent> => {
  const keys = await Promise.all((typeof secret === 'string' ? [secret] : secret).map(keyOf))
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  checkTime(timestamp, options)
  const bytes = bytesOf(body)
  const signed = joined(`${id}.${timestamp}.`, bytes)
  const signatures = headerOf(headers, 'webhook-signature')
    .split(' ', MOST_SIGNATURES)
    .flatMap(part => (part.startsWith('v1,') ? (fromBase64(part.slice('v1,'.length)) ?? []) : []))
  const checks = keys.flatMap(key =>
    signatures.map(signature => crypto.subtle.verify('HMAC', key, signature, signed)),
  )
  if (!(await Promise.all(checks)).includes(true)) throw new WebhookVerificationError('no signature fits')
  return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent
}
