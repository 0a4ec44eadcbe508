/**
 * The data and plans of the ledger's tests, for the tests and for the processes that they start.
 * @module
 */
import { makePrivacyPlan, type PrivacyPlan } from '../plan.js'

/** What must stand in no file of a ledger. */
export const PRIVATE_TEXT = 'Zanzibarquux'

/** Texts number `from` to `to - 1`. */
export const texts = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${PRIVATE_TEXT} is number ${from + i}`)

/** A plan for a hundred records. */
export const planOf = (
  epsilon: number,
  steps = 20,
  adjacency: 'zero-out' | 'replace-one' = 'zero-out',
): PrivacyPlan =>
  makePrivacyPlan({ examples: 100, expectedBatch: 25, steps, epsilon, clip: 1, delta: 1e-5, adjacency })
