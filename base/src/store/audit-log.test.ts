import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditEntry, appendAudit, readAudit, verifyAudit } from './audit-log.js'
import { openDirectoryStore } from './directory-store.js'
import type { ObjectStore } from './object-store.js'

let root: string
let store: ObjectStore
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-audit-log-'))
  store = await openDirectoryStore(root)
})
afterEach(() => rm(root, { recursive: true }))

const entry = (request: string): AuditEntry => ({
  request,
  token: 'tok_x',
  role: 'client',
  operation: 'createPrompt',
  path: '/v1/prompts',
  status: 201,
})
const write = async (count: number, known?: number) => {
  for (let i = 1; i <= count; i++) await appendAudit(store, 'acme', [entry(`req_${i}`)], known)
}
const textOf = async (key: string) => Buffer.from((await store.get(key))!.bytes).toString()
const keys = async () => (await store.list('tenants/acme/audit/')).objects.map(({ key }) => key)

describe('the audit log', () => {
  it('keeps entries in order, numbered from 1, apart for each tenant', async () => {
    await write(5)
    await appendAudit(store, 'other', [entry('req_other')])
    expect((await readAudit(store, 'acme')).map(({ number, request }) => [number, request])).toEqual(
      [1, 2, 3, 4, 5].map(number => [number, `req_${number}`]),
    )
    expect((await readAudit(store, 'acme', 2, 2)).map(({ number }) => number)).toEqual([3, 4])
    expect(await verifyAudit(store, 'acme')).toMatchObject({ entries: 5, last: { number: 5 } })
    expect(await verifyAudit(store, 'nobody')).toEqual({ entries: 0 })
  })

  it('loses none that are written at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => appendAudit(store, 'acme', [entry(`req_${i}`)])))
    const requests = (await readAudit(store, 'acme')).map(({ request }) => request)
    expect(new Set(requests).size).toBe(20)
    expect(await verifyAudit(store, 'acme')).toMatchObject({ entries: 20 })
  })

  it('takes several at once, and goes on where others were first', async () => {
    const several = (of: string) => Array.from({ length: 5 }, (_, i) => entry(`${of}${i}`))
    const last = await Promise.all(['a', 'b', 'c'].map(of => appendAudit(store, 'acme', several(of))))
    expect(Math.max(...last)).toBe(15)
    const requests = (await readAudit(store, 'acme')).map(({ request }) => request)
    expect([...requests].sort()).toEqual(['a', 'b', 'c'].flatMap(of => several(of).map(e => e.request)))
    for (const of of ['a', 'b', 'c'])
      expect(requests.filter(request => request.startsWith(of))).toEqual(several(of).map(e => e.request))
    expect(await verifyAudit(store, 'acme')).toMatchObject({ entries: 15 })
    await store.delete((await keys()).at(-1) as string)
    expect(await appendAudit(store, 'acme', several('d'), 15)).toBe(19)
  })

  it.each<[what: string, spoil: (all: string[]) => Promise<unknown>, broken: number]>([
    [
      'edited',
      async all => store.put(all[1]!, (await textOf(all[1]!)).replace('"status":201', '"status":200')),
      2,
    ],
    ['removed', async all => store.delete(all[1]!), 2],
    ['not JSON', async all => store.put(all[2]!, 'x'), 3],
    ['swapped', async all => store.put(all[1]!, (await store.get(all[2]!))!.bytes), 2],
  ])('shows that an entry was %s', async (_, spoil, broken) => {
    await write(4)
    await spoil(await keys())
    expect((await verifyAudit(store, 'acme')).broken).toBe(broken)
  })

  it.each<[what: string, spoil: (all: string[]) => Promise<unknown>, broken: number]>([
    ['cut off', async all => Promise.all(all.slice(2).map(key => store.delete(key))), 3],
    ['removed whole', async all => Promise.all(all.map(key => store.delete(key))), 1],
    [
      'edited at its end',
      async all => store.put(all[3]!, (await textOf(all[3]!)).replace('"status":201', '"status":200')),
      4,
    ],
  ])('shows to who kept a mark that it was %s', async (_, spoil, broken) => {
    await write(4)
    const mark = (await verifyAudit(store, 'acme')).last!
    await write(2)
    expect(await verifyAudit(store, 'acme', mark)).toMatchObject({ entries: 6, last: { number: 6 } })
    for (const key of (await keys()).slice(4)) await store.delete(key)
    await spoil(await keys())
    expect((await verifyAudit(store, 'acme')).broken).toBeUndefined()
    expect((await verifyAudit(store, 'acme', mark)).broken).toBe(broken)
  })
})
