/**
 * The plan of a private run, from what was asked for and the number of examples.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import {
  defaultExpectedBatch,
  makePrivacyPlan,
  PRIVATE_DEFAULTS,
  type PrivacyPlan,
} from '../privacy/index.js'
import type { PrivacyRequest, TunePromptOptions } from './tune-options.js'

/** @throws PromptPostError 'privacy-refused' for a budget of a run that was not asked to be private: it would bound nothing */
export const requireNoIdleBudget = ({
  privacy,
  ledger,
}: Pick<TunePromptOptions, 'privacy' | 'ledger'>): void => {
  if (privacy || ledger?.budget === undefined) return
  throw new PromptPostError('privacy-refused', 'is missing: without it nothing is private', {
    field: 'privacy',
    next: 'Give privacy with its epsilon, or leave ledger.budget out.',
  })
}

/** @throws PromptPostError 'privacy-refused' for a request that no noise can meet */
export const planFor = (
  request: PrivacyRequest,
  examples: number,
  steps: number = PRIVATE_DEFAULTS.steps,
): PrivacyPlan => {
  const { epsilon, delta, clip = PRIVATE_DEFAULTS.clip, adjacency, recordsPerUser } = request
  const expectedBatch = request.expectedBatch ?? defaultExpectedBatch(examples)
  return makePrivacyPlan({ examples, expectedBatch, steps, epsilon, delta, clip, adjacency, recordsPerUser })
}
