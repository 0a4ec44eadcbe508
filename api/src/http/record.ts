/**
 * Puts every request that may change something on the tenant's audit log, whatever came of it, before it is answered.
 * @module
 */
import { appendAudit } from '@promptpost/base/store'
import type { RequestContext } from './environment.js'
import type { OperationName } from './operations.js'

/** The last number written for a tenant by this process: saves looking for it. */
const known = new Map<string, number>()
const MOST_KNOWN = 10_000

/** A log that cannot be written is told to the operator; what was done is done. */
export const recordRequest = async (
  c: RequestContext,
  operation: OperationName,
  status: number,
): Promise<void> => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const { store, log } = c.get('services')
  const { tenant, token, role } = c.get('credential')
  const entry = { request: c.get('requestId'), token, role, operation, path: c.req.path, status }
  try {
    const number = await appendAudit(store, tenant, entry, known.get(tenant))
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(tenant, number)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'internal'
    log({ level: 'error', event: 'audit-log-failed', request_id: c.get('requestId'), code })
  }
}
