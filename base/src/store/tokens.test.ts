import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openDirectoryStore } from './directory-store.js'
import { newIdentifier } from './identifier.js'
import { keyOf } from './keys.js'
import { createToken, verifyToken } from './tokens.js'

const folders: string[] = []
const makeStore = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'promptpost-tokens-'))
  folders.push(folder)
  return openDirectoryStore(folder)
}
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

describe('tokens', () => {
  it('stand for their tenant and role, and nothing else does', async () => {
    const store = await makeStore()
    const token = await createToken(store, { tenant: 'acme', role: 'client' })
    expect(await verifyToken(store, token)).toEqual({ tenant: 'acme', role: 'client' })
    const other = `pp_${'A'.repeat(43)}`
    for (const wrong of ['', token.slice(0, -1), `${token}x`, other, '../../x'])
      expect(await verifyToken(store, wrong)).toBeUndefined()
  })

  it('are not kept, only their hash', async () => {
    const store = await makeStore()
    const token = await createToken(store, { tenant: 'acme', role: 'provider' })
    for (const { key } of (await store.list('')).objects) {
      expect(key).not.toContain(token)
      expect(Buffer.from((await store.get(key))?.bytes ?? []).toString()).not.toContain(token)
    }
  })

  it('are refused for tenants that could be a path', async () => {
    const store = await makeStore()
    for (const tenant of ['', '..', 'a/b', 'A', 'a'.repeat(64), '-a'])
      await expect(createToken(store, { tenant, role: 'client' })).rejects.toMatchObject({ field: 'tenant' })
  })
})

describe('keys and identifiers', () => {
  it('keep tenants apart whatever the parts are', () => {
    expect(keyOf({ tenant: 'a', collection: 'jobs', id: 'job_1' })).toBe('tenants/a/jobs/job_1/record.json')
    for (const id of ['..', '../b', 'x/../y', '', '.'])
      expect(() => keyOf({ tenant: 'a', collection: 'jobs', id })).toThrow('id')
    expect(() => keyOf({ tenant: 'a', collection: 'jobs', id: 'x', path: ['..', 'y'] })).toThrow('path')
    expect(() => keyOf({ tenant: 'a/b', collection: 'jobs', id: 'x' })).toThrow('tenant')
    expect(() => keyOf({ shared: 'queue', id: '../tokens/x' })).toThrow('id')
  })

  it('sort by time and never repeat', () => {
    const made = Array.from({ length: 1000 }, () => newIdentifier('job'))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(1000)
    expect(made[0]).toMatch(/^job_[0-9a-z]{26}$/)
    expect(newIdentifier('job', 1) > (made.at(-1) as string)).toBe(true)
  })
})
