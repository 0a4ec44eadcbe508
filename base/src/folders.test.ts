import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from './folders.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promptpost-folders-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('a folder', () => {
  it('is made with those above it, as often as it is asked for, by several at once', async () => {
    const path = join(root, 'a', 'b', 'c')
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(path, { mode: 0o700 })))
    await makeFolder(path)
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700)
  })

  it('is not made under a file, nor in the place of one', async () => {
    writeFileSync(join(root, 'file'), '')
    await expect(makeFolder(join(root, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' })
    await expect(makeFolder(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
  })

  it.runIf(existsSync('/proc/self'))('that cannot be made is an error, and not a wait for ever', async () => {
    await expect(makeFolder('/proc/promptpost/data')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
