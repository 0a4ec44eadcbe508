/**
 * A process that dies at any change an upload makes in the store, and the next one, which is asked again.
 * @module
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import {
  createToken,
  foldersUnder,
  measureTenant,
  type ObjectStore,
  objectsUnder,
  openMemoryStore,
} from '@promptpost/base/store'
import { dyingAfter } from '@promptpost/base/store/testing'
import { deleteTenant, exportTenant } from '@promptpost/base/tenants'
import { expect, it } from 'vitest'
import { createApp } from '../../app.js'
import { DEFAULT_ALLOWANCE } from '../../http/allowance/index.js'
import { DEFAULT_LIMITS } from '../../http/environment.js'
import { createRateLimiter } from '../../http/rate-limit.js'
import { modelsInFolders } from '../../models/model-shelf.js'
import { sweep } from '../../retention/sweep.js'
import type { Json } from '../../testing/server.test.helper.js'
import { servicesOver } from '../../testing/services-over.test.helper.js'
import { announce, contentDigest, linesOf, PART, partsOf } from '../../testing/uploads.test.helper.js'
import { openVaultFile } from '../../webhooks/vault.js'

const DAY = 24 * 3_600_000
const contents = linesOf(PART + 1000)
const [first, second] = partsOf(contents) as [Uint8Array, Uint8Array]

type Process = {
  call: (method: string, path: string, body?: object | Uint8Array) => Promise<{ status: number; body: Json }>
  services: Awaited<ReturnType<typeof servicesOver>>
  /** Whether all it wanted to write was written. */
  isWhole: () => boolean
}

