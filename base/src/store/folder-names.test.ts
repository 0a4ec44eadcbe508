import { mkdirSync, rmdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFolderNames, type FolderNames } from './folder-names.js'

const AGES = 3_600_000

let root: string
let folder: string
let names: FolderNames
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-names-'))
  folder = join(root, 'folder')
  for (const name of ['a', 'c']) mkdirSync(join(folder, name), { recursive: true })
  names = createFolderNames()
})
afterEach(() => rm(root, { recursive: true }))

/** As a store makes and removes a thing. */
const make = (name: string): void => {
  mkdirSync(join(folder, name))
  names.made(join(folder, name, 'record.json'), root)
}
const remove = (name: string): void => {
  rmdirSync(join(folder, name))
  names.gone(join(folder, name))
}

describe('names of folders', () => {
  it('are those of now where they may have no age, whoever made them', async () => {
    expect(await names.in(folder)).toEqual(['a', 'c'])
    mkdirSync(join(folder, 'b'))
    expect(await names.in(folder)).toEqual(['a', 'b', 'c'])
    rmdirSync(join(folder, 'a'))
    expect(await names.in(folder)).toEqual(['b', 'c'])
    expect(await names.in(join(root, 'none'))).toEqual([])
  })

  it('that may be old know at once what was done here, and what others did with the next look', async () => {
    expect(await names.in(folder, AGES)).toEqual(['a', 'c'])
    make('d')
    make('0')
    remove('c')
    mkdirSync(join(folder, 'of-another'))
    expect(await names.in(folder, AGES)).toEqual(['0', 'a', 'd'])
    expect(await names.in(folder)).toEqual(['0', 'a', 'd', 'of-another'])
    rmdirSync(join(folder, 'a'))
    remove('d')
    expect(await names.in(folder, AGES)).toEqual(['0', 'a', 'of-another'])
  })

  it('are looked at again when they are too old', async () => {
    await names.in(folder, 1)
    mkdirSync(join(folder, 'b'))
    const started = performance.now()
    while (performance.now() - started < 2);
    expect(await names.in(folder, 1)).toEqual(['a', 'b', 'c'])
  })

  it('miss nothing that was done here while they were read', async () => {
    const [first, second] = [names.in(folder), names.in(folder)]
    // What was just read cannot have it.
    names.made(join(folder, 'ghost', 'record.json'), root)
    names.gone(join(folder, 'a'))
    await Promise.all([first, second])
    expect(await names.in(folder, AGES)).toEqual(['c', 'ghost'])
  })

  it('are forgotten with their folder', async () => {
    await names.in(folder, AGES)
    await rm(folder, { recursive: true })
    expect(await names.in(folder, AGES)).toEqual([])
    mkdirSync(join(folder, 'new'), { recursive: true })
    expect(await names.in(folder, AGES)).toEqual(['new'])
  })

  it('are remembered of 256 folders at most', async () => {
    await names.in(folder, AGES)
    for (let i = 0; i < 256; i++) {
      mkdirSync(join(root, String(i)))
      await names.in(join(root, String(i)), AGES)
    }
    mkdirSync(join(folder, 'of-another'))
    expect(await names.in(folder, AGES)).toEqual(['a', 'c', 'of-another'])
  })
})
