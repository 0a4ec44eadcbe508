/**
 * Makes deliveries of ends of jobs, and sends those that are due. All state is in the store, and any number of dispatchers
 * may work on it: here the server calls one, elsewhere a timer may.
 * @module
 */
import type { JobRecord } from '@promptpost/base/jobs'
import { type ObjectStore, readJson, updateJson } from '@promptpost/base/store'
import type { Reach } from './addresses.js'
import {
  claimDelivery,
  type Due,
  dueDeliveries,
  enqueueDelivery,
  jobMessage,
  pruneDeliveries,
  settleDelivery,
  type Verdict,
} from './deliveries.js'
import { type DeliveryRecord, readWebhooks, type WebhookRecord, webhookKey } from './records.js'
import { MOST_FAILING, nextDelay } from './schedule.js'
import type { Outcome } from './send.js'
import type { Vault } from './vault.js'

export type DispatcherOptions = {
  store: ObjectStore
  vault: Vault
  reach: Reach
  /** Of all waits; 1 but in tests. */
  timeScale?: number
  /** Never given an address, a secret or a body. */
  log: (entry: Record<string, unknown>) => void
}

export type Dispatcher = {
  /** Makes deliveries of a job's end, one for each webhook that wants it. A second time changes nothing. */
  enqueue(job: JobRecord): Promise<void>
  /**
   * Starts to send what is due.
   *
   * @param isLate asked before each delivery; one that is begun takes {@link TIMEOUT} at most
   * @returns for each webhook that is sent to when that is done; none of them rejects
   */
  startDue(isLate?: () => boolean): Promise<Promise<void>[]>
  /** Gives up what is being sent; it is due again later. */
  stop(): Promise<void>
}

/** Time for one try, in milliseconds: the specification recommends 15 to 30 seconds. */
export const TIMEOUT = 15_000
/** How long a try is taken for, in milliseconds: what it may last, and time to write what came of it. */
const CLAIM = TIMEOUT + 5_000
/** Webhooks that are sent to at a time; each is sent one thing after the other. */
const MOST_AT_A_TIME = 32
/** Deliveries to one webhook before another may have its place. */
const MOST_IN_A_ROW = 20

/** An outcome as it goes on record. */
const told = (outcome: Outcome): { status: number } | { error: string } =>
  'status' in outcome ? { status: outcome.status } : { error: outcome.error }

const isSuccess = (outcome: Outcome): boolean =>
  'status' in outcome && outcome.status >= 200 && outcome.status < 300

const byWebhook = (all: readonly Due[]): Map<string, Due[]> => {
  const groups = new Map<string, Due[]>()
  for (const due of all) groups.set(due.webhook, [...(groups.get(due.webhook) ?? []), due])
  return groups
}

