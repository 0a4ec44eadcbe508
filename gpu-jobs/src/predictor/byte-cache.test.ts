import { describe, expect, it } from 'vitest'
import { createByteCache } from './byte-cache.js'

const keysOf = (cache: ReturnType<typeof createByteCache<string>>): string[] =>
  cache.entries().map(([key]) => key)

describe('a cache of bytes', () => {
  it('lets the one go that was not asked for longest', async () => {
    const left: string[] = []
    const cache = createByteCache<string>(10, value => void left.push(value))
    await cache.set('a', 'A', 4)
    await cache.set('b', 'B', 4)
    expect(cache.get('a')).toBe('A')
    await cache.set('c', 'C', 4)
    expect(left).toEqual(['B'])
    expect(keysOf(cache)).toEqual(['a', 'c'])
    expect(cache.get('b')).toBeUndefined()
    expect(cache.bytes()).toBe(8)
  })

  it('is filled to the last byte', async () => {
    const cache = createByteCache<string>(10)
    await cache.set('a', 'A', 4)
    await cache.set('b', 'B', 6)
    expect(keysOf(cache)).toEqual(['a', 'b'])
    await cache.set('c', 'C', 1)
    expect(keysOf(cache)).toEqual(['b', 'c'])
    expect(cache.bytes()).toBe(7)
  })

  it('keeps a value larger than itself, alone, until the next comes', async () => {
    const cache = createByteCache<string>(10)
    await cache.set('a', 'A', 4)
    await cache.set('large', 'L', 11)
    expect(keysOf(cache)).toEqual(['large'])
    expect(cache.get('large')).toBe('L')
    await cache.set('b', 'B', 1)
    expect(keysOf(cache)).toEqual(['b'])
    expect(cache.bytes()).toBe(1)
  })

  it('counts a value once that is set again, and lets the old one go', async () => {
    const left: string[] = []
    const cache = createByteCache<string>(10, value => void left.push(value))
    await cache.set('a', 'old', 6)
    await cache.set('a', 'new', 7)
    expect(left).toEqual(['old'])
    expect(cache.get('a')).toBe('new')
    expect(cache.bytes()).toBe(7)
  })

  it('makes room for what is still to come, and no more than that', async () => {
    const cache = createByteCache<string>(10)
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, 3)
    await cache.makeRoom(4)
    expect(keysOf(cache)).toEqual(['b', 'c'])
    await cache.makeRoom(100)
    expect(cache.entries()).toEqual([])
    expect(cache.bytes()).toBe(0)
  })

  it('forgets what is deleted, once', async () => {
    const left: string[] = []
    const cache = createByteCache<string>(10, value => void left.push(value))
    await cache.set('a', 'A', 4)
    await cache.delete('a')
    await cache.delete('a')
    expect(left).toEqual(['A'])
    expect(cache.bytes()).toBe(0)
  })

  it('waits until what it lets go has gone', async () => {
    const order: string[] = []
    const cache = createByteCache<string>(1, async value => {
      await new Promise(resolve => setImmediate(resolve))
      order.push(`${value} is gone`)
    })
    await cache.set('a', 'A', 1)
    await cache.set('b', 'B', 1)
    order.push('B is there')
    expect(order).toEqual(['A is gone', 'B is there'])
  })
})
