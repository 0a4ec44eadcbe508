/**
 * The plan of a private run, from what was asked for and the number of examples.
 * @module
 */
import {
  defaultExpectedBatch,
  makePrivacyPlan,
  PRIVATE_DEFAULTS,
  type PrivacyPlan,
} from '../privacy/index.js'
import type { PrivacyRequest } from './tune-options.js'

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
