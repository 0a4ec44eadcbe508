import { describe, expect, it } from 'vitest'
import { movingMean } from '../../pages/index.js'
import { roundTicks } from '../../pages/ticks.js'
import { curveFigure } from './curve.js'
import { type Report, renderReport } from './page.js'

const EVIL = '<img src=https://evil.example/x onerror="alert(1)">'
const REPORT: Report = {
  title: EVIL,
  lead: [EVIL],
  rows: [
    { id: 'a', name: EVIL, accuracy: 76, interval: [72, 80], seconds: 3.14, note: EVIL, worthUsing: false },
    { id: 'b', name: 'none', seconds: 0, note: 'n/a' },
  ],
  rowsNote: EVIL,
  findings: [{ text: EVIL, isGood: true }],
  curves: [{ title: EVIL, losses: [3, 2, 1.5, 1.2] }],
  facts: [{ title: EVIL, entries: [[EVIL, EVIL]] }],
}

describe('a report', () => {
  const html = renderReport(REPORT)

  it('shows what it is given as text, never as markup', () => {
    expect(html).not.toContain('<img')
    expect(html.match(/&lt;img/g)!.length).toBeGreaterThanOrEqual(9)
  })

  it('forbids every request', () => {
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    const plain = renderReport(
      JSON.parse(JSON.stringify(REPORT).replaceAll('https://evil.example', '')) as Report,
    )
    expect(plain).not.toMatch(/https?:|\/\/|url\(|@import|<script|<link|<iframe/)
  })

  it('draws each accuracy with its interval, and none where there is none', () => {
    expect(html).toContain('<i style="width:76.0%"></i><b style="left:72.0%;width:8.0%"></b>')
    expect(html.match(/class="bar"/g)).toHaveLength(1)
    expect(html).toContain('>n/a</td>')
  })

  it('leaves out sections that would be empty', () => {
    const bare = renderReport({ ...REPORT, findings: [], curves: [{ title: 'one', losses: [1] }] })
    expect(bare).not.toContain('<h2>Loss')
    expect(bare).not.toContain('What to make of it')
  })
})

describe('a curve', () => {
  it('stays within its frame and draws a bounded number of points', () => {
    const losses = Array.from({ length: 5000 }, (_, i) => 3 * Math.exp(-i / 800) + Math.sin(i) * 0.2)
    const figure = curveFigure({ title: 'long', losses })
    const lines = [...figure.matchAll(/points="([^"]+)"/g)].map(match => match[1]!.split(' '))
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(402)
      for (const point of line) {
        const [x, y] = point.split(',').map(Number) as [number, number]
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(400)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(190)
      }
    }
  })

  it('draws a loss that never changes, and passes over what is no number', () => {
    expect(curveFigure({ title: 'flat', losses: [2, 2, 2] })).not.toContain('NaN')
    expect(curveFigure({ title: 'odd', losses: [2, Number.NaN, 1] })).not.toContain('NaN')
  })

  it.each([
    [0, 1, [0, 0.5, 1]],
    [16.2, 26.9, [20, 25]],
    [1, 250, [100, 200]],
  ])('from %d to %d has round ticks', (low, high, ticks) => {
    expect(roundTicks(low, high)).toEqual(ticks)
  })

  it('is smoothed over a twentieth of its steps', () => {
    expect(movingMean([1, 2, 3])).toEqual([1, 2, 3])
    const smooth = movingMean(Array.from({ length: 80 }, (_, i) => i % 2))
    expect(smooth[40]).toBeCloseTo(0.4, 12)
  })
})
