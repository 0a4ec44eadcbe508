/**
 * The contract of lists: order, prefixes, pages, folders, also while objects come and go.
 * @module
 */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStore } from '../object-store.js'
import { allKeys, forEach, type Subject } from './subject.js'

/** As S3 sorts: by the bytes of UTF-8. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Without keys that are the folder of another, which no caller may ask for. */
const apart = (keys: string[]): string[] =>
  [...new Set(keys)].filter(key => !keys.some(other => other.startsWith(`${key}/`)))

export const listContract = ({ open }: Subject): void => {
  describe('lists', () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await open()
    })

    it('hold every key in the order of its bytes, whole or by pages, by any prefix', async () => {
      const segment = fc.stringMatching(/^[abZ0][a.B_0-]{0,2}$/)
      const key = fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => `x/${parts.join('/')}`)
      await fc.assert(
        fc.asyncProperty(
          fc.array(key, { maxLength: 12 }).map(apart),
          fc.integer({ min: 1, max: 5 }),
          async (keys, limit) => {
            for (const old of await allKeys(store, '')) await store.delete(old)
            for (const k of keys) await store.put(k, k)
            for (const prefix of ['', 'x', 'x/a', 'x/a/', 'x/a.', 'x/Z', 'y']) {
              const expected = keys.filter(k => k.startsWith(prefix)).sort(byBytes)
              expect(await allKeys(store, prefix, limit), prefix).toEqual(expected)
            }
          },
        ),
        { numRuns: 20 },
      )
    })

    it('start after any text that could begin a key, whether there is such an object or not', async () => {
      for (const key of ['a/1', 'a/2', 'b']) await store.put(key, 'x')
      for (const [cursor, expected] of [
        ['a', ['a/1', 'a/2', 'b']],
        ['a/1', ['a/2', 'b']],
        ['a/15', ['a/2', 'b']],
        ['a/9', ['b']],
        ['b', []],
        ['zzz', []],
      ] as const)
        expect((await store.list('', { cursor })).objects.map(({ key }) => key)).toEqual(expected)
      expect((await store.list('a/', { cursor: 'b' })).objects).toEqual([])
    })

    it('end a full page without a cursor when nothing follows, and have sizes', async () => {
      for (const key of ['a', 'b', 'c']) await store.put(key, key.repeat(3))
      const page = await store.list('', { limit: 2 })
      expect(page.objects).toEqual([
        { key: 'a', size: 3 },
        { key: 'b', size: 3 },
      ])
      const last = await store.list('', { cursor: page.cursor!, limit: 1 })
      expect(last).toEqual({ objects: [{ key: 'c', size: 3 }], cursor: undefined })
    })

    it('have more than a thousand keys on more than one page', async () => {
      const keys = Array.from({ length: 1105 }, (_, i) => `many/${String(i * 7).padStart(5, '0')}`)
      await forEach(keys, key => store.put(key, 'x'))
      const first = await store.list('many/')
      expect(first.objects).toHaveLength(1000)
      expect(await allKeys(store, 'many/')).toEqual(keys)
      for (const limit of [0, 1001, 1.5, -1])
        await expect((async () => store.list('', { limit }))(), `${limit}`).rejects.toMatchObject({
          code: 'invalid-argument',
        })
    })

    it('show once what stays, while others come and go between pages', async () => {
      const name = (i: number): string => `p/${String(i).padStart(3, '0')}`
      const staying = Array.from({ length: 60 }, (_, i) => name(i * 3))
      const leaving = Array.from({ length: 60 }, (_, i) => name(i * 3 + 1))
      await forEach([...staying, ...leaving], key => store.put(key, 'x'))
      const seen: string[] = []
      for (let cursor: string | undefined = '', turn = 0; cursor !== undefined; turn++) {
        const page = await store.list('p/', { cursor, limit: 7 })
        seen.push(...page.objects.map(({ key }) => key))
        cursor = page.cursor
        // The object that the cursor names, others of the page and some ahead go; new ones come on both sides.
        for (const key of leaving.filter((key, i) => key === cursor || i % 7 === turn % 7))
          await store.delete(key)
        await store.put(name(turn * 9 + 2), 'x')
      }
      expect(seen).toEqual([...new Set(seen)].sort(byBytes))
      expect(seen.filter(key => staying.includes(key))).toEqual(staying)
    })

    it('give the folders in one, by pages, and none that has become empty', async () => {
      for (const k of ['t/b/1', 't/a/1', 't/a/2', 't/c/x/y', 't/file', 't/B/1']) await store.put(k, 'x')
      expect(await store.listFolders('t')).toEqual({ names: ['B', 'a', 'b', 'c'], cursor: undefined })
      const page = await store.listFolders('t', { limit: 2 })
      expect(page).toEqual({ names: ['B', 'a'], cursor: 'a' })
      expect(await store.listFolders('t', { limit: 2, cursor: 'a' })).toEqual({
        names: ['b', 'c'],
        cursor: undefined,
      })
      for (const k of ['u/a/1', 'u/a-b/1', 'u/a.b/1', 'u/a0/1']) await store.put(k, 'x')
      const slashed = ['a-b', 'a.b', 'a', 'a0']
      for (const cursor of [undefined, ...slashed])
        expect((await store.listFolders('u', { limit: 1, ...(cursor && { cursor }) })).names).toEqual(
          slashed.slice(slashed.indexOf(cursor ?? '') + 1).slice(0, 1),
        )
      for (const k of ['u/a/1', 'u/a-b/1', 'u/a.b/1', 'u/a0/1']) await store.delete(k)
      expect((await store.listFolders('')).names).toEqual(['t'])
      expect((await store.listFolders('none')).names).toEqual([])
      for (const k of ['t/c/x/y', 't/a/1']) await store.delete(k)
      expect((await store.listFolders('t')).names).toEqual(['B', 'a', 'b'])
      for (const { key } of (await store.list('t/')).objects) await store.delete(key)
      expect((await store.listFolders('')).names).toEqual([])
    })
  })
}
