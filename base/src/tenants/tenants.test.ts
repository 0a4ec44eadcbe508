import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { sha256 } from '../files.js'
import { openJobStore } from '../jobs/index.js'
import {
  appendAudit,
  type Collection,
  createJson,
  createToken,
  keyOf,
  newIdentifier,
  type ObjectStore,
  objectsUnder,
  openDirectoryStore,
  openMemoryStore,
  verifyAudit,
  verifyToken,
} from '../store/index.js'
import { dyingAfter } from '../store/testing/index.js'
import { deleteTenant, exportTenant, listTenants } from './index.js'

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'promptpost-tenants-'))
const contents = async (store: ObjectStore): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for await (const { key } of objectsUnder(store, ''))
    found[key] = Buffer.from((await store.get(key))?.bytes ?? []).toString('utf8')
  return found
}
/** Of what is not this tenant's. */
const without = (all: Record<string, string>, tenant: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(all).filter(
      ([key, text]) => !`${key} ${text}`.match(`(tenants/|"tenant":")${tenant}["/]`),
    ),
  )

/** A provider and a client, each with one of everything, and a client of the provider. */
const fill = async (store: ObjectStore) => {
  const jobs = openJobStore(store)
  const put = async (
    tenant: string,
    collection: Collection,
    prefix: string,
    record: object,
  ): Promise<string> => {
    const id = newIdentifier(prefix)
    await createJson(store, keyOf({ tenant, collection, id }), { id, ...record })
    return id
  }
  const tokens: Record<string, string> = {}
  const made: Record<string, { model: string; waiting: string }> = {}
  for (const tenant of ['acme', 'ac', 'lab']) {
    tokens[tenant] = (await createToken(store, { tenant, role: 'provider' })).token
    await createToken(store, { tenant, role: 'client' })
    const model = await put(tenant, 'models', 'mod', {})
    await createJson(store, keyOf({ shared: 'catalogue', collection: 'models', id: model }), { tenant })
    const dataset = await put(tenant, 'datasets', 'dst', {})
    await store.put(
      keyOf({ tenant, collection: 'datasets', id: dataset, path: ['texts.jsonl'] }),
      'a text\n'.repeat(9),
    )
    const webhook = await put(tenant, 'webhooks', 'whk', {
      url: 'https://x/',
      secrets: [{ sealed: 'SEALED' }],
    })
    await createJson(store, keyOf({ shared: 'deliveries', id: `1.${webhook}.msg_x` }), { tenant })
    await createJson(
      store,
      keyOf({ tenant, collection: 'usage', id: '2026-01-01', path: ['job_x.predict'] }),
      {},
    )
    await appendAudit(store, tenant, [
      { request: 'r', token: 't', role: 'client', operation: 'o', path: '/', status: 201 },
    ])
    const start = (id: string) =>
      jobs.createJob({
        id,
        tenant,
        kind: 'predict',
        resource: { collection: 'predictions', id: 'p' },
        input: {},
      })
    const [waiting, ended] = [newIdentifier('job'), newIdentifier('job')]
    await start(waiting)
    await start(ended)
    await jobs.requestCancel({ tenant, id: ended })
    made[tenant] = { model, waiting }
  }
  const student = await put('acme', 'students', 'stu', { model: made.acme?.model })
  await put('lab', 'prompts', 'pmt', { student })
  await put('lab', 'predictions', 'prd', { model: made.acme?.model })
  await put('lab', 'predictions', 'prd', { model: made.lab?.model })
  return { tokens, made }
}
const bench = async () => {
  const store = openMemoryStore(async () => {})
  return { store, ...(await fill(store)) }
}

describe('listTenants', () => {
  it('counts tokens by role, things, bytes and unfinished jobs, and changes nothing', async () => {
    const { store } = await bench()
    const before = await contents(store)
    const found = await listTenants(store)
    expect(found.map(({ tenant }) => tenant)).toEqual(['ac', 'acme', 'lab'])
    expect(found[0]).toMatchObject({ tokens: { provider: 1, client: 1 }, resources: 2, unfinishedJobs: 1 })
    expect(found[2]?.resources).toBe(5)
    expect(found[0]?.bytes).toBeGreaterThan(63)
    expect(await contents(store)).toEqual(before)
  })
})

