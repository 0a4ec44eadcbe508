/**
 * The contract of keys: which there are, and that none leads elsewhere.
 * @module
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { KEY_LIMIT, type ObjectStore } from '../object-store.js'
import { allKeys, lost, type Subject, textOf } from './subject.js'

const REFUSED = [
  '',
  '/',
  '/a',
  'a/',
  'a//b',
  '.',
  '..',
  './a',
  '../a',
  'a/../b',
  'a/..',
  'a/./b',
  '.hidden',
  'a/.hidden',
  '-a',
  '_a',
  'a b',
  'a\\b',
  'a\0',
  'a\n',
  'a%2fb',
  'a?b',
  'ä',
  'a\u0308',
  '日本',
  '\u202ea',
  '😀',
  '\ud800',
  `${'a'.repeat(129)}/b`,
  `${'x/'.repeat(KEY_LIMIT / 2)}y`,
]

export const keyContract = ({ open, abilities }: Subject): void => {
  describe('keys', () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await open()
    })

    it.each(REFUSED.map(key => [key]))('%j is refused, whatever it is for', async key => {
      const uses = [
        () => store.put(key, 'x'),
        () => store.putFile(key, 'x'),
        () => store.get(key),
        () => store.head(key),
        () => store.getRange(key, 0, 1),
        () => store.delete(key),
      ]
      for (const use of uses)
        await expect((async () => use())()).rejects.toMatchObject({ code: 'invalid-argument' })
    })

    it('are refused as a prefix or a folder when they lead elsewhere', async () => {
      for (const prefix of ['../', '..', 'a/../', 'a/..', './a', 'a b', 'ä', 'a'.repeat(KEY_LIMIT + 1)])
        await expect((async () => store.list(prefix))(), prefix).rejects.toMatchObject({
          code: 'invalid-argument',
        })
      for (const folder of ['..', 'a/..', '/', 'a/'])
        await expect((async () => store.listFolders(folder))(), folder).rejects.toMatchObject({
          code: 'invalid-argument',
        })
      await expect((async () => store.list('', { cursor: '../a' }))()).rejects.toMatchObject({
        code: 'invalid-argument',
      })
    })

    it('may be long, deep and full of dots', async () => {
      const parts = [...'abc'].map(letter => letter.repeat(128))
      const longest = `${parts.join('/')}/${'d'.repeat(KEY_LIMIT - 3 * 129)}`
      expect(longest).toHaveLength(KEY_LIMIT)
      const deepest = Array.from({ length: KEY_LIMIT / 2 }, () => 'e').join('/')
      const keys = [longest, deepest, 'f..g', 'f.', 'f...', 'g.tmp', 'h.lock', 'i-.-_']
      for (const key of keys) await store.put(key, key)
      for (const key of keys) expect(textOf((await store.get(key))?.bytes)).toBe(key)
      expect(await allKeys(store, '')).toEqual(keys.sort())
    })

    it('that differ in case alone are kept apart, or the second one is refused', async () => {
      await store.put('Case/K', 'upper')
      for (const key of ['Case/k', 'case/K'])
        await store.put(key, key).then(
          async () => expect(textOf((await store.get(key))?.bytes)).toBe(key),
          error => expect(error).toMatchObject({ code: 'invalid-argument' }),
        )
      expect(textOf((await store.get('Case/K'))?.bytes)).toBe('upper')
    })

    it.runIf(abilities.refusesFolderKeys)('are refused as the folder of another', async () => {
      await store.put('a/b', 'x')
      for (const [key, condition] of [
        ['a', {}],
        ['a', { ifAbsent: true }],
        ['a/b/c', {}],
        ['a/b/c', { ifAbsent: true }],
      ] as const)
        await expect(store.put(key, 'y', condition)).rejects.toMatchObject({ code: 'invalid-argument' })
      expect(await allKeys(store, '')).toEqual(['a/b'])
      expect(await lost(store.put('a/b', 'y', { ifAbsent: true }))).toBe(true)
    })
  })
}
