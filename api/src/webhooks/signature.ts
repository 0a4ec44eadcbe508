/**
 * The headers of a delivery by the Standard Webhooks specification: symmetric signatures, one per secret that holds.
 * @module
 */
import { Webhook } from 'standardwebhooks'
import { openSecret, type WebhookName, type WebhookRecord } from './records.js'
import type { Vault } from './vault.js'

/**
 * @param id of the message, the same over all tries
 * @param now the time of this try
 */
export const signedHeaders = (
  vault: Vault,
  name: WebhookName,
  { secrets }: WebhookRecord,
  id: string,
  payload: string,
  now: Date,
): Record<string, string> => {
  const holding = secrets.filter(
    ({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > now.getTime(),
  )
  const signatures = holding.map(secret =>
    new Webhook(openSecret(vault, name, secret)).sign(id, now, payload),
  )
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}
