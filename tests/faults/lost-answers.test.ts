/** Lost requests and answers, a part of what `npm run faults` does. */
import { expect, it } from 'vitest'
import { findingsOf, submitThroughLosses } from './lost-answers.js'

it('each call makes one job, though requests and answers are lost', { timeout: 300_000 }, async () => {
  const outcome = await submitThroughLosses(30, 20_261_128)
  expect(findingsOf(outcome)).toEqual([])
  const { 'lose-answer': lost, 'cut-answer': cut, 'late-request': late } = outcome.fates
  for (const fate of [lost, cut, late]) expect(fate).toBeGreaterThan(0)
})
