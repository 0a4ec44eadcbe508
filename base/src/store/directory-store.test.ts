import { mkdirSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { sha256 } from '../files.js'
import { type DirectoryStore, openDirectoryStore } from './directory-store.js'
import { ownerTag } from './owner.js'
import { storeContract } from './testing/index.js'

const folders: string[] = []
const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'promptpost-store-'))
  folders.push(path)
  return path
}
afterEach(async () => {
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true })
})

/** What stands in the folder of locks but for this process's own ticket. */
const locksIn = async (directory: string): Promise<string[]> =>
  (await readdir(join(directory, 'locks'))).filter(name => !name.startsWith(`${ownerTag()}.`))

storeContract({
  name: 'a directory',
  abilities: { refusesFolderKeys: true, streams: true, hasPaths: true },
  open: async () => openDirectoryStore(await folder()),
  share: async () => {
    const location = await folder()
    const module = new URL('../../dist/store/testing/open-directory.js', import.meta.url).href
    const leftovers = async () =>
      (await Promise.all([readdir(join(location, 'drafts')), locksIn(location)])).flat()
    return { module, location, leftovers }
  },
})

const opened: DirectoryStore[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})

storeContract({
  name: 'a directory that is written by threads',
  abilities: { refusesFolderKeys: true, streams: true, hasPaths: true },
  open: async () => {
    const program = new URL('../../dist/store/disk-thread.js', import.meta.url)
    const store = await openDirectoryStore(await folder(), { threads: 2, program })
    opened.push(store)
    return store
  },
})

describe('a directory store', () => {
  it('walks what is wanted in the order of a list, and asks for nothing in a folder that is not', async () => {
    const store = await openDirectoryStore(await folder())
    for (const key of ['w/a/1', 'w/a-b/1', 'w/a.b', 'w/a/in/1', 'w/b/2', 'v/1', 'w0'])
      await store.put(key, key)
    const asked: string[] = []
    const walked: string[] = []
    for await (const { key, size } of store.walk!('w', key => {
      asked.push(key)
      return key !== 'w/a/in/' && key !== 'w/b/2'
    })) {
      expect(size).toBe(key.length)
      walked.push(key)
    }
    const listed = (await store.list('w/')).objects.map(({ key }) => key)
    expect(walked).toEqual(listed.filter(key => key !== 'w/a/in/1' && key !== 'w/b/2'))
    expect(asked).toEqual(['w/a-b/', 'w/a-b/1', 'w/a.b', 'w/a/', 'w/a/1', 'w/a/in/', 'w/b/', 'w/b/2'])
    for await (const { key } of store.walk!('none', () => true)) expect(key).toBeUndefined()
    const up = store.walk!('../up', () => true)[Symbol.asyncIterator]()
    await expect(up.next()).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  const dead = { host: hostname(), pid: 2 ** 22 + 1, started: '1' }

  it('breaks the lock of a dead process, also when the process that broke it died too', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    const { etag } = await store.put('k', '1')
    const locks = join(directory, 'locks')
    await writeFile(join(locks, `${sha256('k')}.lock`), JSON.stringify({ nonce: 'first', owner: dead }))
    await writeFile(
      join(locks, `break.first.${sha256('k')}`),
      JSON.stringify({ nonce: 'second', owner: dead }),
    )
    await store.put('k', '2', { ifMatch: etag })
    expect(await locksIn(directory)).toEqual([])
  })

  it.each([
    ['when it is opened', (directory: string) => openDirectoryStore(directory)],
    ['when it is told to', (_: string, store: DirectoryStore) => store.sweep?.()],
  ])('sweeps what the dead left, %s, and nothing of the living', async (_, swept) => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    const tag = (pid: number, host = hostname()) => `${sha256(host).slice(0, 12)}-${pid}-1`
    const locks = join(directory, 'locks')
    const drafts = join(directory, 'drafts')
    const ticket = (nonce: string, owner: object) => JSON.stringify({ nonce, owner })
    await writeFile(join(drafts, `${tag(dead.pid)}.a`), 'part')
    await writeFile(join(locks, `${tag(dead.pid)}.n1.ticket`), ticket('n1', dead))
    await link(join(locks, `${tag(dead.pid)}.n1.ticket`), join(locks, 'one.lock'))
    // Breakers of locks that are gone already, the second of the first.
    await writeFile(join(locks, 'break.n2.one'), ticket('n3', dead))
    await writeFile(join(locks, 'break.n3.one'), ticket('n4', dead))
    const kept: [string, string, string][] = [
      [drafts, `${tag(dead.pid, 'elsewhere')}.a`, 'another machine’s'],
      [drafts, 'of-nobody', 'what is not ours to judge'],
      [locks, 'two.lock', ticket('n5', { ...dead, host: 'elsewhere' })],
      [locks, 'break.n5.two', ticket('n6', dead)],
      [locks, `${tag(dead.pid, 'elsewhere')}.n5.ticket`, ticket('n5', { ...dead, host: 'elsewhere' })],
    ]
    for (const [place, name, content] of kept) await writeFile(join(place, name), content)
    await swept(directory, store)
    for (const [place, names] of [
      [drafts, await readdir(drafts)],
      [locks, await locksIn(directory)],
    ] as const)
      expect([...names].sort()).toEqual(
        kept
          .filter(([where]) => where === place)
          .map(([, name]) => name)
          .sort(),
      )
  })

  it('leaves no draft behind and opens what is there', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await store.put('a', '1')
    await store.put('a', '2', { ifAbsent: true }).catch(() => undefined)
    await store.put('a', '3', { ifMatch: 'no' }).catch(() => undefined)
    expect(await readdir(join(directory, 'drafts'))).toEqual([])
    expect(await (await openDirectoryStore(directory)).head('a')).toEqual(await store.head('a'))
  })

  it('loses no put into a folder whose last object is deleted at the same time', async () => {
    const store = await openDirectoryStore(await folder())
    for (let round = 0; round < 40; round++) {
      await store.put('a/b/old', 'x')
      await Promise.all([store.delete('a/b/old'), store.put('a/b/new', 'y'), store.put('a/c/new', 'y')])
      expect((await store.list('a/')).objects.map(({ key }) => key)).toEqual(['a/b/new', 'a/c/new'])
      await Promise.all([store.delete('a/b/new'), store.delete('a/c/new')])
    }
    expect((await store.listFolders('')).names).toEqual([])
  })

  it('lists a folder that came an instant ago, within a tick of the clock, though it remembers names', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    for (let i = 0; i < 300; i++) {
      mkdirSync(join(directory, 'objects', 'a', String(i)), { recursive: true })
      expect((await store.listFolders('a')).names).toContain(String(i))
    }
  })

  it('says where the bytes are', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await store.put('a/b', 'xyz')
    expect((await stat(store.localPath?.('a/b') as string)).size).toBe(3)
    await mkdir(join(directory, 'objects', 'a', 'empty'), { recursive: true })
    expect((await store.list('a/')).objects).toEqual([{ key: 'a/b', size: 3 }])
  })
})
