/**
 * The service itself: whether it answers, and its contract.
 * @module
 */
import { readAudit } from '@promptpost/base/store'
import type { Handlers } from '../http/operations.js'
import type { Schemas } from '../http/validate.js'
import { VERSION } from '../version.js'

export const service = {
  getHealth: () => ({ status: 200, body: { status: 'ok', version: VERSION } }),
  async getContract(c) {
    // Few ask for it: whoever starts for another request need not load it.
    const { contractText } = await import('../generated/contract-text.js')
    return c.body(contractText, 200, { 'content-type': 'application/yaml; charset=utf-8' })
  },
  async listAuditLog(c, { query: { after = 0, limit = 20 } }) {
    const { tenant } = c.get('credential')
    const data = await readAudit(c.get('services').store, tenant, after, limit)
    return {
      status: 200,
      body: { data: data as Schemas['AuditEntry'][], next: data.at(-1)?.number ?? after },
    }
  },
} satisfies Partial<Handlers>
