/**
 * What a charge costs, whom it concerns, when it is refused, and when a run goes on under the charge it has.
 * @module
 */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { epsilonFor } from '../accounting/index.js'
import type { PrivacyPlan } from '../plan.js'
import { type Ledger, openLedger } from './ledger.js'
import {
  bytesBelow,
  eventOf,
  newFolder,
  PRIVATE_TEXT,
  planOf,
  startCharging,
  texts,
} from './ledger.test.support.js'

const DELTA = 1e-5
let directory: string
let ledger: Ledger
beforeEach(async () => {
  directory = join(await newFolder(), 'ledger')
  ledger = await openLedger(directory)
})

const set = (from: number, to: number) => ledger.identify(texts(from, to))
const refused = (says: RegExp) => ({ code: 'privacy-refused', message: expect.stringMatching(says) })
const together = (...plans: PrivacyPlan[]): number => epsilonFor(plans.map(eventOf), DELTA)

describe('a charge', () => {
  it('composes with all earlier ones on the same records', async () => {
    const plans = [planOf(3), planOf(1, 40), planOf(0.5, 7)]
    for (const [earlierRuns, plan] of plans.entries()) {
      const { standing } = await ledger.charge(set(0, 100), plan)
      expect(standing).toMatchObject({ earlierRuns, plainRuns: 0 })
      expect(standing.total).toEqual({ epsilon: together(...plans.slice(0, earlierRuns + 1)), delta: DELTA })
    }
    const [account] = (await ledger.survey()).accounts
    expect(account).toMatchObject({
      records: 100,
      runs: 3,
      unfinished: 3,
      epsilon: together(...plans),
      delta: DELTA,
    })
  })

  it('is not lowered when its run ends', async () => {
    const { run } = await ledger.charge(set(0, 100), planOf(3))
    const before = (await ledger.survey()).accounts[0]!
    await ledger.finish(run)
    expect((await ledger.survey()).accounts[0]).toEqual({ ...before, unfinished: 0 })
  })

  it('concerns no other records', async () => {
    await ledger.charge(set(0, 100), planOf(3))
    const { standing } = await ledger.charge(set(100, 200), planOf(1))
    expect(standing).toMatchObject({ earlierRuns: 0, total: { epsilon: planOf(1).epsilon } })
  })

  it('refuses a plan that claims more than it pays for', async () => {
    await expect(ledger.charge(set(0, 100), { ...planOf(3), epsilon: 1 })).rejects.toMatchObject({
      code: 'privacy-refused',
    })
    expect((await ledger.survey()).accounts).toEqual([])
  })

  it('puts no text into any file, and lets no one else read them', async () => {
    await ledger.charge(set(0, 100), planOf(3))
    const bytes = await bytesBelow(directory)
    expect(bytes).toContain('"charge"')
    expect(bytes).not.toContain(PRIVATE_TEXT)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    for (const name of ['key', 'journal.jsonl', 'head.json', join('records', set(0, 100).fingerprint)])
      expect((await stat(join(directory, name))).mode & 0o777, name).toBe(0o600)
  })
})

describe('records in common', () => {
  it('are noticed, in either order, and their runs compose', async () => {
    await ledger.charge(set(0, 100), planOf(3))
    const { standing } = await ledger.charge(set(99, 199), planOf(1))
    expect(standing).toMatchObject({ earlierRuns: 1, total: { epsilon: together(planOf(3), planOf(1)) } })
    const { accounts } = await ledger.survey()
    expect(accounts.map(({ runs, overlaps }) => [runs, overlaps[0]!.records])).toEqual([
      [2, 1],
      [2, 1],
    ])
  })

  it('do not reach over a data set to one that shares none', async () => {
    const chain = [set(0, 60), set(50, 110), set(100, 160)]
    for (const records of chain) await ledger.charge(records, planOf(1))
    const { accounts } = await ledger.survey()
    expect(accounts.map(({ runs }) => runs)).toEqual([2, 3, 2])
  })

  it('are noticed in a file that is only looked at, which stays unknown', async () => {
    await ledger.charge(set(0, 100), planOf(3))
    const { accounts } = await ledger.survey([set(40, 45), set(300, 310)])
    expect(accounts).toMatchObject([
      { isKnown: false, records: 5, runs: 1, epsilon: planOf(3).epsilon },
      { isKnown: false, records: 10, runs: 0, epsilon: 0 },
    ])
    expect((await ledger.survey()).accounts).toHaveLength(1)
  })
})

