import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  bytesHeld,
  defaultCacheBytes,
  forgetGone,
  forgetTenant,
  forgetThing,
  openComputedCache,
  readCacheBytes,
  type Thing,
} from './index.js'

const program = fileURLToPath(new URL('../../dist/cache/cache.test.program.js', import.meta.url))
const canMount =
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0

const DATASET: Thing = { tenant: 'acme', id: 'dst_1' }
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-computed-'))
})
afterEach(() => rm(directory, { recursive: true }))

const opened = (bytes = 1e6, of = DATASET, owner?: Thing) =>
  openComputedCache({ directory, bytes, of, ...(owner && { owner }) })
const what = (number: number) => ({ work: 'test', number })
const filled = (number: number, size = 1000) => new Uint8Array(size).fill(number)
const found = async (cache: ReturnType<typeof opened>, number: number, size = 1000) => {
  const into = new Uint8Array(size)
  return (await cache.read(what(number), into)) ? into : undefined
}
const files = async (of = DATASET): Promise<string[]> =>
  (await readdir(join(directory, `${of.tenant}.${of.id}`)).catch(() => [])).sort()
const onlyFile = async (): Promise<string> => join(directory, 'acme.dst_1', (await files())[0]!)
const drafts = () => readdir(join(directory, 'drafts'))

describe('a cache of what was computed', () => {
  it('gives back what was written, also to others, and nothing else', async () => {
    const bytes = Uint8Array.from({ length: 40_000_000 }, (_, i) => (i * 7) % 251)
    expect(await opened(1e9).write(what(1), bytes)).toBe(true)
    const into = new Uint8Array(bytes.length)
    expect(await opened().read(what(1), into)).toBe(true)
    expect(Buffer.compare(into, bytes)).toBe(0)
    expect(await found(opened(), 1)).toBeUndefined()
    expect(await found(opened(), 2, bytes.length)).toBeUndefined()
    expect(await found(opened(1e9, { ...DATASET, id: 'dst_2' }), 1, bytes.length)).toBeUndefined()
    expect(await drafts()).toEqual([])
    expect((await stat(await onlyFile())).mode & 0o077).toBe(0)
  })

  it('removes a file with any byte changed, or cut, and takes it again', async () => {
    const cache = opened()
    await cache.write(what(1), filled(1, 20))
    const path = await onlyFile()
    const whole = await readFile(path)
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole)
      damaged[at]! ^= 4
      await writeFile(path, damaged)
      expect([at, await found(cache, 1, 20)]).toEqual([at, undefined])
      expect(await files()).toEqual([])
      await cache.write(what(1), filled(1, 20))
    }
    for (const length of [0, 10, whole.length - 1]) {
      await truncate(path, length)
      expect(await found(cache, 1, 20)).toBeUndefined()
      await cache.write(what(1), filled(1, 20))
      expect(await found(cache, 1, 20)).toEqual(filled(1, 20))
    }
  })

  it('keeps within its bytes by letting go what was not read for longest', async () => {
    const cache = opened(5000)
    for (const number of [1, 2, 3, 4]) await cache.write(what(number), filled(number))
    const names = await files()
    for (const name of names) await utimes(join(directory, 'acme.dst_1', name), 1, 1)
    expect(await found(cache, 1)).toEqual(filled(1))
    await cache.write(what(5), filled(5))
    await cache.write(what(6), filled(6))
    expect(await bytesHeld(directory)).toBeLessThanOrEqual(5000)
    expect(await found(cache, 1)).toEqual(filled(1))
    expect(await found(cache, 6)).toEqual(filled(6))
    expect((await files()).length).toBeLessThan(6)
    expect(await cache.write(what(7), filled(7, 5000))).toBe(false)
    expect(await found(cache, 6)).toEqual(filled(6))
    expect(await drafts()).toEqual([])
  })

  it('lets a reader finish with what another lets go', async () => {
    const size = 60_000_000
    await opened(1e9).write(what(1), filled(1, size))
    const reading = found(opened(1e9), 1, size)
    for (let tries = 0; tries < 5; tries++) await forgetThing(directory, DATASET)
    const bytes = await reading
    if (bytes) expect(bytes.every(byte => byte === 1)).toBe(true)
    const file = await opened(1e9).write(what(2), filled(2))
    expect(file).toBe(true)
    const held = await open(await onlyFile(), 'r')
    await forgetThing(directory, DATASET)
    expect((await held.stat()).size).toBeGreaterThan(1000)
    await held.close()
  })

  it('is shared by processes that write the same, within its bytes', async () => {
    const run = () => promisify(execFile)(process.execPath, [program, directory, '400000', '60', '20000'])
    for (const { stdout } of await Promise.all([run(), run(), run()])) {
      const tally = JSON.parse(stdout) as { kept: number; wrong: number; found: number }
      expect(tally).toMatchObject({ wrong: 0 })
      expect(tally.kept).toBeGreaterThan(0)
      expect(tally.found).toBeGreaterThan(0)
    }
    expect(await bytesHeld(directory)).toBeLessThanOrEqual(400_000)
    expect(await drafts()).toEqual([])
  })

  it('that was killed while writing has nothing that is not whole, and its drafts go', async () => {
    for (let tries = 0; tries < 6; tries++) {
      const child = spawn(process.execPath, [program, directory, '1000000000', '50', '3000000'])
      await once(child.stdout, 'data')
      await sleep(10 + tries * 25)
      child.kill('SIGKILL')
      await once(child, 'exit')
      for (let number = 0; number < 50; number++) {
        const bytes = await found(opened(1e9), number, 3_000_000)
        if (bytes) expect(bytes.every(byte => byte === number)).toBe(true)
      }
    }
    await opened(1e9).write(what(100), filled(100))
    expect(await drafts()).toEqual([])
  })

  it('on a disk where files may not grow so large keeps nothing and fails nothing', async () => {
    const shell = `ulimit -f 1000; "${process.execPath}" "${program}" "${directory}" 1000000000 2 4000000`
    const { stdout } = await promisify(execFile)('sh', ['-c', shell])
    expect(JSON.parse(stdout)).toEqual({ kept: 0, found: 0, wrong: 0 })
    expect([await files(), await drafts()]).toEqual([[], []])
  })

  it.runIf(canMount)('on a disk that is nearly full leaves the rest to jobs', async () => {
    const shell = [
      `mount -t tmpfs -o size=200m tmpfs "${directory}"`,
      `"${process.execPath}" "${program}" "${directory}" 1000000000 2 4000000`,
      `test -z "$(ls "${directory}/drafts")"`,
    ].join(' && ')
    const { stdout } = await promisify(execFile)('unshare', ['-m', 'sh', '-c', shell])
    expect(JSON.parse(stdout)).toEqual({ kept: 0, found: 0, wrong: 0 })
  })

  it('where nothing can be written is as none', async () => {
    const place = join(directory, 'file')
    await writeFile(place, '')
    const cache = openComputedCache({ directory: join(place, 'cache'), bytes: 1e6, of: DATASET })
    expect(await cache.write(what(1), filled(1))).toBe(false)
    expect(await cache.read(what(1), filled(1))).toBe(false)
  })

  it('refuses names that lead elsewhere', () => {
    for (const id of ['../x', 'a/b', '', 'a.b'])
      expect(() => opened(1, { tenant: 'acme', id })).toThrow('is not a valid name')
  })
})

