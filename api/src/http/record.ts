/**
 * Puts every request that may change something on the tenant's audit log, whatever came of it, before it is answered.
 * @module
 */
import { appendAudit, createOneByOne } from '@promptpost/base/store'
import { authenticateAgain, isReading } from './auth.js'
import type { RequestContext } from './environment.js'
import type { OperationName } from './operations.js'
import { Problem } from './problem.js'

const MOST_KNOWN = 10_000

export type Recorder = (c: RequestContext, operation: OperationName, status: number) => Promise<void>

/** Whether the token has ended since the request was let in. */
const hasEnded = (c: RequestContext): Promise<boolean> =>
  authenticateAgain(c).then(
    () => false,
    error => error instanceof Problem,
  )

/** Of one app over one store. A log that cannot be written is told to the operator; what was done is done. */
export const createRecorder = (): Recorder => {
  /** The last number written for a tenant: saves looking for it. */
  const known = new Map<string, number>()
  const inTurn = createOneByOne()
  return async (c, operation, status) => {
    if (isReading(c) || c.get('changesNothing')) return
    // Like a request whose token was refused at once: its tenant may be gone, and its log with it.
    if (await hasEnded(c)) return
    const { store, log } = c.get('services')
    const { tenant, token, role } = c.get('credential')
    const entry = { request: c.get('requestId'), token, role, operation, path: c.req.path, status }
    try {
      await inTurn(tenant, async () => {
        const number = await appendAudit(store, tenant, entry, known.get(tenant))
        if (known.size >= MOST_KNOWN) known.clear()
        known.set(tenant, number)
      })
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'internal'
      log({ level: 'error', event: 'audit-log-failed', request_id: c.get('requestId'), code })
    }
  }
}