describe('a budget', () => {
  it('lets runs in until the next would exceed it, and names what still fits', async () => {
    await ledger.charge(set(0, 100), planOf(3), { budget: { epsilon: 4 } })
    const next = ledger.charge(set(0, 100), planOf(3))
    await expect(next).rejects.toMatchObject(
      refused(
        /^budget: data set [0-9a-f]{12} may spend epsilon 4 at delta 0.00001; 1 run on its records spent [\d.]+, with this one .* raise the budget knowingly with: promptpost privacy ledger --data FILE --set-budget EPSILON$/,
      ),
    )
    const largest = Number(
      /At most epsilon ([\d.]+) still fits/.exec((await next.catch(error => error)).message)?.[1],
    )
    expect((await ledger.survey()).accounts[0]).toMatchObject({ runs: 1, left: largest })
    await expect(ledger.charge(set(0, 100), planOf(largest * 1.02))).rejects.toMatchObject(
      refused(/may spend/),
    )
    const { standing } = await ledger.charge(set(0, 100), planOf(largest))
    expect(standing.total.epsilon).toBeLessThanOrEqual(4)
    expect(standing.total.epsilon).toBeGreaterThan(3.9)
  })

  it('that the first run alone exceeds refuses it, and nothing is written', async () => {
    const before = await bytesBelow(directory)
    await expect(ledger.charge(set(0, 100), planOf(3), { budget: { epsilon: 2 } })).rejects.toMatchObject(
      refused(/may spend/),
    )
    expect(await bytesBelow(directory)).toBe(before)
  })

  it('that is wholly spent says that nothing is left', async () => {
    await ledger.charge(set(0, 100), planOf(3))
    await ledger.setBudget(set(0, 100), { epsilon: 3, delta: DELTA })
    await expect(ledger.charge(set(0, 100), planOf(0.1))).rejects.toMatchObject(refused(/Nothing is left/))
    expect((await ledger.survey()).accounts[0]).toMatchObject({ left: 0 })
  })

  it('of an overlapping data set is spent too, by runs on records in common', async () => {
    await ledger.charge(set(0, 100), planOf(3), { budget: { epsilon: 4 } })
    await expect(ledger.charge(set(90, 190), planOf(3))).rejects.toMatchObject(refused(/may spend epsilon 4/))
    await ledger.charge(set(90, 190), planOf(1))
    await expect(ledger.charge(set(0, 100), planOf(3))).rejects.toMatchObject(
      refused(/2 runs on its records/),
    )
    await ledger.charge(set(200, 300), planOf(3))
  })

  it('given again must be the one there is; it is changed on purpose', async () => {
    await ledger.charge(set(0, 100), planOf(1), { budget: { epsilon: 4 } })
    await ledger.charge(set(0, 100), planOf(1), { budget: { epsilon: 4 } })
    await expect(ledger.charge(set(0, 100), planOf(1), { budget: { epsilon: 8 } })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/have the budget 4 .*\(got 8\).*--set-budget/),
    })
    await ledger.setBudget(set(0, 100), { epsilon: 8, delta: DELTA })
    await ledger.charge(set(0, 100), planOf(1), { budget: { epsilon: 8 } })
  })

  it('is for the neighbours of the plan that gave it, whatever later runs are planned for', async () => {
    const replaced = planOf(3, 20, 'replace-one')
    const { standing } = await ledger.charge(set(0, 100), replaced, { budget: { epsilon: 4 } })
    expect(standing.total.epsilon).toBe(replaced.epsilon)
    // For one record zeroed the same run has spent half of that, and this one would fit beside it.
    await expect(ledger.charge(set(0, 100), planOf(2))).rejects.toMatchObject(refused(/may spend epsilon 4/))
    await expect(ledger.charge(set(0, 100), planOf(0.5), { budget: { epsilon: 4 } })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/for one record replaced/),
    })
    const { standing: small } = await ledger.charge(set(0, 100), planOf(0.5))
    expect(small.total.epsilon).toBeLessThan(3)
    await ledger.setBudget(set(0, 100), { epsilon: 4, delta: DELTA, neighbours: { records: 2 } })
    expect((await ledger.survey()).accounts[0]).toMatchObject({
      epsilon: expect.closeTo(
        epsilonFor([eventOf(replaced), eventOf(planOf(0.5))], DELTA, { records: 2 }),
        9,
      ),
      budget: { neighbours: { adjacency: 'zero-out', records: 2 } },
    })
  })

  it.each([
    { epsilon: 0 },
    { epsilon: Number.NaN },
    { epsilon: Number.POSITIVE_INFINITY },
    { epsilon: 1, delta: 0.5 },
  ])('of %j is refused', async budget => {
    await expect(ledger.charge(set(0, 100), planOf(1), { budget })).rejects.toThrow(/budget|delta/)
    expect((await ledger.survey()).accounts).toEqual([])
  })
})

