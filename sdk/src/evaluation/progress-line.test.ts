import { describe, expect, it } from 'vitest'
import { createProgressLine, progressText } from './progress-line.js'

const collect = (isTTY: boolean) => {
  const written: string[] = []
  return { written, output: { write: (text: string) => written.push(text), isTTY, columns: 60 } }
}

describe('progress', () => {
  it('is one line per stage where nothing can be drawn over', () => {
    const { written, output } = collect(false)
    const line = createProgressLine(output)
    for (const share of [0.1, 0.5, 1]) line.show({ stage: 'distil', share })
    line.show({ stage: 'tune', share: 0.2 })
    line.say('done')
    line.end()
    expect(written.map(text => text.trim().split(' ')[0])).toEqual(['distil', 'tune', 'done'])
    expect(written[0]).toContain('100 %')
  })

  it('is drawn over itself on a terminal, never wider than it', () => {
    const { written, output } = collect(true)
    const line = createProgressLine(output)
    line.show({ stage: 'distil', share: 0.5, loss: 3.25, speed: '2310 tokens/s', secondsLeft: 12 })
    line.end()
    for (const text of written.filter(part => part !== '\n')) {
      expect(text).toMatch(/^\r/)
      expect(text.replace('\r\u001b[K', '').length).toBeLessThan(60)
    }
    expect(written.at(-1)).toBe('\n')
  })

  it('says loss, speed and time left where they are known', () => {
    const text = progressText({
      stage: 'tune',
      share: 0.25,
      loss: 1.23456,
      speed: '20 examples/s',
      secondsLeft: 125,
    })
    expect(text).toMatch(/^tune +█{6}░{18} {2}25 % {2}loss 1\.235 {2}20 examples\/s {2}2 min 5 s left$/)
  })
})
