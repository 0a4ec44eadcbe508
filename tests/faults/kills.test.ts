/**
 * Kill -9 of workers and servers at random moments, a part of what `npm run faults` does. The moments depend on the machine; whom
 * and about when follows from the seed.
 */
import { expect, it } from 'vitest'
import { killLightJobs } from './kills.js'

it('jobs end exactly once and right, and leave nothing behind, whoever is killed whenever', {
  timeout: 300_000,
}, async () => {
  const tally = await killLightJobs(24, 20_261_128)
  expect(tally.findings).toEqual([])
  expect(tally.kills.worker).toBeGreaterThan(0)
  expect(tally.kills.server + tally.kills.both).toBeGreaterThan(0)
})
