/**
 * The function that a schedule calls every few minutes: whatever was missed, lost or left by one that died is put in order here.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { foldersUnder } from '@promptpost/base/store'
import { finishDeletions } from '../resources/deletion/remove.js'
import { sweep } from '../retention/sweep.js'
import { type Context, lateness, log, openCloud, SPARE } from './cloud.js'

/** How long webhooks are sent, in milliseconds: receivers that never answer must not keep the service from its own work. */
const FOR_WEBHOOKS = 60_000

export const handler = async (_event: unknown, context: Context): Promise<void> => {
  const { services, queue, retention, followUp, sendWebhooks } = await openCloud()
  const isLate = lateness(context)
  const webhooks = (): Promise<void> => {
    const end = Date.now() + FOR_WEBHOOKS
    return sendWebhooks(() => isLate() || Date.now() > end)
  }
  // A function that has answered stands still, and what it counts beside its requests with it: here there is time.
  const recountAll = async (): Promise<void> => {
    for await (const tenant of foldersUnder(services.store, 'tenants')) {
      if (isLate()) break
      await services.allowances.recount(tenant)
    }
  }
  /** Half the time is left to what follows; a count that is not done by then goes on with the next call. */
  const recount = (): Promise<void> => {
    const half = (context.getRemainingTimeInMillis() - SPARE) / 2
    return Promise.race([recountAll(), sleep(half, undefined, { ref: false })])
  }
  const steps = {
    jobs: () => queue.reconcile(),
    ends: followUp,
    deletions: () => finishDeletions(services),
    webhooks,
    counts: recount,
    sweep: () => sweep(services, retention, Date.now(), isLate),
  }
  let failed = 0
  // One that fails must not keep the others from being done, nor the alarm from ringing.
  for (const [step, run] of Object.entries(steps)) {
    if (isLate()) break
    await run().catch((error: NodeJS.ErrnoException) => {
      failed++
      log({ level: 'error', event: 'reconcile-failed', step, code: error.code ?? error.name })
    })
  }
  if (failed > 0) throw new Error(`${failed} steps of the reconciler failed; the log names them`)
}
