/** Rules that choose among transfers: what they are held against, how their ranking is measured. */
import { expect, it } from 'vitest'
import { rankCorrelation, rulesTable } from './rules.js'

it('correlates ranks, with ties at their mean', () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 400])).toBeCloseTo(1, 12)
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12)
  // Ranks 0.5, 0.5, 2, 3 against 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
  expect(rankCorrelation([5, 5, 6, 7], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12)
})

it('lists the best first, and says what a rule’s choice loses', () => {
  const [yes, no] = [
    [0.9, 0.1],
    [0.1, 0.9],
  ]
  const one = (variant: string, accuracy: number, heldOut: number[][]) => ({
    ...{ student: 2, seed: 1, variant, accuracy, heldOut, start: 'prompt', seconds: 1 },
    ...{ heldOutLoss: { before: 1, after: 0 }, judgement: 'undecided' as const },
  })
  const table = rulesTable({
    grounds: [
      {
        ...{ student: 2, seed: 1, accuracy: { zeroShot: 0.5, direct: 0.5, student: 0.7 } },
        heldOut: {
          zeroShot: [yes, [0.99, 0.01]],
          direct: [yes, yes],
          // It leans to no; the target, moved, does not.
          student: [no, [0.45, 0.55]],
          bare: [yes, [0.5, 0.5]],
        },
      },
    ],
    transfers: [one('worse', 0.4, [no, no]), one('better', 0.8, [no, yes]), one('lucky', 0.6, [no, no])],
  } as Parameters<typeof rulesTable>[0])
  const rows = table.split('\n').filter(line => line.startsWith('| '))
  // Ranks 0, 1, 2 of accuracy against 1.5, 1.5, 0: -1.5 / sqrt(2 * 1.5).
  expect(rows.slice(1)).toEqual([
    '| better | 80.0 | 0.50 | 1.00 | 1.00 | undecided |',
    // One class for all texts, and yet better than what there is without it.
    '| lucky | 60.0 | 1.00 | 0.50 | 0.50 | not worth using, wrongly |',
    '| worse | 40.0 | 1.00 | 0.50 | 0.50 | not worth using |',
    '| rank correlation with accuracy |  | -0.87 | 0.87 | 0.87 |  |',
    '| points lost by choosing the highest |  | 30.0 | 0.0 | 0.0 |  |',
  ])
})