export const createDispatcher = (options: DispatcherOptions): Dispatcher => {
  const { store, vault, reach, timeScale = 1, log } = options
  const closing = new AbortController()
  const busy = new Map<string, Promise<void>>()

  const enqueue = async (job: JobRecord): Promise<void> => {
    const message = jobMessage(job)
    for (const { id, status, events, created_at, enabledAt = created_at } of await readWebhooks(
      store,
      job.tenant,
    )) {
      if (status !== 'enabled' || !(events as string[]).includes(message.type)) continue
      // Ends of jobs come here a little later: what ended before it was in use stays untold.
      if (job.finishedAt !== undefined && enabledAt > job.finishedAt) continue
      const name = { tenant: job.tenant, id }
      await enqueueDelivery(store, name, message)
      await pruneDeliveries(store, name, Date.now())
    }
  }

  /** Remembers since when a webhook fails, and disables it when that is too long or it asks for it. */
  const judge = async (due: Due, outcome: Outcome, now: string): Promise<void> => {
    const change = (webhook: WebhookRecord): WebhookRecord | undefined => {
      if (isSuccess(outcome)) {
        const { failing_since, ...rest } = webhook
        return failing_since === undefined ? undefined : rest
      }
      if (webhook.status === 'disabled') return undefined
      const isGone = 'status' in outcome && outcome.status === 410
      const since = webhook.failing_since ?? now
      const isOver = Date.parse(now) - Date.parse(since) > MOST_FAILING * timeScale
      if (!isGone && !isOver) return webhook.failing_since ? undefined : { ...webhook, failing_since: now }
      const disabled_reason = isGone ? 'gone' : 'failing'
      log({ level: 'warn', event: 'webhook-disabled', webhook: due.webhook, reason: disabled_reason })
      return { ...webhook, status: 'disabled', disabled_reason, disabled_at: now, failing_since: since }
    }
    await updateJson<WebhookRecord>(store, webhookKey({ tenant: due.tenant, id: due.webhook }), change)
  }

  const attempt = async (due: Due, webhook: WebhookRecord, payload: string): Promise<Outcome> => {
    const name = { tenant: due.tenant, id: due.webhook }
    // Loaded where there are webhooks: a function without them starts sooner.
    const [{ send }, { signedHeaders }] = await Promise.all([import('./send.js'), import('./signature.js')])
    try {
      const headers = {
        'user-agent': 'promptpost-webhooks/0.1',
        ...signedHeaders(vault, name, webhook, due.id, payload, new Date()),
      }
      return await send({
        url: webhook.url,
        headers,
        body: payload,
        reach,
        timeout: TIMEOUT,
        signal: closing.signal,
      })
    } catch {
      // Only opening the secret throws.
      return { error: 'secret-unreadable' }
    }
  }

  const verdictOf = (record: DeliveryRecord, outcome: Outcome, at: Date, milliseconds: number): Verdict => {
    const made = { at: at.toISOString(), milliseconds, ...told(outcome) }
    const retryAfter = 'retryAfter' in outcome ? outcome.retryAfter : undefined
    if (isSuccess(outcome)) return { attempt: made, status: 'delivered' }
    const isGone = 'status' in outcome && outcome.status === 410
    const delay = isGone ? undefined : nextDelay(record.attempts.length + 1, timeScale, retryAfter)
    return delay === undefined
      ? { attempt: made, status: 'failed' }
      : { attempt: made, status: 'pending', next: Date.now() + delay }
  }

  const deliver = async (due: Due): Promise<void> => {
    const name = { tenant: due.tenant, id: due.webhook }
    const until = Date.now() + CLAIM
    const record = await claimDelivery(store, due, until)
    if (!record) return
    const webhook = (await readJson<WebhookRecord>(store, webhookKey(name)))?.value
    if (webhook?.status !== 'enabled') return settleDelivery(store, due, until, { status: 'failed' })
    const started = new Date()
    const outcome = await attempt(due, webhook, record.payload)
    if (closing.signal.aborted) return
    const milliseconds = Date.now() - started.getTime()
    const verdict = verdictOf(record, outcome, started, milliseconds)
    log({ level: 'info', event: 'webhook-attempt', webhook: due.webhook, message: due.id, ...told(outcome) })
    // First the webhook: a delivery that is settled is not looked at again.
    await judge(due, outcome, new Date().toISOString())
    await settleDelivery(store, due, until, verdict)
  }

  const deliverInTurn = async (all: readonly Due[], isLate: () => boolean): Promise<void> => {
    for (const due of all.slice(0, MOST_IN_A_ROW)) {
      if (closing.signal.aborted || isLate()) return
      await deliver(due)
    }
  }

  const startDue = async (isLate = () => false): Promise<Promise<void>[]> => {
    const started: Promise<void>[] = []
    for (const [webhook, all] of byWebhook(await dueDeliveries(store, Date.now()))) {
      if (busy.size >= MOST_AT_A_TIME || closing.signal.aborted) break
      if (busy.has(webhook)) continue
      const work = deliverInTurn(all, isLate)
        .catch(error =>
          log({ level: 'error', event: 'webhook-failed', webhook, code: error.code ?? 'internal' }),
        )
        .finally(() => busy.delete(webhook))
      busy.set(webhook, work)
      started.push(work)
    }
    return started
  }

  return {
    enqueue,
    startDue,
    async stop() {
      closing.abort()
      await Promise.all(busy.values())
    },
  }
}
