/**
 * Which ends of jobs a webhook is told of, and how long.
 * @module
 */
import type { JobRecord } from '@promptpost/base/jobs'
import { createJson, type ObjectStore, openMemoryStore } from '@promptpost/base/store'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDispatcher, type Dispatcher } from './dispatcher.js'
import { deliveriesFolder, type WebhookRecord, webhookKey } from './records.js'
import { openVault } from './vault.js'

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const name = { tenant: 'acme', id: 'whk_1' }
const hook: WebhookRecord = {
  id: name.id,
  url: 'https://example.com/',
  events: ['job.succeeded'],
  status: 'enabled',
  created_at: at(10),
  secrets: [],
}
/** What is read of a job's record here. */
const ended = (minute: number, state: JobRecord['state'] = 'succeeded'): JobRecord =>
  ({ id: 'job_1', tenant: 'acme', state, finishedAt: at(minute), updatedAt: at(minute) }) as JobRecord

let store: ObjectStore
let dispatcher: Dispatcher
let tries: number
beforeEach(() => {
  tries = 0
  store = openMemoryStore()
  const vault = openVault(new Uint8Array(32))
  const log = ({ event }: Record<string, unknown>) => {
    if (event === 'webhook-attempt') tries++
  }
  dispatcher = createDispatcher({ store, vault, reach: { toPrivate: false }, log })
})

const told = async (record: Partial<WebhookRecord>, job: JobRecord): Promise<number> => {
  await createJson(store, webhookKey(name), { ...hook, ...record })
  await dispatcher.enqueue(job)
  return (await store.list(deliveriesFolder(name))).objects.length
}

describe('a webhook is told of', () => {
  it('what ends after it was made', async () => expect(await told({}, ended(11))).toBe(1))
  it('nothing that ended before', async () => expect(await told({}, ended(9))).toBe(0))
  it('nothing it did not ask for', async () => expect(await told({}, ended(11, 'failed'))).toBe(0))
  it('nothing while it is disabled', async () =>
    expect(await told({ status: 'disabled' }, ended(11))).toBe(0))
  it('nothing that ended while it was disabled, however late that comes here', async () =>
    expect(await told({ enabledAt: at(20) }, ended(19))).toBe(0))
  it('what ends after it was enabled again', async () =>
    expect(await told({ enabledAt: at(20) }, ended(21))).toBe(1))
})

it('begins no delivery once it is late', async () => {
  // A private address: refused before anything is sent.
  await createJson(store, webhookKey(name), { ...hook, url: 'https://127.0.0.1/' })
  for (const id of ['job_1', 'job_2', 'job_3']) await dispatcher.enqueue({ ...ended(11), id })
  await Promise.all(await dispatcher.startDue(() => tries === 2))
  expect(tries).toBe(2)
})