describe('exportTenant', () => {
  it('writes all objects with their digests, but no token, no secret and no lease', async () => {
    const { store, made, tokens } = await bench()
    const job = { tenant: 'lab', id: made.lab?.waiting as string }
    const claimed = await openJobStore(store).claim(job)
    const lease = 'token' in claimed ? claimed.token : ''
    const before = await contents(store)
    const out = join(await newFolder(), 'deep', 'out')
    const manifest = await exportTenant(store, 'lab', out)
    expect(JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'))).toEqual(manifest)
    const expected = Object.keys(before)
      .filter(key => key.startsWith('tenants/lab/') && !key.includes('/tokens/'))
      .map(key => key.slice('tenants/lab/'.length))
    expect(manifest.files.map(({ path }) => path)).toEqual([...expected, 'tokens.json'])
    let all = ''
    for (const { path, size, sha256: digest } of manifest.files) {
      const bytes = await readFile(join(out, path))
      expect([bytes.length, sha256(bytes)], path).toEqual([size, digest])
      const isChanged = /^webhooks|^tokens|^jobs\/[^/]+\/record/.test(path)
      if (!isChanged) expect(bytes.toString(), path).toBe(before[`tenants/lab/${path}`])
      all += bytes
    }
    for (const secret of ['SEALED', 'secrets', lease, sha256(tokens.lab as string)])
      expect(all).not.toContain(secret)
    expect(JSON.parse(await readFile(join(out, 'tokens.json'), 'utf8'))).toHaveLength(2)
    expect(await contents(store)).toEqual(before)
  })

  it('is whole or is not: it refuses a folder that is there, and leaves nothing of one that failed', async () => {
    const { store } = await bench()
    const home = await newFolder()
    await mkdir(join(home, 'empty'))
    await expect(exportTenant(store, 'lab', join(home, 'empty'))).rejects.toMatchObject({
      code: 'invalid-argument',
    })
    let reads = 0
    const failing: ObjectStore = {
      ...store,
      getRange: (...parameters) =>
        reads++ < 3 ? store.getRange(...parameters) : Promise.reject(new Error('disk')),
    }
    await expect(exportTenant(failing, 'lab', join(home, 'out'))).rejects.toThrow('disk')
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(exportTenant(store, 'lab', join(home, 'out'), stopped)).rejects.toThrow('stopped')
    expect(await readdir(home)).toEqual(['empty'])
    await expect(exportTenant(store, 'nobody', join(home, 'out'))).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(exportTenant(store, '../x', join(home, 'out'))).rejects.toMatchObject({ field: 'tenant' })
    expect(await readdir(home)).toEqual(['empty'])
  })
})

describe('deleteTenant', () => {
  const options = async () => ({ work: await newFolder(), quiet: 0 })

  it('refuses what others need, with their number, and changes nothing', async () => {
    const { store, tokens } = await bench()
    const before = await contents(store)
    await expect(deleteTenant(store, 'acme', await options())).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('2 things of 1 other tenants'),
    })
    expect(await contents(store)).toEqual(before)
    expect(await verifyToken(store, tokens.acme as string)).toBeDefined()
  })

  it('leaves nothing of it, and everything of others as it was', async () => {
    const { store, tokens } = await bench()
    const before = await contents(store)
    const { work } = await options()
    for (const folder of ['acme.job_1', 'ac.job_1']) await mkdir(join(work, folder))
    const sweep = vi.fn(async () => {})
    const done = await deleteTenant({ ...store, sweep }, 'acme', { work, quiet: 0, force: true })
    expect(sweep).toHaveBeenCalled()
    expect(done).toMatchObject({ cancelled: 1, dependants: { things: 2, tenants: 1 } })
    const after = await contents(store)
    expect(after).toEqual(without(before, 'acme'))
    expect(JSON.stringify(after)).not.toMatch(/acme/)
    expect(await verifyToken(store, tokens.acme as string)).toBeUndefined()
    expect(await verifyToken(store, tokens.ac as string)).toBeDefined()
    expect(await readdir(work)).toEqual(['ac.job_1'])
    await expect(deleteTenant(store, 'acme', { work })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that is killed anywhere is finished by asking again; its tokens go before all else', async () => {
    for (let changes = 0, isWhole = false; !isWhole; changes++) {
      const { store, tokens } = await bench()
      const before = await contents(store)
      isWhole = await deleteTenant(dyingAfter(store, changes), 'lab', await options()).then(
        () => true,
        () => false,
      )
      const between = await contents(store)
      const isOpen = (await verifyToken(store, tokens.lab as string)) !== undefined
      const rest = Object.entries(before).filter(([key]) => !key.includes('tokens/'))
      if (isOpen) expect(between).toMatchObject(Object.fromEntries(rest))
      if (!isWhole) await deleteTenant(store, 'lab', await options())
      const after = await contents(store)
      expect(after, `after ${changes} changes`).toEqual(without(before, 'lab'))
      expect(changes).toBeLessThan(200)
    }
  })

  it('keeps the mark of what others may name until that is gone', async () => {
    const { store } = await bench()
    const nameable: string[] = []
    for (const key of Object.keys(await contents(store))) {
      const id = /^tenants\/acme\/(?:models|datasets|students)\/(\w+)\/record\.json$/.exec(key)?.[1]
      if (id !== undefined) nameable.push(id)
    }
    expect(nameable.length).toBeGreaterThan(1)
    let steps = 0
    const watched: ObjectStore = {
      ...store,
      async delete(key, condition) {
        steps++
        const keys = Object.keys(await contents(store))
        for (const id of nameable)
          if (keys.some(one => one.includes(`/${id}/record.json`) && !one.includes('/deletions/')))
            expect(keys, `before ${key}`).toContain(`tenants/acme/deletions/${id}/record.json`)
        return store.delete(key, condition)
      },
    }
    await deleteTenant(watched, 'acme', { ...(await options()), force: true })
    expect(steps).toBeGreaterThan(nameable.length)
  })

  it('lets a new tenant of its name begin with a log of its own', async () => {
    const store = await openDirectoryStore(await newFolder())
    const entry = { request: 'r', token: 't', role: 'client', operation: 'o', path: '/', status: 201 }
    const numbers = [await appendAudit(store, 'lab', [entry]), await appendAudit(store, 'lab', [entry], 1)]
    await deleteTenant(store, 'lab', await options())
    // A server that knew the tenant still has its last number.
    numbers.push(await appendAudit(store, 'lab', [entry], 2))
    expect(numbers).toEqual([1, 2, 1])
    expect(await verifyAudit(store, 'lab')).toMatchObject({ entries: 1 })
  })
})
