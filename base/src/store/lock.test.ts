import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFile, underLock, withLock } from './lock.js'
import { ownerTag } from './owner.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-locks-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a lock', () => {
  it('is one more name of the process’s ticket, and is gone after', async () => {
    const inodes = new Set<number>()
    const look = async (name: string): Promise<void> => {
      const files = (await readdir(folder)).sort()
      expect(files).toEqual([expect.stringMatching(`^${ownerTag()}\\..*\\.ticket$`), `${name}.lock`].sort())
      for (const file of files) inodes.add((await stat(join(folder, file))).ino)
    }
    for (const name of ['one', 'two', 'one'])
      await underLock(folder, name, async ({ take }) => {
        expect(await take(lockFile(name))).toBe(true)
        await look(name)
        await rm(join(folder, lockFile(name)))
        return { value: undefined }
      })
    expect(inodes.size).toBe(1)
    await withLock(folder, 'three', () => look('three'))
    expect(await readdir(folder)).toEqual([])
  })

  it('lets one task in at a time, and the next in when one fails', async () => {
    let inside = 0
    let most = 0
    const tasks = Array.from({ length: 20 }, (_, i) =>
      withLock(folder, 'one', async () => {
        most = Math.max(most, ++inside)
        await sleep(1)
        inside--
        if (i % 3 === 0) throw new Error('failed')
      }),
    )
    const outcomes = await Promise.allSettled(tasks)
    expect(most).toBe(1)
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7)
  })

  it('can be taken again when its folder was removed', async () => {
    await withLock(folder, 'one', async () => {})
    await rm(folder, { recursive: true })
    expect(await withLock(folder, 'one', async () => (await readdir(folder)).length)).toBe(2)
  })

  it('leaves no ticket once none has been taken for a while', async () => {
    await underLock(folder, 'one', async ({ ticket }) => ({ value: await ticket() }))
    expect(await readdir(folder)).toHaveLength(1)
    for (let i = 0; i < 500 && (await readdir(folder)).length > 0; i++) await sleep(10)
    expect(await readdir(folder)).toEqual([])
  })
})