describe('what was computed goes', () => {
  const [a, b]: Thing[] = [
    { tenant: 'client-a', id: 'pmt_1' },
    { tenant: 'client-b', id: 'pmt_2' },
  ]

  it('with its data set, and with the tenant whose it is', async () => {
    const other = { tenant: 'other', id: 'dst_2' }
    for (const of of [DATASET, other]) await opened(1e6, of).write(what(1), filled(1))
    await forgetThing(directory, { ...DATASET, tenant: 'other' })
    expect(await found(opened(), 1)).toBeDefined()
    await forgetThing(directory, DATASET)
    expect([await files(), (await files(other)).length]).toEqual([[], 1])
    await forgetTenant(directory, 'other')
    expect(await files(other)).toEqual([])
  })

  it('with the last of those it was for, whoever wrote it and whoever read it', async () => {
    await opened(1e6, DATASET, a).write(what(1), filled(1))
    await opened(1e6, DATASET, a).write(what(2), filled(2))
    await opened().write(what(3), filled(3))
    expect(await found(opened(1e6, DATASET, b), 1)).toBeDefined()
    await forgetThing(directory, a!)
    expect(await found(opened(1e6, DATASET, b), 1)).toBeDefined()
    expect(await found(opened(1e6, DATASET, b), 2)).toBeUndefined()
    await forgetTenant(directory, 'client-b')
    expect(await found(opened(1e6, DATASET, b), 1)).toBeUndefined()
    expect(await files()).toHaveLength(1)
    expect(await found(opened(), 3)).toBeDefined()
  })

  it('with what a store has no more', async () => {
    await opened(1e6, DATASET, a).write(what(1), filled(1))
    await opened(1e6, DATASET, b).write(what(2), filled(2))
    const asked: string[] = []
    await forgetGone(directory, async ({ tenant }) => {
      asked.push(tenant)
      return tenant !== 'client-a'
    })
    expect(asked.sort()).toEqual(['acme', 'client-a', 'client-b'])
    expect(await found(opened(1e6, DATASET, a), 1)).toBeUndefined()
    expect(await found(opened(1e6, DATASET, b), 2)).toBeDefined()
  })
})

describe('the size of a cache', () => {
  it('is read, or refused by name', () => {
    expect(['0', '7', '3KiB', '10GiB'].map(readCacheBytes)).toEqual([0, 7, 3072, 10 * 2 ** 30])
    for (const text of ['', '-1', '1e9', '10GB', '00'])
      expect(() => readCacheBytes(text)).toThrow('--cache-bytes')
  })

  it('is by default a share of what is free, 10 GiB at most, before there is a folder', async () => {
    const bytes = await defaultCacheBytes(join(directory, 'not', 'there'))
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThanOrEqual(10 * 2 ** 30)
    expect(await readdir(directory)).toEqual([])
  })
})
