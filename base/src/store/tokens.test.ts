import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDirectoryStore } from './directory-store.js'
import type { ObjectStore } from './object-store.js'
import { createToken, listTokens, revokeToken, rotateToken, verifyToken } from './tokens.js'

let folder: string
let store: ObjectStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-tokens-'))
  store = await openDirectoryStore(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const soon = (milliseconds: number): Date => new Date(Date.now() + milliseconds)

describe('tokens', () => {
  it('stand for their tenant, role and access, and nothing else does', async () => {
    const { token, facts } = await createToken(store, { tenant: 'acme', role: 'client', access: 'read' })
    expect(await verifyToken(store, token)).toEqual({
      tenant: 'acme',
      role: 'client',
      access: 'read',
      token: facts.id,
    })
    const other = `pp_${'A'.repeat(43)}`
    for (const wrong of ['', token.slice(0, -1), `${token}x`, other, '../../x'])
      expect(await verifyToken(store, wrong)).toBeUndefined()
  })

  it('are not kept, only their hash', async () => {
    const { token, facts } = await createToken(store, { tenant: 'acme', role: 'provider', name: 'ci' })
    expect(JSON.stringify([facts, await listTokens(store, 'acme')])).not.toContain(token)
    for (const { key } of (await store.list('')).objects) {
      expect(key).not.toContain(token)
      expect(Buffer.from((await store.get(key))?.bytes ?? []).toString()).not.toContain(token)
    }
  })

  it.each([
    ...['', '..', 'a/b', 'A', 'a'.repeat(64), '-a'].map(tenant => ['tenant', { tenant }] as const),
    ['role', { role: 'admin' as 'client' }],
    ['access', { access: 'all' as 'full' }],
    ['name', { name: 'x\ny' }],
    ['expiresAt', { expiresAt: new Date(0) }],
  ] as const)('are refused for a wrong %s: %j', async (field, wrong) => {
    const right = { tenant: 'acme', role: 'client' as const }
    await expect(createToken(store, { ...right, ...wrong })).rejects.toMatchObject({ field })
    expect((await store.list('')).objects).toEqual([])
  })

  it('end when their time has come', async () => {
    const { token } = await createToken(store, { tenant: 'acme', role: 'client', expiresAt: soon(150) })
    expect(await verifyToken(store, token)).toBeDefined()
    await sleep(200)
    expect(await verifyToken(store, token)).toBeUndefined()
  })

  it('are listed for their tenant alone, and gone once revoked', async () => {
    const one = await createToken(store, { tenant: 'acme', role: 'client', name: 'one' })
    const two = await createToken(store, { tenant: 'acme', role: 'provider', expiresAt: soon(1e6) })
    await createToken(store, { tenant: 'other', role: 'client' })
    expect(await listTokens(store, 'acme')).toEqual([one.facts, two.facts])
    await expect(revokeToken(store, 'other', one.facts.id)).rejects.toMatchObject({ code: 'not-found' })
    await revokeToken(store, 'acme', one.facts.id)
    expect(await verifyToken(store, one.token)).toBeUndefined()
    expect(await listTokens(store, 'acme')).toEqual([two.facts])
    for (const id of [one.facts.id, '../x', 'tok_'])
      await expect(revokeToken(store, 'acme', id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are rotated: the new one does the same, the old one holds a while', async () => {
    const old = await createToken(store, { tenant: 'acme', role: 'client', access: 'read', name: 'app' })
    const made = await rotateToken(store, 'acme', old.facts.id, { overlap: 150 })
    expect(made.facts).toMatchObject({ tenant: 'acme', role: 'client', access: 'read', name: 'app' })
    expect(await verifyToken(store, old.token)).toBeDefined()
    expect(await verifyToken(store, made.token)).toBeDefined()
    await sleep(200)
    expect(await verifyToken(store, old.token)).toBeUndefined()
    expect(await verifyToken(store, made.token)).toBeDefined()
  })

  it('rotated never hold longer than they did', async () => {
    const old = await createToken(store, { tenant: 'acme', role: 'client', expiresAt: soon(100) })
    await rotateToken(store, 'acme', old.facts.id, { overlap: 1e6 })
    await sleep(150)
    expect(await verifyToken(store, old.token)).toBeUndefined()
  })
})
