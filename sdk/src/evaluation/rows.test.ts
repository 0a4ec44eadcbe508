import { wilsonInterval } from '@promptpost/engine/post'
import { describe, expect, it } from 'vitest'
import { armId, armName, planArms } from './plan.js'
import { rowsOf } from './rows.js'
import { markdownRows, terminalTable } from './table.js'
import type { ArmResult } from './types.js'

const measured = (result: Partial<ArmResult>): ArmResult => ({
  kind: 'transferred',
  student: 2,
  seed: 1,
  accuracy: 0.5,
  interval: wilsonInterval(50, 100),
  examples: 100,
  seconds: 1,
  ...result,
})

describe("Wilson's interval", () => {
  it.each([
    // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i of %i is that of the literature', (hits, total, low, high) => {
    const interval = wilsonInterval(hits, total)
    expect(interval[0]).toBeCloseTo(low, 4)
    expect(interval[1]).toBeCloseTo(high, 4)
  })
})

describe('the plan', () => {
  const arms = planArms({ students: [2, 4], epsilons: [8, 1], seeds: [1, 2] })

  it('has every row a claim needs, for each student, budget and seed', () => {
    expect(arms).toHaveLength(1 + 2 * (2 + 2 * (3 + 2 * 2 + 2)))
    expect(new Set(arms.map(armId)).size).toBe(arms.length)
    const names = new Set(arms.map(armName))
    for (const name of [
      'T, zero-shot',
      'S (4 layers), prompt tuned on the private data',
      'T, prompt of S (4 layers) used directly',
      'T, prompt transferred from S (4 layers)',
      'T, prompt transferred from S (4 layers), epsilon 1',
      'T, prompt tuned on labels given by S (4 layers)',
      'T, logits shifted by S (4 layers) at inference',
      'T, prompt tuned on labelled public data',
    ])
      expect(names).toContain(name)
  })

  it('has only the kinds that are asked for', () => {
    const some = planArms({ students: [2], epsilons: [8], seeds: [1], kinds: ['student', 'zero-shot'] })
    expect(some.map(armId)).toEqual(['zero-shot', 'student-layers2-seed1', 'student-layers2-epsilon8-seed1'])
  })

  it('gives identifiers that are file names', () => {
    for (const arm of arms) expect(armId(arm)).toMatch(/^[a-z0-9.-]+$/)
  })
})

describe('rows', () => {
  it('make one row of the seeds of an arm, with their mean', () => {
    const rows = rowsOf([
      measured({ accuracy: 0.5, note: 'same' }),
      measured({ seed: 2, accuracy: 0.6, seconds: 3, note: 'same' }),
      measured({ epsilon: 8, accuracy: 0.4 }),
    ])
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({ accuracy: 55, seconds: 2, note: 'seeds 50.0, 60.0; same' })
  })

  it('tell once what seeds noted alike', () => {
    const noteOf = (...notes: string[]) =>
      rowsOf(notes.map((note, i) => measured({ seed: i + 1, accuracy: 0.5, note })))[0]!.note
    expect(noteOf('1000 texts, alpha 0.5: the best of 2', '1000 texts, alpha 0.4: the best of 2')).toBe(
      'seeds 50.0, 50.0; 1000 texts, alpha 0.5/0.4: the best of 2',
    )
    const silent = rowsOf([measured({ accuracy: 0.5 }), measured({ seed: 2, accuracy: 0.6 })])[0]!
    expect(silent.note).toBe('seeds 50.0, 60.0')
    expect(noteOf('one thing', 'other words')).toBe('seeds 50.0, 50.0; one thing; other words')
    expect(noteOf('one thing', 'one more thing')).toBe('seeds 50.0, 50.0; one thing; one more thing')
  })

  it('give an interval for the test texts, and for the seeds where there are several', () => {
    const [alone, pair, same] = [
      rowsOf([measured({ accuracy: 0.55 })]),
      rowsOf([measured({ accuracy: 0.54 }), measured({ seed: 2, accuracy: 0.56 })]),
      rowsOf([measured({ accuracy: 0.55 }), measured({ seed: 2, accuracy: 0.55 })]),
    ].map(([row]) => row!.interval!)
    const [low, high] = wilsonInterval(55, 100).map(share => share * 100) as [number, number]
    expect(alone).toEqual([expect.closeTo(low, 0), expect.closeTo(high, 0)])
    expect(same).toEqual(alone)
    // Two seeds 2 points apart: standard error 1, times 12.706.
    expect(pair![0]).toBeCloseTo(55 - Math.hypot(55 - low, 12.706), 1)
    expect(pair![1]).toBeCloseTo(55 + Math.hypot(high - 55, 12.706), 1)
  })

  it('show the warning of any seed', () => {
    const effect = {
      yes: { judgement: 'worth using', verdict: 'worth using: yes' },
      no: { judgement: 'not worth using', verdict: 'not worth using: one class' },
      open: { judgement: 'undecided', verdict: 'undecided: chance' },
    } as const
    const row = (...kinds: (keyof typeof effect)[]) =>
      rowsOf(kinds.map((kind, i) => measured({ seed: i + 1, effect: effect[kind] })))[0]!
    expect(row('yes', 'yes')).toMatchObject({
      worthUsing: true,
      note: expect.stringContaining('worth using: yes'),
    })
    expect(row('open', 'no')).toMatchObject({ worthUsing: false, note: expect.stringContaining('one class') })
    expect(row('yes', 'open').note).toContain('undecided: chance')
    expect(row('yes', 'open')).not.toHaveProperty('worthUsing')
  })

  it('say n/a for what could not be measured', () => {
    const result: ArmResult = { kind: 'public-labels', seed: 1, seconds: 0, note: 'n/a: no labels' }
    const rows = rowsOf([result])
    expect(rows[0]!.accuracy).toBeUndefined()
    expect(markdownRows(rows)).toContain('| n/a |  | 0.0 | n/a: no labels |')
  })
})

describe('tables', () => {
  it('cannot be broken by a note', () => {
    const [row] = rowsOf([measured({ note: 'a|b\nc' })])
    expect(markdownRows([row!]).split('\n')).toHaveLength(3)
    expect(markdownRows([row!])).toContain('a\\|b c')
  })

  it('stand in columns on a terminal', () => {
    const lines = terminalTable(rowsOf([measured({}), measured({ kind: 'direct', accuracy: 0.051 })])).split(
      '\n',
    )
    const at = lines.map(line => line.search(/\d+\.\d\s{2}/) + (/\d+\.\d\s{2}/.exec(line)?.[0].length ?? 0))
    expect(at[1]).toBe(at[2])
  })
})
