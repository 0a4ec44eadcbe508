import { describe, expect, it } from 'vitest'
import { defaultThreads } from './threads.js'

describe('threads', () => {
  it.each([
    ['1', 1],
    [' 16 ', 16],
    ['1024', 1024],
  ])('are as many as OMP_NUM_THREADS says: %j', (said, count) => expect(defaultThreads(said)).toBe(count))

  it.each(['', '0', '-1', '1.5', '2,1', 'many', '1025', '1e3', '99999999999999999999'])(
    'are one for each core where it says %j',
    said => expect(defaultThreads(said)).toBe(0),
  )

  it('are one for each core where it is not set', () => {
    const { OMP_NUM_THREADS: before } = process.env
    delete process.env.OMP_NUM_THREADS
    expect(defaultThreads()).toBe(0)
    process.env.OMP_NUM_THREADS = '3'
    expect(defaultThreads()).toBe(3)
    if (before === undefined) delete process.env.OMP_NUM_THREADS
    else process.env.OMP_NUM_THREADS = before
  })
})
