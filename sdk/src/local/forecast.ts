/**
 * How the ledger stands, and will stand with a run: before anything is charged, and refused where a charge would be.
 * @module
 */
import { stat } from 'node:fs/promises'
import { foresee, type LedgerForecast, ledgerDirectory, type PrivacyPlan } from '../privacy/index.js'
import { checkpointBeside } from './checkpoint-place.js'
import type { LedgerRequest } from './tune-options.js'

export type ForecastOptions = LedgerRequest & {
  /** The prompt's folder; beside it is the checkpoint of a run that was stopped. */
  out: string
  /** The prompt is there already, and charged. */
  isTuned?: boolean
  /** Where the checkpoint is when it is not there. */
  checkpoint?: string | undefined
}

/** @throws PromptPostError as `charge` of the ledger would */
export const forecast = async (
  texts: readonly string[],
  privacy: PrivacyPlan,
  { out, isTuned = false, directory = ledgerDirectory(), budget, checkpoint }: ForecastOptions,
): Promise<LedgerForecast> => {
  const place = checkpoint ?? checkpointBeside(out)
  const isResumed = !isTuned && (await stat(place).catch(() => undefined)) !== undefined
  // Loaded only where there is something to ask it.
  const ticket = isResumed
    ? await (await import('@promptpost/engine/post')).checkpointTicket(place)
    : undefined
  return foresee(directory, texts, privacy, { budget, ticket, isCharged: isTuned })
}
