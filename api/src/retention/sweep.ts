/**
 * What goes by itself with time: predictions where the service has a retention, idempotency keys, uploads that broke off or
 * were not completed in time.
 * @module
 */
import { foldersUnder } from '@promptpost/base/store'
import type { Remover } from '../resources/deletion/remove.js'
import { removeExpiredUploads } from '../resources/uploads/remove.js'
import { removeOldPredictions } from './predictions.js'
import { forgetKeys } from './reservations.js'
import { removeBrokenUploads } from './uploads.js'

/** How often a server sweeps, in milliseconds. */
export const SWEEP_INTERVAL = 3_600_000

export type Retention = {
  /** How long predictions are kept after their end, in milliseconds; for good when absent. */
  predictions?: number
}

/**
 * Removes what is due, of all tenants. It may break off anywhere: what it did not come to is due the next time.
 *
 * @param now milliseconds since 1970
 * @param isStopped looked at before each thing
 */
export const sweep = async (
  services: Remover,
  retention: Retention,
  now: number,
  isStopped: () => boolean = () => false,
): Promise<void> => {
  const { store, log } = services
  const counts = { predictions: 0, keys: 0, uploads: 0 }
  for await (const tenant of foldersUnder(store, 'tenants')) {
    if (isStopped()) break
    if (retention.predictions !== undefined)
      counts.predictions += await removeOldPredictions(
        services,
        tenant,
        now - retention.predictions,
        isStopped,
      )
    const { forgotten, reserved } = await forgetKeys(store, tenant, now, isStopped)
    counts.keys += forgotten
    const expired = await removeExpiredUploads(services, tenant, now, isStopped)
    const named = new Set([...reserved, ...expired.reserved])
    counts.uploads += expired.removed + (await removeBrokenUploads(store, tenant, named, now, isStopped))
  }
  if (Object.values(counts).some(count => count > 0)) log({ level: 'info', event: 'swept', ...counts })
}
