/**
 * The contract of ranges: any part of an object of any size, also while it is replaced or deleted.
 * @module
 */
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStore } from '../object-store.js'
import { collect, type Subject } from './subject.js'

const MEGABYTE = 1 << 20
const LARGE = 24

/** A stream of `count` megabytes, each of its own bytes, in one buffer. */
async function* megabytes(count: number, seed: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(MEGABYTE)
  for (let i = 0; i < count; i++) {
    buffer.fill((i * 7 + seed) % 251)
    buffer.writeUInt32LE(i, 0)
    yield buffer
  }
}

const digestOf = async (stream: AsyncIterable<Uint8Array>): Promise<{ size: number; digest: string }> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    size += chunk.length
  }
  return { size, digest: hash.digest('hex') }
}

export const rangeContract = ({ open }: Subject): void => {
  describe('ranges', () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await open()
    })

    it('give the bytes there are, and none beyond the end', async () => {
      const content = '0123456789'
      await store.put('k', content)
      const ranges = [0, 1, 5, 9, 10, 11, 1000].flatMap(start =>
        [0, 1, 5, 9, 10, 11, 1000, 2 ** 40].filter(end => end >= start).map(end => [start, end] as const),
      )
      for (const [start, end] of ranges)
        expect((await collect(await store.getRange('k', start, end))).toString(), `${start}-${end}`).toBe(
          content.slice(start, end),
        )
    })

    it('give nothing of an empty object, which is there', async () => {
      await store.put('none', '')
      for (const end of [0, 1, 10]) {
        const range = await store.getRange('none', 0, end)
        expect(range).toBeDefined()
        expect(await collect(range)).toHaveLength(0)
      }
    })

    it('are refused when they cannot be', async () => {
      await store.put('k', 'x')
      for (const [start, end] of [
        [-1, 1],
        [1, 0],
        [0.5, 1],
        [0, Number.NaN],
        [0, Number.POSITIVE_INFINITY],
      ] as const)
        await expect(
          (async () => store.getRange('k', start, end))(),
          `${start}-${end}`,
        ).rejects.toMatchObject({ code: 'invalid-argument' })
    })

    it('give a large object back as it was streamed in, whole and in part', async () => {
      const whole = await digestOf(megabytes(LARGE, 1))
      const head = await store.put('large', megabytes(LARGE, 1))
      expect(head).toEqual({ key: 'large', size: LARGE * MEGABYTE, etag: whole.digest })
      expect(await store.head('large')).toEqual(head)
      expect(await digestOf((await store.getRange('large', 0, head.size))!)).toEqual(whole)
      const middle = await collect(await store.getRange('large', 5 * MEGABYTE - 3, 5 * MEGABYTE + 5))
      expect([...middle]).toEqual([29, 29, 29, 5, 0, 0, 0, 36])
    })

    it.each(['deleted', 'replaced'])(
      'of an object that is %s while it is read are of the old one, or fail',
      async how => {
        const whole = await digestOf(megabytes(LARGE, 2))
        await store.put('large', megabytes(LARGE, 2))
        const stream = (await store.getRange('large', 0, LARGE * MEGABYTE))!
        const reading = async function* () {
          let isFirst = true
          for await (const chunk of stream) {
            yield chunk
            if (isFirst)
              await (how === 'deleted' ? store.delete('large') : store.put('large', megabytes(LARGE, 3)))
            isFirst = false
          }
        }
        const read = await digestOf(reading()).catch(() => undefined)
        if (read) expect(read).toEqual(whole)
        const after = await store.head('large')
        expect(after?.etag).toBe(how === 'deleted' ? undefined : (await digestOf(megabytes(LARGE, 3))).digest)
      },
    )
  })
}