/** A service as one process has it. */
const processOver = async (store: ObjectStore, token: string): Promise<Process> => {
  const services = await servicesOver(store)
  let isWhole = true
  const log = ({ level }: { level?: unknown }): void => {
    if (level === 'error') isWhole = false
  }
  const app = createApp({
    ...services,
    models: modelsInFolders(''),
    streams: true,
    limits: DEFAULT_LIMITS,
    limiter: createRateLimiter(),
    webhooks: {
      vault: await openVaultFile(join(await mkdtemp(join(tmpdir(), 'promptpost-vault-')), 'key')),
      reach: { toPrivate: false },
      nudge: () => {},
    },
    log,
    closing: new AbortController().signal,
  })
  return {
    services,
    isWhole: () => isWhole,
    async call(method, path, body) {
      const isBytes = body instanceof Uint8Array
      const type = isBytes ? 'application/octet-stream' : 'application/json'
      const response = await app.request(path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': type,
          ...(isBytes && {
            'content-length': `${body.length}`,
            'content-digest': contentDigest(body),
          }),
        },
        ...(body && { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Json }
    },
  }
}

/** An upload of two parts, of which one is here. */
const story = async () => {
  const store = openMemoryStore(async () => {})
  const { token } = await createToken(store, { tenant: 'acme', role: 'provider' })
  const { call } = await processOver(store, token)
  const { id } = (await call('POST', '/v1/uploads', announce(contents))).body
  expect((await call('PUT', `/v1/uploads/${id}/parts/1`, first)).status).toBe(204)
  return { store, token, id }
}

const keysOf = async (store: ObjectStore): Promise<string[]> => {
  const keys = []
  for await (const { key } of objectsUnder(store, 'tenants/acme/'))
    keys.push(key.slice('tenants/acme/'.length))
  return keys.filter(key => !/^(allowance|audit|tokens)\//.test(key))
}

it('makes one data set, whole, wherever a process died on the way', async () => {
  let changes = 0
  for (let isWhole = false; !isWhole; changes++) {
    const { store, token, id } = await story()
    const send = async ({ call }: Process) => {
      const part = await call('PUT', `/v1/uploads/${id}/parts/2`, second)
      return { part, made: await call('POST', `/v1/uploads/${id}/complete`) }
    }
    const dying = await processOver(dyingAfter(store, changes), token)
    const before = await send(dying)
    isWhole = before.made.status === 201 && dying.isWhole()
    // Whatever there is to be seen is whole.
    const next = await processOver(store, token)
    for (const { id: dataset } of (await next.call('GET', '/v1/datasets')).body.data as Json[])
      expect((await next.call('GET', `/v1/datasets/${dataset}/texts?limit=100`)).status).toBe(200)
    const { part, made } = await send(next)
    expect([part.status, made.status], `after ${changes} changes`).toEqual([204, 201])
    if (before.made.status === 201) expect(made.body).toEqual(before.made.body)
    const { data } = (await next.call('GET', '/v1/datasets')).body
    expect(data, `after ${changes} changes`).toEqual([made.body])
    expect(await keysOf(store), `after ${changes} changes`).toEqual([
      `datasets/${made.body.id}/record.json`,
      `datasets/${made.body.id}/texts.jsonl`,
      `uploads/${id}/record.json`,
    ])
    expect(await store.head(`catalogue/datasets/${made.body.id}.json`)).toBeDefined()
    // The book counts what there is.
    const kept = await measureTenant(store, 'acme')
    expect(kept.resources).toBe(1)
    const { allowances } = next.services
    await expect(
      allowances.admit('acme', {
        collection: 'datasets',
        id: 'dst_x',
        bytes: DEFAULT_ALLOWANCE.bytes - (made.body.size as number) + 1,
      }),
    ).rejects.toMatchObject({ code: 'quota-exceeded' })
    await allowances.admit('acme', {
      collection: 'datasets',
      id: 'dst_x',
      bytes: DEFAULT_ALLOWANCE.bytes - kept.bytes,
    })
  }
  expect(changes).toBeGreaterThan(12)
})

it('is given up for good, wherever a process died on the way, once it is asked again or swept', async () => {
  for (const finish of ['again', 'sweep'] as const)
    for (let changes = 0, isWhole = false; !isWhole; changes++) {
      const { store, token, id } = await story()
      const dying = await processOver(dyingAfter(store, changes), token)
      const { status } = await dying.call('DELETE', `/v1/uploads/${id}`)
      isWhole = status === 204 && dying.isWhole()
      const next = await processOver(store, token)
      if (finish === 'again') {
        expect([204, 404]).toContain((await next.call('DELETE', `/v1/uploads/${id}`)).status)
        await sweep(next.services, {}, Date.now())
      } else await sweep(next.services, {}, Date.now() + 7 * DAY + 1)
      const left = await keysOf(store)
      expect(
        left.filter(key => key.startsWith('uploads/')),
        `after ${changes} changes`,
      ).toEqual([])
      expect(await measureTenant(store, 'acme')).toEqual({ resources: 0, bytes: 0 })
    }
})

it('expires after seven days, is not to be seen from then on, and is swept; what it made stays', async () => {
  const { store, token, id } = await story()
  const { call, services } = await processOver(store, token)
  await call('PUT', `/v1/uploads/${id}/parts/2`, second)
  const { body: dataset } = await call('POST', `/v1/uploads/${id}/complete`)
  const { body } = await call('POST', '/v1/uploads', announce(contents))
  const open = body as Json & { created_at: string; expires_at: string }
  await call('PUT', `/v1/uploads/${open.id}/parts/1`, first)
  const end = Date.parse(open.expires_at)
  expect(end - Date.parse(open.created_at)).toBe(7 * DAY)
  await sweep(services, {}, end - DAY)
  expect((await keysOf(store)).filter(key => key.includes(open.id))).toHaveLength(2)
  await sweep(services, {}, end)
  const left: string[] = []
  for await (const folder of foldersUnder(store, 'tenants/acme/uploads')) left.push(folder)
  expect(left).toEqual([])
  expect((await call('GET', `/v1/datasets/${dataset.id}`)).body).toEqual(dataset)
  expect((await measureTenant(store, 'acme')).resources).toBe(1)
})

it('takes bytes of a part again that a disk has lost', async () => {
  const { store, token, id } = await story()
  const { call } = await processOver(store, token)
  await call('PUT', `/v1/uploads/${id}/parts/2`, second)
  for await (const { key } of objectsUnder(store, `tenants/acme/uploads/${id}/parts/1-`))
    await store.delete(key)
  expect(await call('POST', `/v1/uploads/${id}/complete`)).toMatchObject({
    status: 409,
    body: { code: 'parts-missing' },
  })
  expect((await call('GET', `/v1/uploads/${id}`)).body.parts).toMatchObject([{ number: 2 }])
  await call('PUT', `/v1/uploads/${id}/parts/1`, first)
  expect((await call('POST', `/v1/uploads/${id}/complete`)).status).toBe(201)
})

it('goes with its tenant, and is in what is taken out of it', async () => {
  const { store, id } = await story()
  const out = join(await mkdtemp(join(tmpdir(), 'promptpost-export-')), 'acme')
  const { files } = await exportTenant(store, 'acme', out)
  expect(files.map(({ path }) => path).filter(path => path.startsWith('uploads/'))).toEqual([
    `uploads/${id}/parts/1-${sha256(first)}`,
    `uploads/${id}/record.json`,
  ])
  await deleteTenant(store, 'acme', { work: '', quiet: 1 })
  const left: string[] = []
  for await (const { key } of objectsUnder(store, '')) left.push(key)
  expect(left).toEqual([])
})
