/**
 * What every ObjectStore must do. An adapter's test calls it with a way to make an empty store.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../files.js'
import { isConflict, type ObjectStore } from './object-store.js'

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString('utf8')

const collect = async (stream: AsyncIterable<Uint8Array> | undefined): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const lost = async (write: Promise<unknown>): Promise<boolean> => write.then(() => false, isConflict)

export const storeContract = (name: string, makeStore: () => Promise<ObjectStore>): void => {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await makeStore()
    })

    it('gives back what was put, with its digest', async () => {
      const head = await store.put('a/b.json', 'hello')
      expect(head).toEqual({ key: 'a/b.json', size: 5, etag: sha256('hello') })
      expect(await store.head('a/b.json')).toEqual(head)
      expect(text((await store.get('a/b.json'))?.bytes)).toBe('hello')
    })

    it('has nothing under other keys, nor under the folder of one', async () => {
      await store.put('a/b', 'x')
      for (const key of ['a', 'a/c', 'a/b/c', 'b']) {
        expect(await store.get(key)).toBeUndefined()
        expect(await store.head(key)).toBeUndefined()
        expect(await store.getRange(key, 0, 1)).toBeUndefined()
      }
    })

    it('puts if absent once', async () => {
      await store.put('k', '1', { ifAbsent: true })
      expect(await lost(store.put('k', '2', { ifAbsent: true }))).toBe(true)
      expect(text((await store.get('k'))?.bytes)).toBe('1')
    })

    it('puts if the etag matches, and not after that', async () => {
      const first = await store.put('k', '1')
      await store.put('k', '2', { ifMatch: first.etag })
      expect(await lost(store.put('k', '3', { ifMatch: first.etag }))).toBe(true)
      expect(await lost(store.put('other', '3', { ifMatch: first.etag }))).toBe(true)
      expect(text((await store.get('k'))?.bytes)).toBe('2')
      expect(await store.head('other')).toBeUndefined()
    })

    it('lets one of many writers at the same time win', async () => {
      const wins = await Promise.all(
        Array.from({ length: 20 }, (_, i) => lost(store.put('once', String(i), { ifAbsent: true }))),
      )
      expect(wins.filter(isLost => !isLost)).toHaveLength(1)
      const { etag } = await store.put('swap', 'start')
      const swaps = await Promise.all(
        Array.from({ length: 20 }, (_, i) => lost(store.put('swap', String(i), { ifMatch: etag }))),
      )
      expect(swaps.filter(isLost => !isLost)).toHaveLength(1)
    })

    it('keeps nothing of a stream that fails', async () => {
      const failing = async function* () {
        yield Buffer.from('part')
        throw new Error('cut off')
      }
      await expect(store.put('k', failing())).rejects.toThrow('cut off')
      expect(await store.head('k')).toBeUndefined()
      expect((await store.list('')).objects).toEqual([])
    })

    it('takes files and streams, and gives ranges', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'promptpost-'))
      await writeFile(join(folder, 'f'), '0123456789')
      const head = await store.putFile('big', join(folder, 'f'))
      await rm(folder, { recursive: true })
      expect(head).toEqual({ key: 'big', size: 10, etag: sha256('0123456789') })
      expect(await collect(await store.getRange('big', 2, 5))).toBe('234')
      expect(await collect(await store.getRange('big', 0, 10))).toBe('0123456789')
      expect(await collect(await store.getRange('big', 3, 3))).toBe('')
      const again = await store.put(
        'stream',
        (await store.getRange('big', 0, 10)) as AsyncIterable<Uint8Array>,
      )
      expect(again.etag).toBe(head.etag)
    })

    it('deletes, once, and only what matches', async () => {
      const { etag } = await store.put('k', '1')
      expect(await lost(store.delete('k', { ifMatch: sha256('2') }))).toBe(true)
      expect(await store.delete('k', { ifMatch: etag })).toBe(true)
      expect(await store.delete('k')).toBe(false)
      expect(await store.head('k')).toBeUndefined()
    })

    it('sees a new version at once', async () => {
      for (let i = 0; i < 20; i++) {
        await store.put('k', String(i % 2))
        expect((await store.head('k'))?.etag).toBe(sha256(String(i % 2)))
      }
    })

    it('refuses keys that could lead elsewhere', async () => {
      const bad = [
        '',
        '/',
        '/a',
        'a/',
        'a//b',
        '..',
        'a/../b',
        'a/..',
        '.hidden',
        'a b',
        'a\\b',
        'a\0',
        'ä',
        '-a',
        'x'.repeat(600),
      ]
      for (const key of [...bad, `${'a'.repeat(129)}/b`]) {
        for (const use of [() => store.put(key, 'x'), () => store.get(key), () => store.delete(key)])
          await expect((async () => use())(), key).rejects.toMatchObject({ code: 'invalid-argument' })
      }
      for (const prefix of ['../', '..', 'a/../', 'a b'])
        await expect(store.list(prefix), prefix).rejects.toMatchObject({ code: 'invalid-argument' })
    })

    it('refuses a key that is the folder of another', async () => {
      await store.put('a/b', 'x')
      await expect(store.put('a', 'x')).rejects.toMatchObject({ code: 'invalid-argument' })
      await expect(store.put('a', 'x', { ifAbsent: true })).rejects.toMatchObject({
        code: 'invalid-argument',
      })
      await expect(store.put('a/b/c', 'x')).rejects.toMatchObject({ code: 'invalid-argument' })
    })

    it('lists any keys in order, whole or by pages, by any prefix', async () => {
      const segment = fc.stringMatching(/^[a-c0][a-c.-]{0,2}$/)
      const key = fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => `x/${parts.join('/')}`)
      await fc.assert(
        fc.asyncProperty(
          fc.array(key, { maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          async (wanted, limit) => {
            for (const { key: old } of (await store.list('')).objects) await store.delete(old)
            const kept = new Set<string>()
            for (const k of wanted)
              await store
                .put(k, k)
                .then(() => kept.add(k))
                .catch(() => undefined)
            for (const prefix of ['', 'x', 'x/a', 'x/a/', 'x/a.']) {
              const expected = [...kept].filter(k => k.startsWith(prefix)).sort()
              const paged: string[] = []
              for (let cursor: string | undefined = ''; cursor !== undefined; ) {
                const page = await store.list(prefix, { cursor, limit })
                expect(page.objects.length).toBeLessThanOrEqual(limit)
                paged.push(...page.objects.map(object => object.key))
                cursor = page.cursor
              }
              expect(paged).toEqual(expected)
            }
          },
        ),
        { numRuns: 15 },
      )
    })

    it('lists folders by pages', async () => {
      for (const k of ['t/b/1', 't/a/1', 't/a/2', 't/c/x/y', 't/file']) await store.put(k, 'x')
      expect(await store.listFolders('t')).toEqual({ names: ['a', 'b', 'c'], cursor: undefined })
      const page = await store.listFolders('t', { limit: 2 })
      expect(page).toEqual({ names: ['a', 'b'], cursor: 'b' })
      expect(await store.listFolders('t', { limit: 2, cursor: 'b' })).toEqual({
        names: ['c'],
        cursor: undefined,
      })
      expect((await store.listFolders('none')).names).toEqual([])
    })
  })
}
