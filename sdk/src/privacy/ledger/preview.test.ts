/**
 * What a preview says is what a charge then does.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { openLedger } from './ledger.js'
import { newFolder, planOf, texts } from './ledger.test.support.js'

describe('a preview', () => {
  it('tells the totals that charging then gives, and charges nothing', async () => {
    const ledger = await openLedger(await newFolder())
    const records = ledger.identify(texts(0, 100))
    const plan = planOf(3)
    const first = await ledger.preview(records, plan)
    expect(first).toMatchObject({ earlierRuns: 0, before: 0, fits: true, budget: null, isUnderway: false })
    expect((await ledger.survey()).accounts).toEqual([])
    const charged = await ledger.charge(records, plan)
    expect(charged.standing.total.epsilon).toBe(first.after)
    const second = await ledger.preview(records, plan)
    expect(second).toMatchObject({ earlierRuns: 1, before: first.after, isUnderway: true })
    await ledger.finish(charged.run)
    expect((await ledger.preview(records, plan)).isUnderway).toBe(false)
    expect((await ledger.charge(records, plan)).standing.total.epsilon).toBe(second.after)
  })

  it('tells when a budget will refuse the run, the one asked for or the one there is', async () => {
    const ledger = await openLedger(await newFolder())
    const records = ledger.identify(texts(0, 100))
    const plan = planOf(3)
    const epsilon = plan.epsilon * 1.2
    expect((await ledger.preview(records, plan, { budget: { epsilon: plan.epsilon / 2 } })).fits).toBe(false)
    expect((await ledger.preview(records, plan, { budget: { epsilon } })).fits).toBe(true)
    await ledger.charge(records, plan, { budget: { epsilon } })
    const next = await ledger.preview(records, plan)
    expect([next.fits, next.budget?.epsilon]).toEqual([false, epsilon])
    await expect(ledger.charge(records, plan)).rejects.toMatchObject({ code: 'privacy-refused' })
  })
})
