import { describe, expect, it } from 'vitest'
import { addEvent, curvesOf, emptyHistory } from './job-history.js'

const at = '2026-01-01T00:00:00.000Z'

describe('a job’s history', () => {
  it('is what its events come to; a step that was done again counts once', () => {
    const history = emptyHistory()
    const progress = (sequence: number, stage: string, step: number, loss?: number) =>
      addEvent(history, {
        sequence,
        type: 'progress',
        at,
        stage,
        progress: step / 4,
        metrics: loss === undefined ? { step } : { step, loss },
      })
    addEvent(history, { sequence: 1, type: 'queued', at })
    progress(2, 'logits', 4)
    progress(3, 'distil', 1, 5)
    progress(4, 'distil', 3, 4)
    addEvent(history, { sequence: 5, type: 'requeued', at })
    progress(6, 'distil', 2, 4.5)
    progress(7, 'distil', 3, 4.1)
    progress(8, 'check', 1, 1)
    expect(curvesOf(history)).toEqual([
      [
        'distil',
        [
          [1, 5],
          [2, 4.5],
          [3, 4.1],
        ],
      ],
    ])
    expect(history.log.map(({ type }) => type)).toEqual(['queued', 'requeued'])
    expect([history.stage, history.progress]).toEqual(['check', 0.25])
    expect(history.metrics).toEqual({ step: 1, loss: 1 })
  })
})
