import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../files.js'
import { openDirectoryStore } from './directory-store.js'
import { readSmallFile, SMALL } from './small-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-small-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('small files', () => {
  it('are read whole, up to a size; where there is no file there is nothing', async () => {
    for (const size of [0, 1, 4095, 4096, SMALL]) {
      const bytes = Buffer.alloc(size, 'ab')
      writeFileSync(join(folder, 'file'), bytes)
      expect(await readSmallFile(join(folder, 'file')), `${size} bytes`).toEqual(bytes)
    }
    writeFileSync(join(folder, 'file'), Buffer.alloc(SMALL + 1))
    expect(await readSmallFile(join(folder, 'file'))).toBe('large')
    mkdirSync(join(folder, 'folder'))
    for (const absent of ['none', 'folder', 'file/below'])
      expect(await readSmallFile(join(folder, absent))).toBeUndefined()
  })

  it('and large ones are the same objects to a store', async () => {
    const store = await openDirectoryStore(folder)
    for (const size of [SMALL - 1, SMALL, SMALL + 1]) {
      const bytes = Buffer.alloc(size, 'cd')
      const head = await store.put('k', bytes)
      expect(head).toEqual({ key: 'k', size, etag: sha256(bytes) })
      expect(await store.head('k')).toEqual(head)
      expect((await store.get('k'))?.bytes).toEqual(bytes)
    }
  })

  it('let others have their turn, however many are read', async () => {
    writeFileSync(join(folder, 'file'), Buffer.alloc(SMALL))
    let turns = 0
    let isOver = false
    const take = (): void => {
      turns++
      if (!isOver) setImmediate(take)
    }
    setImmediate(take)
    await Promise.all(Array.from({ length: 3000 }, () => readSmallFile(join(folder, 'file'))))
    isOver = true
    expect(turns).toBeGreaterThan(1)
  })
})