describe('a run that was killed', () => {
  /** Charges in a process of its own, which is dead when this returns. */
  const chargeAndDie = async (): Promise<string> => {
    const process_ = startCharging([directory, '3', '0', 'leave'])
    const { stdout, stderr } = await process_.ended
    expect(stderr).toBe('')
    return stdout.trim().split(' ')[1]!
  }
  const goOn = (ticket: string, records = set(0, 100), plan = planOf(3)) =>
    ledger.charge(records, plan, { ticket })

  it('goes on under its charge, as often as it is killed', async () => {
    const run = await chargeAndDie()
    const again = startCharging([directory, '3', '0', 'leave', run])
    expect((await again.ended).stdout).toBe(`continued ${run}\n`)
    const { isContinued, standing } = await goOn(run)
    expect([isContinued, standing.earlierRuns, standing.total.epsilon]).toEqual([true, 0, planOf(3).epsilon])
    expect((await ledger.survey()).accounts[0]).toMatchObject({ runs: 1, unfinished: 1 })
  })

  it('goes on even when the budget has been spent since by others', async () => {
    const run = await chargeAndDie()
    await ledger.charge(set(0, 100), planOf(3))
    await ledger.setBudget(set(0, 100), { epsilon: 3, delta: DELTA })
    expect((await goOn(run)).isContinued).toBe(true)
  })

  it.each<[why: string, goOnAnyhow: (run: string) => ReturnType<typeof goOn>]>([
    ['has ended', async run => ledger.finish(run).then(() => goOn(run))],
    ['goes on elsewhere', async run => goOn(run).then(() => goOn(run))],
    ['was on other records', run => goOn(run, set(0, 99))],
    ['had another plan', run => goOn(run, set(0, 100), planOf(2))],
    ['is not in this ledger', () => goOn('00000000-0000-4000-8000-000000000000')],
  ])('is charged anew when it %s', async (_, goOnAnyhow) => {
    const run = await chargeAndDie()
    const admitted = await goOnAnyhow(run)
    expect(admitted).toMatchObject({ isContinued: false, standing: { earlierRuns: expect.any(Number) } })
    expect(admitted.run).not.toBe(run)
    expect((await ledger.survey([set(0, 100)])).accounts[0]).toMatchObject({ runs: 2 })
  })
})

describe('a plain run', () => {
  it('is counted beside private ones and bounds nothing', async () => {
    expect(await ledger.notePlain(set(0, 100))).toEqual({ earlierRuns: 0, plainRuns: 0 })
    const { standing } = await ledger.charge(set(99, 199), planOf(1))
    expect(standing).toMatchObject({ earlierRuns: 0, plainRuns: 1, total: { epsilon: planOf(1).epsilon } })
    expect(await ledger.notePlain(set(0, 100))).toEqual({ earlierRuns: 1, plainRuns: 1 })
  })
})
