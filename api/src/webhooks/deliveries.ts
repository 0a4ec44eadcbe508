/**
 * Deliveries as a queue in the store: each stands under the time of its next try, and is claimed before it is sent. Nothing
 * is lost wherever a process dies; at worst something is sent twice, under the same id.
 * @module
 */

import type { JobRecord } from '@promptpost/base/jobs'
import {
  createJson,
  derivedIdentifier,
  keyOf,
  type ObjectStore,
  padded,
  readJson,
  updateJson,
} from '@promptpost/base/store'
import {
  type DeliveryName,
  type DeliveryRecord,
  deliveriesFolder,
  deliveryKey,
  type WebhookName,
} from './records.js'

/** Digits of a time in milliseconds: enough until the year 2286. */
const DIGITS = 13
/** How long finished deliveries stay on record, in milliseconds. */
export const KEPT = 30 * 24 * 3_600_000
/** A mark whose time is not its delivery's is left from a change that broke off, or of one under way: it goes after this. */
const STALE = 60_000

/** When a delivery is due. */
export type Due = { time: number; tenant: string; webhook: string; id: string; key: string }

const markKey = (time: number, { webhook, id }: DeliveryName): string =>
  keyOf({ shared: 'deliveries', id: `${padded(time, DIGITS)}.${webhook}.${id}` })

const mark = (store: ObjectStore, time: number, name: DeliveryName): Promise<boolean> =>
  createJson(store, markKey(time, name), { tenant: name.tenant })

/** An event that is to be told: its id, the same however often it is made of the same thing, and its body. */
export type Message = { id: string; type: DeliveryRecord['type']; payload: string }

/** What is told of a job's end: which job, and how it ended. */
export const jobMessage = (job: JobRecord): Message => {
  const timestamp = job.finishedAt ?? job.updatedAt
  const type = `job.${job.state}` as DeliveryRecord['type']
  const data = { job: job.id, kind: job.kind, resource: job.resource }
  return {
    id: derivedIdentifier('msg', job.id, Date.parse(timestamp)),
    type,
    payload: JSON.stringify({ type, timestamp, data }),
  }
}

/** Puts a message on its way to one webhook. A second time changes nothing. */
export const enqueueDelivery = async (
  store: ObjectStore,
  webhook: WebhookName,
  { id, type, payload }: Message,
): Promise<DeliveryRecord> => {
  const name = { tenant: webhook.tenant, webhook: webhook.id, id }
  const now = new Date().toISOString()
  const fresh: DeliveryRecord = {
    id,
    type,
    status: 'pending',
    attempts: [],
    next_attempt_at: now,
    created_at: now,
    payload,
  }
  const isNew = await createJson(store, deliveryKey(name), fresh)
  const record = isNew ? fresh : (await readJson<DeliveryRecord>(store, deliveryKey(name)))?.value
  if (record?.next_attempt_at) await mark(store, Date.parse(record.next_attempt_at), name)
  return record ?? fresh
}

/** Deliveries whose time has come, soonest first. */
export const dueDeliveries = async (store: ObjectStore, now: number): Promise<Due[]> => {
  const found: Due[] = []
  for (const { key } of (await store.list('deliveries/')).objects) {
    const [time = '', webhook = '', id = ''] = key.slice('deliveries/'.length, -'.json'.length).split('.')
    if (Number(time) > now) break
    const entry = await readJson<{ tenant: string }>(store, key)
    if (entry) found.push({ time: Number(time), tenant: entry.value.tenant, webhook, id, key })
  }
  return found
}

/**
 * Takes a due delivery until a time; after that it is due again, in case whoever took it is gone.
 *
 * @returns undefined when it is not due any more, or another took it
 */
export const claimDelivery = async (
  store: ObjectStore,
  due: Due,
  until: number,
): Promise<DeliveryRecord | undefined> => {
  await mark(store, until, due)
  const claimed = await updateJson<DeliveryRecord>(store, deliveryKey(due), record =>
    record.next_attempt_at !== undefined && Date.parse(record.next_attempt_at) === due.time
      ? { ...record, next_attempt_at: new Date(until).toISOString() }
      : undefined,
  )
  if (claimed) {
    await store.delete(due.key)
    return claimed
  }
  const record = (await readJson<DeliveryRecord>(store, deliveryKey(due)))?.value
  if (record?.next_attempt_at !== new Date(until).toISOString()) await store.delete(markKey(until, due))
  if (!record || due.time < Date.now() - STALE) await store.delete(due.key)
  return undefined
}

/** What came of a try. */
export type Verdict = {
  attempt?: DeliveryRecord['attempts'][number]
  /** When to try again; it is over when absent. */
  next?: number
  status: DeliveryRecord['status']
}

/** Writes what came of a claimed delivery, unless its claim has passed to another. */
export const settleDelivery = async (
  store: ObjectStore,
  name: DeliveryName,
  claimedUntil: number,
  { attempt, next, status }: Verdict,
): Promise<void> => {
  if (next !== undefined) await mark(store, next, name)
  const written = await updateJson<DeliveryRecord>(store, deliveryKey(name), record => {
    const { next_attempt_at, ...rest } = record
    if (next_attempt_at === undefined || Date.parse(next_attempt_at) !== claimedUntil) return undefined
    return {
      ...rest,
      status,
      attempts: attempt ? [...record.attempts, attempt] : record.attempts,
      ...(next === undefined ? {} : { next_attempt_at: new Date(next).toISOString() }),
    }
  })
  if (written) await store.delete(markKey(claimedUntil, name))
}

/** Removes what was finished long ago, a little at a time. */
export const pruneDeliveries = async (
  store: ObjectStore,
  webhook: WebhookName,
  now: number,
): Promise<void> => {
  const { objects } = await store.list(`${deliveriesFolder(webhook)}/`, { limit: 20 })
  for (const { key } of objects) {
    const record = (await readJson<DeliveryRecord>(store, key))?.value
    if (!record || record.status === 'pending' || Date.parse(record.created_at) > now - KEPT) return
    await store.delete(key)
  }
}

/** Removes all that is on record of a webhook's deliveries; marks that are left lead nowhere and go when they are due. */
export const removeDeliveries = async (store: ObjectStore, webhook: WebhookName): Promise<void> => {
  for (let more = true; more; ) {
    const { objects } = await store.list(`${deliveriesFolder(webhook)}/`)
    for (const { key } of objects) await store.delete(key)
    more = objects.length > 0
  }
}
