/**
 * Receiving webhooks: `promptpost/webhooks` runs wherever WebCrypto does, in browsers and edge runtimes too.
 * @module
 */
export {
  type AnyHeaders,
  type UnwrapOptions,
  unwrap,
  type WebhookEvent,
  WebhookVerificationError,
} from './unwrap.js'
