/**
 * The contract of single objects: put, get, head, delete, and writes that happen only under a condition.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../files.js'
import { createGroups, createInOrder } from '../json.js'
import type { ObjectStore } from '../object-store.js'
import { allKeys, collect, lost, type Subject, textOf } from './subject.js'

const ABSENT = sha256('not there')

export const objectContract = ({ open, abilities }: Subject): void => {
  describe('objects', () => {
    let store: ObjectStore
    beforeEach(async () => {
      store = await open()
    })
    const contentOf = async (key: string) => textOf((await store.get(key))?.bytes)

    it('gives back what was put, with its digest', async () => {
      const head = await store.put('a/b.json', 'hello')
      expect(head).toEqual({ key: 'a/b.json', size: 5, etag: sha256('hello') })
      expect(await store.head('a/b.json')).toEqual(head)
      const { bytes, ...rest } = (await store.get('a/b.json'))!
      expect(rest).toEqual(head)
      expect(textOf(bytes)).toBe('hello')
    })

    it('keeps any bytes, also none', async () => {
      const bytes = Uint8Array.from({ length: 512 }, (_, i) => i % 256)
      await store.put('bytes', bytes)
      expect(Buffer.from((await store.get('bytes'))!.bytes)).toEqual(Buffer.from(bytes))
      expect(await store.put('none', '')).toEqual({ key: 'none', size: 0, etag: sha256('') })
      expect((await store.get('none'))?.bytes).toHaveLength(0)
      expect((await store.list('none')).objects).toEqual([{ key: 'none', size: 0 }])
    })

    it('gives bytes that are the reader’s own', async () => {
      const given = Buffer.from('mine')
      await store.put('k', given)
      given.fill(0)
      const { bytes } = (await store.get('k'))!
      bytes.fill(0)
      expect(await contentOf('k')).toBe('mine')
    })

    it('has nothing under other keys, nor under the folder of one', async () => {
      await store.put('a/b', 'x')
      for (const key of ['a', 'a/c', 'a/b/c', 'b']) {
        expect(await store.get(key)).toBeUndefined()
        expect(await store.head(key)).toBeUndefined()
        expect(await store.getRange(key, 0, 1)).toBeUndefined()
        expect(await store.delete(key)).toBe(false)
      }
      expect(await contentOf('a/b')).toBe('x')
    })

    it('replaces as a whole, and shows a new version at once', async () => {
      for (const content of ['long content', 's', 'a middle one', 's']) {
        await store.put('k', content)
        expect((await store.head('k'))?.etag).toBe(sha256(content))
        expect(await contentOf('k')).toBe(content)
      }
    })

    it('puts if absent once, and again after a delete', async () => {
      await store.put('k', '1', { ifAbsent: true })
      expect(await lost(store.put('k', '2', { ifAbsent: true }))).toBe(true)
      expect(await contentOf('k')).toBe('1')
      await store.delete('k')
      await store.put('k', '3', { ifAbsent: true })
      expect(await contentOf('k')).toBe('3')
    })

    it('puts if the etag matches, and not after that', async () => {
      const first = await store.put('k', '1')
      const second = await store.put('k', '2', { ifMatch: first.etag })
      expect(await lost(store.put('k', '3', { ifMatch: first.etag }))).toBe(true)
      expect(await contentOf('k')).toBe('2')
      await store.delete('k')
      expect(await lost(store.put('k', '3', { ifMatch: second.etag }))).toBe(true)
      expect(await lost(store.put('other', '3', { ifMatch: first.etag }))).toBe(true)
      expect((await store.list('')).objects).toEqual([])
    })

    it('creates several in order, up to the first whose key is taken', async () => {
      const objects = ['o/1', 'o/2', 'p/3'].map(key => ({ key, data: `${key} of the first` }))
      expect(await createInOrder(store, objects)).toBe(3)
      for (const { key, data } of objects) expect(await contentOf(key)).toBe(data)
      const others = ['n', 'o/2', 'o/3'].map(key => ({ key, data: Buffer.from('of the second') }))
      expect(await createInOrder(store, others)).toBe(1)
      expect(await createInOrder(store, others)).toBe(0)
      expect(await createInOrder(store, [])).toBe(0)
      expect(await contentOf('o/2')).toBe('o/2 of the first')
      expect((await allKeys(store, '')).sort()).toEqual(['n', 'o/1', 'o/2', 'p/3'])
    })

    it('lets each number have one writer, of many who create several in order', async () => {
      const keys = Array.from({ length: 6 }, (_, i) => `numbers/${i}`)
      const write = (writer: number) =>
        createInOrder(
          store,
          keys.map(key => ({ key, data: String(writer) })),
        )
      const counts = await Promise.all(Array.from({ length: 10 }, (_, writer) => write(writer)))
      const first = Number(await contentOf('numbers/0'))
      for (const [writer, count] of counts.entries()) expect(count > 0).toBe(writer === first)
    })

    it('creates what is not there of several groups, and leaves what is', async () => {
      const of = (data: string, ...keys: string[]) => keys.map(key => ({ key, data }))
      await store.put('g/b', 'old')
      const made = await createGroups(store, [of('1', 'g/a', 'g/b'), [], of('2', 'g/c')])
      expect(made).toEqual([true, false, true])
      expect(await createGroups(store, [of('3', 'g/a'), of('3', 'g/d')])).toEqual([false, true])
      const contents = await Promise.all(['g/a', 'g/b', 'g/c', 'g/d'].map(contentOf))
      expect(contents).toEqual(['1', 'old', '2', '3'])
    })

    it.runIf(abilities.refusesFolderKeys)('refuses to create what is the folder of another', async () => {
      await store.put('f/x', 'x')
      for (const key of ['f', 'f/x/y']) {
        const objects = [
          { key: `first of ${key.length}`.replaceAll(' ', '-'), data: '1' },
          { key, data: '2' },
        ]
        await expect(createInOrder(store, objects)).rejects.toMatchObject({ code: 'invalid-argument' })
      }
      expect(await contentOf('f/x')).toBe('x')
    })

    it('puts what may be lost like anything else', async () => {
      const { etag } = await store.put('k', '1', { ifAbsent: true, mayBeLost: true })
      await store.put('k', '2', { ifMatch: etag, mayBeLost: true })
      expect(await lost(store.put('k', '3', { ifMatch: etag, mayBeLost: true }))).toBe(true)
      expect(await contentOf('k')).toBe('2')
    })

    it('deletes, once, and only what matches', async () => {
      const { etag } = await store.put('k', '1')
      expect(await lost(store.delete('k', { ifMatch: ABSENT }))).toBe(true)
      expect(await contentOf('k')).toBe('1')
      expect(await store.delete('k', { ifMatch: etag })).toBe(true)
      expect(await store.delete('k')).toBe(false)
      expect(await lost(store.delete('k', { ifMatch: etag }))).toBe(true)
      expect(await store.head('k')).toBeUndefined()
    })

    it('lets one of many writers at the same time win', async () => {
      const race = async (write: (i: number) => Promise<unknown>): Promise<void> => {
        const losses = await Promise.all(Array.from({ length: 20 }, (_, i) => lost(write(i))))
        expect(losses.filter(isLost => !isLost)).toHaveLength(1)
        expect(losses[Number(await contentOf('k'))]).toBe(false)
      }
      await race(i => store.put('k', String(i), { ifAbsent: true }))
      const { etag } = await store.put('k', 'start')
      await race(i => store.put('k', String(i), { ifMatch: etag }))
    })

    it('takes from a file and from a stream, which may use its buffer again', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'promptpost-'))
      await writeFile(join(folder, 'f'), '0123456789')
      const head = await store.putFile('file', join(folder, 'f'))
      await rm(folder, { recursive: true })
      expect(head).toEqual({ key: 'file', size: 10, etag: sha256('0123456789') })
      const digits = async function* () {
        const buffer = Buffer.alloc(1)
        for (let digit = 0; digit < 10; digit++) {
          buffer.write(String(digit))
          yield buffer
        }
      }
      expect((await store.put('stream', digits())).etag).toBe(head.etag)
      expect((await collect(await store.getRange('stream', 0, 10))).toString()).toBe('0123456789')
    })

    it('keeps nothing of a stream that fails, and the old object', async () => {
      const failing = async function* () {
        yield Buffer.from('part')
        throw new Error('cut off')
      }
      await expect(store.put('k', failing())).rejects.toThrow('cut off')
      expect((await store.list('')).objects).toEqual([])
      await store.put('k', 'old')
      await expect(store.put('k', failing())).rejects.toThrow('cut off')
      expect(await contentOf('k')).toBe('old')
      await expect(store.putFile('k', join(tmpdir(), 'no-such-file-of-ours'))).rejects.toThrow()
      expect(await contentOf('k')).toBe('old')
    })

    it('says where the bytes are, if it can', async () => {
      expect(store.localPath !== undefined).toBe(abilities.hasPaths)
    })
  })
}
