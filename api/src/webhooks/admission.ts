/**
 * How many webhooks a tenant may have. What was let in and has not come yet stands in one object of the tenant that is changed by
 * compare-and-swap, so requests at the same time, also to several servers, cannot pass the limit together.
 *
 * The object is read before the webhooks are listed, and replaced only if it is still as it was read. So whoever was let in before
 * stands in it or has a webhook in the list, and whoever is let in meanwhile makes this one look again.
 * @module
 */
import {
  ahead,
  foldersUnder,
  isConflict,
  keyOf,
  type ObjectStore,
  readJson,
  updateJson,
} from '@promptpost/base/store'
import { LATE } from '../http/allowance/index.js'
import { type WebhookName, webhookKey } from './records.js'

/** By identifier, when it was let in, in milliseconds since 1970. */
type Coming = Record<string, number>

const keyFor = (tenant: string): string => keyOf({ tenant, collection: 'allowance', id: 'webhooks' })

/** Identifiers of the webhooks that a tenant has. */
const idsOf = async (store: ObjectStore, tenant: string): Promise<Set<string>> => {
  const folders = foldersUnder(store, keyOf({ tenant, collection: 'webhooks' }))
  const ids = new Set<string>()
  const looked = ahead(folders, async id => ((await store.head(webhookKey({ tenant, id }))) ? id : undefined))
  for await (const id of looked) if (id !== undefined) ids.add(id)
  return ids
}

/**
 * Lets a webhook in that is about to be made; one that is there, or was let in, is let in again.
 *
 * @param most that a tenant may have
 * @returns false, and nothing is written, when it would be one too many
 */
export const admitWebhook = async (
  store: ObjectStore,
  { tenant, id }: WebhookName,
  most: number,
): Promise<boolean> => {
  for (;;) {
    const found = await readJson<Coming>(store, keyFor(tenant))
    const there = await idsOf(store, tenant)
    if (there.has(id)) return true
    const mayCome = ([other, at]: [string, number]): boolean =>
      other !== id && !there.has(other) && Date.now() - at < LATE
    const coming = Object.entries(found?.value ?? {}).filter(mayCome)
    if (there.size + coming.length >= most) return false
    const next: Coming = { ...Object.fromEntries(coming), [id]: Date.now() }
    const condition = found ? { ifMatch: found.etag } : ({ ifAbsent: true } as const)
    try {
      await store.put(keyFor(tenant), JSON.stringify(next), condition)
      return true
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
}

/** Says that a webhook was deleted, or will not come after all. */
export const releaseWebhook = async (store: ObjectStore, { tenant, id }: WebhookName): Promise<void> => {
  const change = ({ [id]: at, ...others }: Coming): Coming | undefined =>
    at === undefined ? undefined : others
  await updateJson(store, keyFor(tenant), change)
}
