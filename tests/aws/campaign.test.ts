import { expect, it } from 'vitest'
import { runCampaign } from './campaign.js'

it('whatever breaks, jobs end as they must and nothing is left', { timeout: 300_000 }, async () => {
  const { findings, faults } = await runCampaign(2, 11, () => {})
  expect(findings).toEqual([])
  expect(faults.size).toBeGreaterThan(3)
})
