/**
 * Webhooks: where a tenant is told of its jobs' ends. Secrets are shown when they are made, and sealed in the store.
 * @module
 */
import { createJson, readJson, updateJson } from '@promptpost/base/store'
import { requireMatch } from '../http/conditional.js'
import type { RequestContext } from '../http/environment.js'
import { type Guard, type Reservation, reserveIdentifiers } from '../http/once.js'
import type { Handlers, Input } from '../http/operations.js'
import { notFound, Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'
import { admitWebhook, releaseWebhook } from '../webhooks/admission.js'
import { enqueueDelivery, removeDeliveries } from '../webhooks/deliveries.js'
import {
  newSecret,
  openSecret,
  type SecretRecord,
  sealSecret,
  type WebhookName,
  type WebhookRecord,
  webhookKey,
} from '../webhooks/records.js'
import { deliveryPage } from './delivery-page.js'
import { isIdentifier } from './identifiers.js'
import { listPage } from './pages.js'
import { orLeftOut } from './records.js'

const MOST_WEBHOOKS = 20
/** How long the secret before still signs after a rotation, in milliseconds. */
const OVERLAP = 24 * 3_600_000
/** Secrets that sign at a time. */
const MOST_SECRETS = 4
/** How long a request that is sent again is told the secret it made, in milliseconds. */
const SHOWN = 15 * 60_000

const view = ({ secrets: _secrets, enabledAt: _, ...webhook }: WebhookRecord): Schemas['Webhook'] => webhook

const nameOf = (c: RequestContext, id: string): WebhookName => ({ tenant: c.get('credential').tenant, id })

const findWebhook = async (c: RequestContext, id: string): Promise<WebhookRecord> => {
  if (!isIdentifier('webhooks', id)) throw notFound()
  const found = await readJson<WebhookRecord>(c.get('services').store, webhookKey(nameOf(c, id)))
  if (!found) throw notFound()
  return found.value
}

/** The secret that a request made, as long as it may be told. */
const reveal = (
  c: RequestContext,
  webhook: WebhookRecord,
  secretId: string,
): Schemas['WebhookWithSecret'] => {
  const secret = webhook.secrets.find(({ id }) => id === secretId)
  if (!secret || Date.parse(secret.createdAt) < Date.now() - SHOWN)
    throw new Problem(409, 'already-shown', 'The secret this request made is not shown again. Rotate it.', {
      pointer: 'Idempotency-Key',
    })
  const { vault } = c.get('services').webhooks
  return { ...view(webhook), secret: openSecret(vault, nameOf(c, webhook.id), secret) }
}

const freshSecret = (c: RequestContext, webhook: string, { id, createdAt }: Reservation): SecretRecord => ({
  id,
  sealed: sealSecret(c.get('services').webhooks.vault, nameOf(c, webhook), newSecret()),
  createdAt,
})

/** Refuses what would be one too many, before anything is written. */
const limited = (c: RequestContext): Guard => {
  const { store } = c.get('services')
  return {
    async admit({ id }) {
      if (!(await admitWebhook(store, nameOf(c, id), MOST_WEBHOOKS)))
        throw new Problem(409, 'too-many-webhooks', `A tenant has at most ${MOST_WEBHOOKS} webhooks.`)
    },
    release: ({ id }) => releaseWebhook(store, nameOf(c, id)),
  }
}

const create = async (
  c: RequestContext,
  { body, digest }: Input<'createWebhook'>,
): Promise<Schemas['WebhookWithSecret']> => {
  const { store, webhooks } = c.get('services')
  const { readTarget } = await import('../webhooks/addresses.js')
  const target = readTarget(body.url, webhooks.reach)
  if ('problem' in target) throw new Problem(422, 'invalid-url', target.problem, { pointer: '/url' })
  const reservation = await reserveIdentifiers(c, 'whk', digest, limited(c))
  const { id, createdAt } = reservation
  const name = nameOf(c, id)
  const record: WebhookRecord = {
    id,
    url: target.url.href,
    events: body.events,
    status: 'enabled',
    created_at: createdAt,
    secrets: [freshSecret(c, id, reservation)],
  }
  if (await createJson(store, webhookKey(name), record)) return reveal(c, record, id)
  return reveal(c, await findWebhook(c, id), id)
}

const rotate = async (
  c: RequestContext,
  id: string,
  digest: string,
): Promise<Schemas['WebhookWithSecret']> => {
  await findWebhook(c, id)
  const reservation = await reserveIdentifiers(c, 'sec', digest)
  const secret = freshSecret(c, id, reservation)
  const expiresAt = new Date(Date.now() + OVERLAP).toISOString()
  const change = (webhook: WebhookRecord): WebhookRecord | undefined => {
    if (webhook.secrets.some(known => known.id === secret.id)) return undefined
    const older = webhook.secrets.map(known => ({ ...known, expiresAt: known.expiresAt ?? expiresAt }))
    const holding = older.filter(known => Date.parse(known.expiresAt) > Date.now())
    return { ...webhook, secrets: [secret, ...holding].slice(0, MOST_SECRETS) }
  }
  await updateJson<WebhookRecord>(c.get('services').store, webhookKey(nameOf(c, id)), change)
  return reveal(c, await findWebhook(c, id), secret.id)
}

const enable = async (c: RequestContext, id: string): Promise<Schemas['Webhook']> => {
  await findWebhook(c, id)
  const change = ({
    disabled_at,
    disabled_reason,
    failing_since,
    ...webhook
  }: WebhookRecord): WebhookRecord => ({
    ...webhook,
    status: 'enabled',
    ...(webhook.status === 'disabled' ? { enabledAt: new Date().toISOString() } : {}),
  })
  await updateJson<WebhookRecord>(c.get('services').store, webhookKey(nameOf(c, id)), change)
  return view(await findWebhook(c, id))
}

const test = async (c: RequestContext, id: string, digest: string): Promise<Schemas['WebhookDelivery']> => {
  const { store, webhooks } = c.get('services')
  const webhook = await findWebhook(c, id)
  if (webhook.status === 'disabled')
    throw new Problem(409, 'disabled', 'The webhook is disabled. Enable it first.')
  const { id: message, createdAt } = await reserveIdentifiers(c, 'msg', digest)
  const type = 'webhook.test'
  const payload = JSON.stringify({ type, timestamp: createdAt, data: { webhook: id } })
  const { payload: _payload, ...delivery } = await enqueueDelivery(store, nameOf(c, id), {
    id: message,
    type,
    payload,
  })
  webhooks.nudge()
  return delivery
}

export const webhookHandlers = {
  async createWebhook(c, input) {
    const webhook = await create(c, input)
    return { status: 201, body: webhook, headers: { location: `/v1/webhooks/${webhook.id}` } }
  },
  async listWebhooks(c, { query }) {
    const one = (id: string) => orLeftOut(findWebhook(c, id).then(view))
    return { status: 200, body: await listPage(c, query, 'webhooks', one) }
  },
  async getWebhook(c, { path }) {
    return { status: 200, body: view(await findWebhook(c, path.id)) }
  },
  async deleteWebhook(c, { path }) {
    const webhook = await findWebhook(c, path.id)
    requireMatch(c, view(webhook))
    const { store } = c.get('services')
    const name = nameOf(c, path.id)
    await store.delete(webhookKey(name))
    await removeDeliveries(store, name)
    await releaseWebhook(store, name)
    return { status: 204 }
  },
  async rotateWebhookSecret(c, { path, digest }) {
    return { status: 200, body: await rotate(c, path.id, digest) }
  },
  async enableWebhook(c, { path }) {
    return { status: 200, body: await enable(c, path.id) }
  },
  async testWebhook(c, { path, digest }) {
    return { status: 202, body: await test(c, path.id, digest) }
  },
  async listWebhookDeliveries(c, { path, query }) {
    const { id } = await findWebhook(c, path.id)
    return { status: 200, body: await deliveryPage(c.get('services').store, nameOf(c, id), query) }
  },
} satisfies Partial<Handlers>
