/**
 * Puts every request that may change something on the tenant's audit log, whatever came of it, before it is answered.
 * @module
 */
import { type AuditEntry, appendAudit, createTogether, type ObjectStore } from '@promptpost/base/store'
import { authenticateAgain, isReading } from './auth.js'
import type { RequestContext } from './environment.js'
import type { OperationName } from './operations.js'
import { Problem } from './problem.js'

const MOST_KNOWN = 10_000
/** Most entries that are written together. */
const MOST_TOGETHER = 32

export type Recorder = (c: RequestContext, operation: OperationName, status: number) => Promise<void>

/** Whether the token has ended since the request was let in. */
const hasEnded = (c: RequestContext): Promise<boolean> =>
  authenticateAgain(c).then(
    () => false,
    error => error instanceof Problem,
  )

/**
 * Of one store. Entries that wait at the same time are written together: each costs a wait for the disk, and must not also cost one for
 * everybody before it.
 */
const createLog = (store: ObjectStore) => {
  /** The last number written for a tenant: saves looking for it. */
  const known = new Map<string, number>()
  return createTogether<AuditEntry, void>(async (tenant, entries) => {
    const number = await appendAudit(store, tenant, entries, known.get(tenant))
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(tenant, number)
    return []
  }, MOST_TOGETHER)
}

/** Of one app over one store. A log that cannot be written is told to the operator; what was done is done. */
export const createRecorder = (): Recorder => {
  let append: ReturnType<typeof createLog> | undefined
  return async (c, operation, status) => {
    if (isReading(c) || c.get('changesNothing')) return
    // Like a request whose token was refused at once: its tenant may be gone, and its log with it.
    if (await hasEnded(c)) return
    const { store, log } = c.get('services')
    const { tenant, token, role } = c.get('credential')
    append ??= createLog(store)
    try {
      await append(tenant, {
        request: c.get('requestId'),
        token,
        role,
        operation,
        path: c.req.path,
        status,
      })
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'internal'
      log({ level: 'error', event: 'audit-log-failed', request_id: c.get('requestId'), code })
    }
  }
}
