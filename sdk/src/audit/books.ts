/**
 * Runs of an audit in the ledger of its own, in its folder and without a budget. Nothing of them is released, so they use
 * up nothing of what their owner means to spend on a prompt; what they would have cost is known all the same.
 * @module
 */
import type { Example } from '@promptpost/engine/data'
import { openLedger, type PrivacyPlan } from '../privacy/index.js'

export type AuditCharge = {
  admit: (ticket: string | undefined) => Promise<string>
  finish: () => Promise<void>
}

export const chargeAudit = async (
  directory: string,
  plan: PrivacyPlan,
  examples: readonly Example[],
): Promise<AuditCharge> => {
  const ledger = await openLedger(directory)
  const records = ledger.identify(examples.map(({ text }) => text))
  let charged = ''
  return {
    admit: async ticket => {
      charged = (await ledger.charge(records, plan, { ticket })).run
      return charged
    },
    finish: () => ledger.finish(charged),
  }
}

/** What all runs of the audit would have cost together, had they been released; undefined where none was private. */
export const auditCost = async (directory: string): Promise<number | undefined> => {
  const { accounts } = await (await openLedger(directory)).survey()
  return accounts.length > 0 ? Math.max(...accounts.map(({ epsilon }) => epsilon)) : undefined
}
