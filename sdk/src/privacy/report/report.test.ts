import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMechanism } from '../mechanism/mechanism.js'
import { makePrivacyPlan } from '../plan.js'
import { seededBytes } from '../privacy.test.support.js'
import { composeReport } from './compose.js'
import { tradeOffFigure } from './plots.js'
import { reachOf } from './reach.js'
import {
  changed,
  FACTS,
  LOOP,
  newKey,
  PLAN,
  promptFolder,
  reportedFolder,
  STANDING,
} from './report.test.support.js'
import { sectionsOf } from './sections.js'
import { renderReport } from './text.js'
import type { PrivacyReport, UnsealedReport } from './types.js'
import { writePrivacyReport } from './write.js'

const { report } = composeReport(PLAN, FACTS)
/** One folder for all tests that only read it. */
const reported = reportedFolder()
const refused = expect.objectContaining({ code: 'privacy-refused' })

/** Every leaf as `a.b.c`. */
const leaves = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, field]) => leaves(field, `${path}.${name}`))
    : [path.slice(1)]

describe('the privacy report', () => {
  it('states the plan figure by figure and survives JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
    expect(report).toMatchObject({
      version: 2,
      plan: PLAN,
      guarantee: {
        epsilon: PLAN.epsilon,
        delta: PLAN.delta,
        adjacency: 'zero-out',
        datasetSize: { examples: 5000 },
      },
      mechanism: {
        samplingRate: PLAN.samplingRate,
        steps: { planned: 195, taken: 0 },
        randomness: 'node:crypto',
      },
      accounting: { accountant: 'pld', directions: 'add and remove' },
    })
    expect(Object.values(report.preconditions).every(value => value === true)).toBe(true)
  })

  it('holds these figures and no others, all of them public', () => {
    const sentences = /^(notCovered|caveats|audit\.implementation)\.\d+$/
    const names = (part: object): string =>
      leaves(part)
        .map(name => name.replace(/\.\d+\./, '[].'))
        .filter(name => !sentences.test(name))
        .filter((name, at, all) => all.indexOf(name) === at)
        .sort()
        .join(' ')
    const {
      plan,
      preconditions: _,
      ...rest
    } = composeReport(PLAN, { ...FACTS, ledgerSince: STANDING.since }).report
    expect(names(plan)).toBe(
      'accountant adjacency clip delta epsilon expectedBatch latticeBits noiseMultiplier recordsPerUnit ' +
        'sampler samplingRate.denominator samplingRate.numerator steps unit',
    )
    expect(names(rest)).toBe(
      'accounting.accountant accounting.adaptivity accounting.beside accounting.directions accounting.errors accounting.version ' +
        'audit.meaning audit.ownAudits guarantee.adjacency guarantee.atLeast guarantee.bound guarantee.datasetSize.examples guarantee.datasetSize.public ' +
        'guarantee.delta guarantee.duplicates guarantee.epsilon guarantee.gaussian.gap guarantee.gaussian.leastDelta guarantee.gaussian.mu ' +
        'guarantee.recordsPerUnit guarantee.truePositives[].atMost guarantee.truePositives[].falsePositives guarantee.unit ' +
        'ledger.kept ledger.since ledger.where mechanism.clip mechanism.dimension mechanism.expectedBatch mechanism.latticeBits ' +
        'mechanism.name mechanism.noiseGenerator mechanism.noiseMultiplier mechanism.optimiser mechanism.randomness mechanism.sampler ' +
        'mechanism.samplingRate.denominator mechanism.samplingRate.numerator mechanism.steps.planned mechanism.steps.taken ' +
        'setting.released setting.seenBy setting.trust version',
    )
  })

  it('bounds an attacker: more true positives than by chance, fewer than epsilon and delta alone would allow', () => {
    for (const { falsePositives, atMost } of report.guarantee.truePositives) {
      expect(atMost).toBeGreaterThan(falsePositives)
      expect(atMost).toBeLessThan(Math.exp(PLAN.epsilon) * falsePositives + PLAN.delta)
    }
    expect(report.guarantee.truePositives.map(({ falsePositives }) => falsePositives)).toEqual([1e-3, 1e-2])
    expect(report.guarantee.gaussian.gap).toBeLessThan(0.2)
    const full = makePrivacyPlan({ examples: 10, expectedBatch: 10, steps: 4, noiseMultiplier: 4, clip: 1 })
    expect(reachOf(full).gaussian).toMatchObject({ mu: expect.closeTo(0.5, 3), gap: expect.closeTo(0, 3) })
  })

  it('has figures for the wildest plan that can be made', () => {
    for (const wild of [
      { examples: 1000, expectedBatch: 1, steps: 10, noiseMultiplier: 2 ** -7 },
      { examples: 2 ** 28, expectedBatch: 1, steps: 1e9, noiseMultiplier: 2 ** 20 },
      { examples: 4, expectedBatch: 4, steps: 1, noiseMultiplier: 2 ** -7 },
    ]) {
      const { gaussian, truePositives } = reachOf(makePrivacyPlan({ ...wild, clip: 1 }))
      for (const figure of [gaussian.mu, gaussian.gap, ...truePositives.map(({ atMost }) => atMost)])
        expect(Number.isFinite(figure) && figure >= 0).toBe(true)
    }
  })

  it.each(Object.keys(LOOP))('is refused when %s does not hold', name => {
    expect(() => composeReport(PLAN, { ...FACTS, loop: { ...LOOP, [name]: false } })).toThrow(refused)
    expect(() => composeReport(PLAN, { ...FACTS, loop: { ...LOOP, [name]: undefined } })).toThrow(refused)
  })

  it('is refused for injected randomness, too many steps, another number of examples or an edited plan', () => {
    const injected = createMechanism(PLAN, 5000, 4, seededBytes('report')).facts()
    const naming = (name: string) => expect.objectContaining({ code: 'privacy-refused', value: [name] })
    expect(() => composeReport(PLAN, { ...FACTS, mechanism: injected })).toThrow(refused)
    const overrun = { ...FACTS.mechanism, stepsTaken: 196 }
    expect(() => composeReport(PLAN, { ...FACTS, mechanism: overrun })).toThrow(naming('stepsWithinPlan'))
    expect(() => composeReport(PLAN, { ...FACTS, datasetSize: 100_000 })).toThrow(refused)
    expect(() => composeReport(PLAN, { ...FACTS, datasetSize: 4999 })).toThrow(naming('sizeAsPlanned'))
    expect(() => composeReport({ ...PLAN, epsilon: 0.1 }, FACTS)).toThrow(refused)
  })
})

