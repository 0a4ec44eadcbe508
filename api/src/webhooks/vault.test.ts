import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openVaultFile } from './vault.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-vault-'))
})
afterAll(() => rm(directory, { recursive: true }))

describe('a vault', () => {
  it('opens what it sealed, after a restart too, and in its place only', async () => {
    const path = join(directory, 'key')
    const [vault, other] = await Promise.all([openVaultFile(path), openVaultFile(path)])
    const sealed = vault.seal('a secret', 'acme/whk_1')
    expect(sealed).not.toBe(vault.seal('a secret', 'acme/whk_1'))
    expect((await openVaultFile(path)).open(sealed, 'acme/whk_1')).toBe('a secret')
    expect(other.open(sealed, 'acme/whk_1')).toBe('a secret')
    expect(() => vault.open(sealed, 'acme/whk_2')).toThrow(/cannot be read/)
    const bytes = Buffer.from(sealed, 'base64')
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i]! ^= 1
      expect(() => vault.open(changed.toString('base64'), 'acme/whk_1')).toThrow(/cannot be read/)
    }
    for (const short of ['', 'AAAA']) expect(() => vault.open(short, 'acme/whk_1')).toThrow(/cannot be read/)
  })

  it('keeps its key to its owner, and refuses a file that is none', async () => {
    const path = join(directory, 'mine')
    await openVaultFile(path)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}$/)
    await writeFile(path, 'short')
    await expect(openVaultFile(path)).rejects.toMatchObject({ code: 'invalid-config', field: path })
  })
})
