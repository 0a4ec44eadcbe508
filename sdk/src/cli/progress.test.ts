/**
 * The progress line on a terminal, in a log, without colour.
 * @module
 */
import { describe, expect, it } from 'vitest'
import { type ProgressOptions, progressBar } from './progress.js'
import { bytes, duration, fields, plain, shellQuote, table } from './text.js'

const record = (isTTY: boolean, options: ProgressOptions = {}) => {
  let text = ''
  const stream = { isTTY, columns: 80, write: (part: string) => (text += part) }
  const bar = progressBar(stream, { environment: {}, ...options })
  return { bar, text: () => text }
}
const STEP = {
  stage: 'tune',
  fraction: 0.5,
  count: '5/10',
  loss: 0.123456,
  rate: '12 examples/s',
  secondsLeft: 65,
}
const LINE = 'tune  50 %  5/10  loss 0.1235  12 examples/s  1:05 left'

describe('on a terminal', () => {
  it('one line is rewritten, with a bar in colour', () => {
    const { bar, text } = record(true)
    bar.update(STEP)
    bar.end()
    const hashes = '#'.repeat(12)
    expect(text()).toBe(`\r\x1b[2K[\x1b[32m${hashes}\x1b[39m${'-'.repeat(12)}] ${LINE.slice(0, 52)}\n`)
  })

  it('NO_COLOR takes the colour away', () => {
    const { bar, text } = record(true, { environment: { NO_COLOR: '1' } })
    bar.update(STEP)
    expect(text()).not.toContain('\x1b[3')
    expect(text()).toContain(`[${'#'.repeat(12)}${'-'.repeat(12)}]`)
  })

  it('a new stage begins a new line', () => {
    const { bar, text } = record(true)
    bar.update(STEP)
    bar.update({ stage: 'evaluate', fraction: 0 })
    expect(text().split('\n')).toHaveLength(2)
  })
})

describe('in a log', () => {
  it('comes the first line, one every ten seconds, and the last', () => {
    let now = 0
    const { bar, text } = record(false, { now: () => now })
    for (const fraction of [0, 0.1, 0.2, 0.3, 1, 1]) {
      bar.update({ stage: 'tune', fraction })
      now += 4_000
    }
    expect(text()).toBe('tune  0 %\ntune  30 %\ntune  100 %\n')
  })

  it('a dumb terminal is a log', () => {
    const { bar, text } = record(true, { environment: { TERM: 'dumb' } })
    bar.update(STEP)
    expect(text()).toBe(`${LINE}\n`)
  })

  it('nothing comes when quiet', () => {
    const { bar, text } = record(true, { quiet: true })
    bar.update(STEP)
    bar.end()
    expect(text()).toBe('')
  })
})

describe('text', () => {
  it('of others cannot control the terminal', () => {
    expect(plain('a\x1b[31mb\x9bc\r\u0007')).toBe('a?[31mb?c??')
    expect(table([['N', (name: string) => name]], ['x\ny\x1b[2J'])).toBe('N\nx y?[2J')
    expect(fields({ name: '\x1b]0;title' })).toBe('name: ?]0;title')
  })

  it('of durations, sizes and shell words', () => {
    expect([0, 65, 3_725].map(duration)).toEqual(['0:00', '1:05', '1:02:05'])
    expect([0, 1023, 1536, 3 * 2 ** 30].map(bytes)).toEqual(['0 B', '1023 B', '1.5 KiB', '3.0 GiB'])
    expect(['a/b.tsv', "it's {text}", ''].map(shellQuote)).toEqual(['a/b.tsv', "'it'\\''s {text}'", "''"])
  })
})
