/**
 * What the store keeps of webhooks and of what is to be delivered to them.
 *
 *     tenants/T/webhooks/WEBHOOK/record.json                what a tenant set up, its secrets sealed
 *     tenants/T/webhooks/WEBHOOK/deliveries/MESSAGE.json    one event, and every try to deliver it
 *     deliveries/TIME.WEBHOOK.MESSAGE.json                  when to try next, soonest first
 * @module
 */
import { randomBytes } from 'node:crypto'
import { foldersUnder, keyOf, type ObjectStore, readJson } from '@promptpost/base/store'
import type { Schemas } from '../http/validate.js'
import type { Vault } from './vault.js'

/** A signing secret, sealed; with an end once it was rotated away. */
export type SecretRecord = { id: string; sealed: string; createdAt: string; expiresAt?: string }

export type WebhookRecord = Schemas['Webhook'] & {
  /** The newest first. */
  secrets: SecretRecord[]
  /** When it was last put to use again after it was disabled: what ended before that is not sent. */
  enabledAt?: string
}

export type DeliveryRecord = Schemas['WebhookDelivery'] & {
  /** The body, word for word as it is signed. */
  payload: string
}

export type WebhookName = { tenant: string; id: string }
export type DeliveryName = { tenant: string; webhook: string; id: string }

export const webhookKey = ({ tenant, id }: WebhookName): string =>
  keyOf({ tenant, collection: 'webhooks', id })

export const deliveryKey = ({ tenant, webhook, id }: DeliveryName): string =>
  keyOf({ tenant, collection: 'webhooks', id: webhook, path: ['deliveries', `${id}.json`] })

export const deliveriesFolder = ({ tenant, id }: WebhookName): string =>
  keyOf({ tenant, collection: 'webhooks', id, path: ['deliveries'] })

/** What a tenant set up and did not delete, oldest first. */
export const readWebhooks = async (store: ObjectStore, tenant: string): Promise<WebhookRecord[]> => {
  const found: WebhookRecord[] = []
  for await (const id of foldersUnder(store, keyOf({ tenant, collection: 'webhooks' }))) {
    const record = await readJson<WebhookRecord>(store, webhookKey({ tenant, id }))
    if (record) found.push(record.value)
  }
  return found
}

const SECRET_BYTES = 32

export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

const placeOf = ({ tenant, id }: WebhookName): string => `${tenant}/${id}`

export const sealSecret = (vault: Vault, name: WebhookName, secret: string): string =>
  vault.seal(secret, placeOf(name))

export const openSecret = (vault: Vault, name: WebhookName, { sealed }: SecretRecord): string =>
  vault.open(sealed, placeOf(name))
