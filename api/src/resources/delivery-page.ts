/**
 * Pages of a webhook's deliveries.
 * @module
 */
import { type ObjectStore, objectsUnder, readJson } from '@promptpost/base/store'
import type { Schemas } from '../http/validate.js'
import { type DeliveryRecord, deliveriesFolder, deliveryKey, type WebhookName } from '../webhooks/records.js'

type Query = {
  cursor?: string
  limit?: number
  order?: 'asc' | 'desc'
  status?: Schemas['WebhookDeliveryStatus']
}

/** Identifiers of all deliveries on record, oldest first. They are kept for a month, and names are short. */
const allIds = async (store: ObjectStore, webhook: WebhookName): Promise<string[]> => {
  const ids: string[] = []
  for await (const { key } of objectsUnder(store, `${deliveriesFolder(webhook)}/`))
    ids.push(key.slice(key.lastIndexOf('/') + 1, -'.json'.length))
  return ids
}

/** Most records read for one page. */
const MOST_READ = 1000

export const deliveryPage = async (
  store: ObjectStore,
  { tenant, id: webhook }: WebhookName,
  { cursor, limit = 20, order = 'asc', status }: Query,
): Promise<Schemas['WebhookDeliveryPage']> => {
  const all = await allIds(store, { tenant, id: webhook })
  const ids = (order === 'asc' ? all : all.reverse()).filter(
    id => cursor === undefined || (order === 'asc' ? id > cursor : id < cursor),
  )
  const data: Schemas['WebhookDelivery'][] = []
  for (const [read, id] of ids.entries()) {
    if (data.length === limit || read === MOST_READ) return { data, next_cursor: ids[read - 1] as string }
    const record = (await readJson<DeliveryRecord>(store, deliveryKey({ tenant, webhook, id })))?.value
    if (!record || (status !== undefined && record.status !== status)) continue
    const { payload: _payload, ...delivery } = record
    data.push(delivery)
  }
  return { data, next_cursor: null }
}