describe('the number of examples under add-remove', () => {
  const estimate = makePrivacyPlan({
    ...{ examples: 4096, expectedBatch: 512, steps: 50, epsilon: 3, clip: 1, adjacency: 'add-remove' },
  })
  const reportOf = (examples: number): UnsealedReport =>
    composeReport(estimate, {
      ...FACTS,
      mechanism: createMechanism(estimate, examples, 8).facts(),
      datasetSize: 'private',
    }).report

  it('is in no figure: data of other sizes give the same report, to the byte', () => {
    expect(JSON.stringify(reportOf(3977))).toBe(JSON.stringify(reportOf(5003)))
    expect(reportOf(3977).guarantee.datasetSize).toEqual({ public: false })
    expect(renderReport(reportOf(3977))).toContain('not disclosed')
  })

  it('may not be stated', () => {
    expect(() => composeReport(estimate, { ...FACTS, datasetSize: 4096 })).toThrow(
      expect.objectContaining({ value: ['sizeProtectedUnderAddRemove'] }),
    )
  })
})

describe('the three files', () => {
  it('are the signed JSON, without a figure of the ledger, and two that say they stay', async () => {
    const { folder, report: written } = await reported
    const read = (name: string) => readFile(join(folder, name), 'utf8')
    const json = await read('privacy-report.json')
    expect(JSON.parse(json)).toEqual(written)
    expect(written.ledger).toEqual({ kept: true, where: 'client', since: '2025-01-02' })
    for (const figure of ['5.00001', '7.7', '03:04', 'earlierRuns', 'plainRuns', 'budget'])
      expect(json).not.toContain(figure)
    for (const name of ['privacy-report.md', 'privacy-report.html']) {
      const text = await read(name)
      for (const phrase of [
        'stays on your machine and is never uploaded',
        '2 earlier runs on these records; all together epsilon',
        'without privacy: 1. Nothing bounds',
        written.signature.fingerprint,
        'one example',
        'inference query',
        'Delta is the probability mass',
        'lower bounds',
      ])
        expect(text).toContain(phrase)
    }
  })

  it('draw three plots with a text for each, run no script and ask nothing of any network', async () => {
    const { folder } = await reported
    const html = await readFile(join(folder, 'privacy-report.html'), 'utf8')
    expect(html.match(/<svg [^>]*role="img" aria-label="[^"]{20,}"/g)).toHaveLength(3)
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|src=|href=|url\(|@import|<script|NaN|undefined/,
    )
    expect(html).toContain('prefers-color-scheme: dark')
  })

  it('round what a test of membership may find up', () => {
    const truePositives = [{ falsePositives: 1e-3, atMost: 0.012341 }]
    expect(tradeOffFigure({ ...reachOf(PLAN), truePositives }).svg).toContain('1.24 % at 0.1 %')
  })

  it('leave the budget out where there is none, or one at a smaller delta', async () => {
    const { report: written } = await reported
    const reach = reachOf(PLAN)
    const plotsWith = (standing?: typeof STANDING): number =>
      sectionsOf(written, reach, standing).flatMap(({ figures = [] }) => figures).length
    const { budget: _, ...none } = STANDING
    expect([plotsWith(STANDING), plotsWith(none), plotsWith()]).toEqual([3, 2, 2])
    expect(plotsWith({ ...STANDING, budget: { epsilon: 9, delta: PLAN.delta / 10 } })).toBe(2)
    expect(plotsWith({ ...STANDING, budget: { epsilon: 9, delta: PLAN.delta * 2 } })).toBe(3)
  })
})

describe('no epsilon is shown when a precondition is off', () => {
  it.each(Object.keys(report.preconditions))('%s', async name => {
    const { report: sealed } = await reported
    for (const off of [false, null, 'true', 1]) {
      const lying = changed(sealed, `preconditions.${name}`, off) as PrivacyReport
      for (const show of [
        () => renderReport(lying, STANDING),
        () => sectionsOf(lying, reachOf(PLAN), STANDING),
      ])
        expect(show).toThrow(expect.objectContaining({ code: 'privacy-refused', value: [name] }))
    }
    expect(() => renderReport(changed(sealed, 'preconditions', {}) as PrivacyReport)).toThrow(refused)
  })

  it('and no file is written', async () => {
    const folder = await promptFolder()
    const facts = { ...FACTS, loop: { ...LOOP, noPrivateControl: false } }
    await expect(writePrivacyReport(folder, { plan: PLAN, facts, key: newKey() })).rejects.toThrow(refused)
    await expect(readFile(join(folder, 'privacy-report.json'))).rejects.toThrow('ENOENT')
    await expect(readFile(join(folder, 'privacy-report.md'))).rejects.toThrow('ENOENT')
  })
})

describe('the report as text', () => {
  it('never rounds epsilon down', () => {
    for (const epsilon of [0.00123449, 0.99999, 1.00001, 2.9994, 2.99951, 7.0004999, 12.3451]) {
      const other: UnsealedReport = { ...report, guarantee: { ...report.guarantee, epsilon } }
      const shown = Number(/epsilon <= (\S+)/.exec(renderReport(other))?.[1])
      expect(shown).toBeGreaterThanOrEqual(epsilon)
      expect(shown).toBeLessThan(epsilon * 1.002)
    }
  })

  it('says what is protected, what an attacker can have, and what is not covered', () => {
    const text = renderReport(report)
    for (const phrase of [
      'one example',
      '(5000) is treated as public',
      'a test of membership finds at most',
      'hyper-parameter',
      'inference query',
      'Privacy loss distribution',
    ])
      expect(text).toContain(phrase)
    expect(text).not.toContain('Ledger')
    expect(renderReport(report, STANDING)).toContain('Ledger, begun 2025-01-02: 2 earlier runs')
  })
})
