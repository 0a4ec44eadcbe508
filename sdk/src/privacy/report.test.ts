import { describe, expect, it } from 'vitest'
import { createMechanism } from './mechanism/mechanism.js'
import { makePrivacyPlan } from './plan.js'
import { seededBytes } from './privacy.test.support.js'
import { type PrivacyReport, privacyReport, type ReportFacts, renderReport } from './report.js'

const PLAN = makePrivacyPlan({ examples: 5000, expectedBatch: 512, steps: 195, epsilon: 3, clip: 0.1 })

const LOOP = {
  independentGradients: true,
  noPrivateControl: true,
  noPrivateMetrics: true,
  planFixedInAdvance: true,
}

const FACTS: ReportFacts = {
  mechanism: createMechanism(PLAN, 5000, 11_520).facts(),
  loop: LOOP,
  datasetSize: 5000,
  released: 'final-prompt',
}

const refused = expect.objectContaining({ code: 'privacy-refused' })

describe('the privacy report', () => {
  it('states the plan figure by figure and survives JSON', () => {
    const report = privacyReport(PLAN, FACTS)
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report.version).toBe(1)
    expect(report.guarantee).toMatchObject({
      epsilon: PLAN.epsilon,
      delta: PLAN.delta,
      adjacency: 'zero-out',
    })
    expect(report.mechanism).toMatchObject({
      samplingRate: PLAN.samplingRate,
      steps: { planned: 195, taken: 0 },
      noiseMultiplier: PLAN.noiseMultiplier,
      randomness: 'node:crypto',
    })
    expect(Object.values(report.preconditions).every(value => value === true)).toBe(true)
    expect(report.accounting).toMatchObject({ accountant: 'pld', directions: 'add and remove' })
  })

  it('holds these figures and no others, all of them public', () => {
    const { version, guarantee, mechanism, ...rest } = privacyReport(PLAN, FACTS)
    expect(Object.keys(rest).sort()).toEqual(['accounting', 'notCovered', 'preconditions', 'setting'])
    expect(Object.keys(guarantee).sort()).toEqual([
      'adjacency',
      'bound',
      'datasetSize',
      'delta',
      'epsilon',
      'recordsPerUnit',
      'unit',
    ])
    expect(Object.keys(mechanism).sort().join(' ')).toBe(
      'clip dimension expectedBatch latticeBits name noiseGenerator noiseMultiplier randomness sampler samplingRate steps',
    )
    expect(version).toBe(1)
  })

  it('states what all runs on the records come to, and no budget', () => {
    const ledger = {
      since: '2025-01-02T03:04:05.678Z',
      earlierRuns: 2,
      plainRuns: 0,
      total: { epsilon: 5.00001, delta: PLAN.delta },
      budget: { epsilon: 77, delta: PLAN.delta },
    }
    const report = privacyReport(PLAN, { ...FACTS, ledger })
    const { since, earlierRuns, plainRuns, total } = ledger
    expect(report.ledger).toEqual({ since, earlierRuns, plainRuns, total, overlap: 'treated-as-public' })
    expect(report.notCovered).toHaveLength(privacyReport(PLAN, FACTS).notCovered.length)
    expect(renderReport(report)).toContain(
      'Ledger, begun 2025-01-02: 2 earlier runs on these records; all together epsilon <= 5.003 at delta',
    )
    const beside = privacyReport(PLAN, { ...FACTS, ledger: { ...ledger, plainRuns: 1 } })
    expect(renderReport(beside)).toContain('without privacy: 1. Nothing bounds')
    expect(privacyReport(PLAN, { ...FACTS, ledger, datasetSize: 'private' }).ledger).toBeUndefined()
  })

  it('does not name the number of examples when it is private', () => {
    const report = privacyReport(PLAN, { ...FACTS, datasetSize: 'private' })
    expect(report.guarantee.datasetSize).toEqual({ public: false })
    expect(JSON.stringify(report)).not.toContain('5000')
    expect(renderReport(report)).toContain('not disclosed')
  })

  it.each(Object.keys(LOOP))('is refused when %s does not hold', name => {
    expect(() => privacyReport(PLAN, { ...FACTS, loop: { ...LOOP, [name]: false } })).toThrow(refused)
    expect(() => privacyReport(PLAN, { ...FACTS, loop: { ...LOOP, [name]: undefined } })).toThrow(refused)
  })

  it('is refused for injected randomness, too many steps, a large delta or an edited plan', () => {
    const injected = createMechanism(PLAN, 5000, 4, seededBytes('report')).facts()
    expect(() => privacyReport(PLAN, { ...FACTS, mechanism: injected })).toThrow(refused)
    const overrun = { ...FACTS.mechanism, stepsTaken: 196 }
    expect(() => privacyReport(PLAN, { ...FACTS, mechanism: overrun })).toThrow(refused)
    expect(() => privacyReport(PLAN, { ...FACTS, datasetSize: 100_000 })).toThrow(refused)
    expect(() => privacyReport({ ...PLAN, epsilon: 0.1 }, FACTS)).toThrow(refused)
  })
})

describe('the report as text', () => {
  it('never shows a smaller epsilon than the claim', () => {
    const report = privacyReport(PLAN, FACTS)
    for (const epsilon of [0.00123449, 0.99999, 1.00001, 2.9994, 2.99951, 7.0004999, 12.3451]) {
      const changed: PrivacyReport = { ...report, guarantee: { ...report.guarantee, epsilon } }
      const shown = Number(/epsilon <= (\S+)/.exec(renderReport(changed))?.[1])
      expect(shown).toBeGreaterThanOrEqual(epsilon)
      expect(shown).toBeLessThan(epsilon * 1.002)
    }
  })

  it('says what is protected and what is not', () => {
    const text = renderReport(privacyReport(PLAN, FACTS))
    for (const phrase of [
      'one example',
      '(5000) is treated as public',
      'hyper-parameter',
      'inference query',
      'privacy loss distribution',
    ])
      expect(text).toContain(phrase)
  })
})
