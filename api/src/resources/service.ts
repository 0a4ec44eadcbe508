/**
 * The service itself: whether it answers, and its contract.
 * @module
 */
import { contractText } from '../generated/document.js'
import type { Handlers } from '../http/operations.js'
import { VERSION } from '../version.js'

export const service = {
  getHealth: () => ({ status: 200, body: { status: 'ok', version: VERSION } }),
  getContract: c => c.body(contractText, 200, { 'content-type': 'application/yaml; charset=utf-8' }),
} satisfies Partial<Handlers>
