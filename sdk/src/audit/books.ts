/**
 * Runs of an audit in the ledger of its own, in its folder and without a budget. Nothing of them is released, so they use
 * up nothing of what their owner means to spend on a prompt; that they were made is on record all the same.
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
