/**
 * The audit battery notices every fault it was made for, and raises no alarm over the implementation as it is.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Battery, openBattery } from './battery.js'
import { FAULTS, type Fault, NO_FAULT, type TestName } from './faults.js'
import { alarmsOf, type Finding } from './findings.js'

const SEED = 'battery'

let battery: Battery
beforeAll(async () => {
  battery = await openBattery()
})
afterAll(() => battery.close())

const audited = new Map<Fault, Promise<Finding[]>>()
const audit = (fault: Fault): Promise<Finding[]> => {
  const findings = audited.get(fault) ?? battery.audit(fault, SEED)
  audited.set(fault, findings)
  return findings
}

describe('the audit battery', () => {
  it('raises no alarm over the real trainer and mechanism', async () => {
    const findings = await audit(NO_FAULT)
    expect(findings.filter(({ alarm }) => alarm)).toEqual([])
    expect(new Set(findings.map(({ test }) => test))).toEqual(new Set(['S', 'N', 'P', 'L', 'E']))
  })

  it('finds the same for the same seed', async () => {
    expect(await battery.audit(NO_FAULT, SEED)).toEqual(await audit(NO_FAULT))
  })

  it.each(FAULTS)('notices $name, by test $noticedBy', async fault => {
    expect(alarmsOf(await audit(fault))).toContain(fault.noticedBy)
  })

  it('needs S, N, P and L for that: the attacks of E notice some of the thirteen faults and miss most', async () => {
    const alarms: TestName[][] = []
    for (const fault of FAULTS) alarms.push(alarmsOf(await audit(fault)))
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(13)
    expect(alarms.filter(names => names.some(name => name !== 'E'))).toHaveLength(13)
    const byAttack = alarms.filter(names => names.includes('E')).length
    expect(byAttack).toBeGreaterThan(0)
    expect(byAttack).toBeLessThan(7)
  }, 120_000)
})
