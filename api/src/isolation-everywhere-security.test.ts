/**
 * Every operation of the contract, asked by a second tenant for what the first one has: the answer and the way to it are those
 * of what does not exist. An operation without a case here fails.
 * @module
 */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobStore } from '@promptpost/base/jobs'
import { newIdentifier, type ObjectStore, openDirectoryStore, type Role } from '@promptpost/base/store'
import type { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './app.js'
import { contractDocument } from './generated/document.js'
import { createAllowances } from './http/allowance/index.js'
import { DEFAULT_LIMITS, type Environment } from './http/environment.js'
import { createRateLimiter } from './http/rate-limit.js'
import { modelsInFolders } from './models/model-shelf.js'
import { openLocalQueue } from './queue/local-queue.js'
import { departure } from './testing/contract-check.js'
import { type Collection, casesOf, type Known, PREFIX } from './testing/isolation-cases.test.helper.js'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  promptBody,
  startServer,
  type TestServer,
  until,
} from './testing/server.test.helper.js'
import { begin } from './testing/uploads.test.helper.js'
import { openVaultFile } from './webhooks/vault.js'

type Operation = { operationId: string; 'x-role'?: Role }
const operations = Object.entries(
  (contractDocument as { paths: Record<string, Record<string, Operation>> }).paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    ...operation,
  })),
)

let server: TestServer
let provider: Call
let app: Hono<Environment>
let owned: Record<Collection, string>
const known: Known = { mine: '', prompt: '', rivals: '' }
const CASES = casesOf(known)
/** A student that is issued and not ready. */
let unfinished: Json
const calls = {} as Record<'owner' | Role, Call & { token: string }>
/** Every access to the store since it was last emptied: what was done, and to what kind of place. */
let accesses: string[] = []

/** The store, writing down each access by its kind: whose and which it was left out. */
const watched = (store: ObjectStore): ObjectStore => {
  const kindOf = (key: string): string =>
    key
      .replace(/^tenants\/[^/]+/, 'T')
      .replaceAll(/[a-z]{3}_[0-9a-z]{26}/g, 'ID')
      .replaceAll(/[0-9a-f]{64}|\d{12}/g, 'N')
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown
      if (typeof member !== 'function') return member
      return (key: string, ...rest: unknown[]) => {
        accesses.push(`${String(name)} ${kindOf(key)}`)
        return (member as (...all: unknown[]) => unknown).call(target, key, ...rest)
      }
    },
  })
}

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('first-provider', 'provider')
  const issued = await issueStudent(provider)
  calls.owner = await server.as('first', 'client')
  // The second tenant as a client sees what the provider issued, so there it asks for what only a client has.
  calls.client = await server.as('second', 'client')
  calls.provider = await server.as('rival', 'provider')
  const texts = { name: 'mine', purpose: 'public', texts: ['x'] }
  const post = async (call: Call, path: string, body: object): Promise<Json> =>
    (await call('POST', `/v1/${path}`, body)).body
  const dataset = (await post(calls.owner, 'datasets', texts)).id
  const prompt = (await post(calls.owner, 'prompts', promptBody(issued.student))).id
  const transfer = await post(calls.owner, 'transfers', { prompt, dataset, steps: 1 })
  await finished(calls.owner, transfer.job)
  const prediction = await post(calls.owner, 'predictions', { transfer: transfer.id, texts: ['x'] })
  await finished(calls.owner, prediction.job)
  const webhook = await post(calls.owner, 'webhooks', { url: 'https://example.com/', events: ['job.failed'] })
  owned = {
    models: issued.model,
    datasets: dataset,
    uploads: await begin(calls.owner, Buffer.from('x')),
    students: issued.student,
    prompts: prompt,
    transfers: transfer.id,
    predictions: prediction.id,
    jobs: transfer.job,
    webhooks: webhook.id,
  }
  known.mine = (await post(calls.client, 'datasets', texts)).id
  known.prompt = (await post(calls.client, 'prompts', promptBody(issued.student))).id
  known.rivals = (await post(calls.provider, 'models', { name: 'tiny' })).id

  const slow = { model: issued.model, dataset: issued.dataset, layers: 2, steps: 2000 }
  unfinished = await post(provider, 'students', slow)

  const store = watched(await openDirectoryStore(server.data))
  const jobs = openJobStore(store)
  const work = await mkdtemp(join(tmpdir(), 'promptpost-work-'))
  const log = () => {}
  app = createApp({
    store,
    jobs,
    queue: openLocalQueue({ jobs, program: '', arguments: [], work, log }),
    models: modelsInFolders(join(server.data, '..', 'models')),
    streams: true,
    limits: DEFAULT_LIMITS,
    limiter: createRateLimiter(),
    allowances: createAllowances({ store, jobs }),
    webhooks: { vault: await openVaultFile(join(work, 'key')), reach: { toPrivate: false }, nudge: log },
    log,
    closing: new AbortController().signal,
  })
}, 60_000)
afterAll(() => server.close())

type Seen = { status: number; body: Record<string, unknown>; accesses: string[] }

/** Asks the app with the watched store; what differs by rights is taken out of the answer. */
const ask = async (role: Role, method: string, path: string, body?: object): Promise<Seen> => {
  accesses = []
  const response = await app.request(path, {
    method,
    headers: { authorization: `Bearer ${calls[role].token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  expect(
    departure(method, path, { status: response.status, headers: response.headers, text }),
  ).toBeUndefined()
  const { request_id: _request, instance: _instance, ...rest } = JSON.parse(text) as Record<string, unknown>
  return { status: response.status, body: rest, accesses }
}

/** The second tenant as those who may ask: issued things are open to clients, so for these it is a provider. */
const rolesFor = (operation: Operation, of: Collection): Role[] => {
  if (operation['x-role'] === 'provider' || of === 'models' || of === 'students') return ['provider']
  return ['client', 'provider']
}

it('has a case for every operation of the contract, and none beside', () => {
  expect(Object.keys(CASES).sort()).toEqual(operations.map(({ operationId }) => operationId).sort())
})

describe.each(operations)('$operationId', operation => {
  const { operationId, method, path } = operation
  const found = CASES[operationId]

  it('treats what another has as what there is not', async () => {
    if (found === undefined || found === 'open') return
    if (found === 'sums') {
      await until(
        () => calls.owner(method, path),
        ({ days }) => (days as Json[]).length > 0,
      )
      for (const role of ['client', 'provider'] as const)
        expect((await ask(role, method, path)).body.days).toEqual([])
      return
    }
    if ('names' in found) {
      const pathOf = (id: string) =>
        path.replace('{id}', id).replace('{name}', 'adapter_model.safetensors').replace('{number}', '1')
      for (const role of rolesFor(operation, found.names)) {
        // The first change a process logs for a tenant looks for the end of the log.
        await ask(role, method, pathOf(newIdentifier(PREFIX[found.names])), found.body)
        const unknown = await ask(role, method, pathOf(newIdentifier(PREFIX[found.names])), found.body)
        const foreign = await ask(role, method, pathOf(owned[found.names]), found.body)
        expect(foreign, role).toEqual(unknown)
        expect([foreign.status, foreign.body.code]).toEqual([404, 'not-found'])
        expect(foreign.accesses.length).toBeGreaterThan(1)
      }
      return
    }
    if ('makes' in found) {
      for (const { pointer, of, body } of found.makes)
        for (const role of rolesFor(operation, of)) {
          // Only a client has a prompt, without which a provider's data set is not looked for.
          if (role === 'provider' && pointer === '/dataset' && operationId === 'createTransfer') continue
          await ask(role, method, path, body(newIdentifier(PREFIX[of])))
          const unknown = await ask(role, method, path, body(newIdentifier(PREFIX[of])))
          const foreign = await ask(role, method, path, body(owned[of]))
          expect(foreign, `${role} ${pointer}`).toEqual(unknown)
          expect([foreign.status, foreign.body.pointer]).toEqual([404, pointer])
        }
      return
    }
    const theirs = (await calls.owner(method, path)).body.data
    expect(theirs.length).toBeGreaterThan(0)
    // Its own log tells the second tenant which identifiers it asked for itself.
    const words =
      found.lists === 'audit_log' ? theirs.map(entry => entry.request as string) : Object.values(owned)
    for (const filter of ['', ...(found.by ?? [])]) {
      const query = filter === '' ? '' : `?${filter.slice(0, -1)}=${owned[filter as Collection]}`
      const rival = JSON.stringify((await ask('provider', method, path + query)).body)
      expect(words.filter(word => rival.includes(word))).toEqual([])
      const client = JSON.stringify((await ask('client', method, path + query)).body)
      const issued = [owned.models, owned.students]
      expect(words.filter(word => client.includes(word) && !issued.includes(word))).toEqual([])
    }
  })
})

describe('a student that is issued and not ready', () => {
  it.each([
    ['GET', (id: string) => `/v1/students/${id}`, undefined],
    ['GET', (id: string) => `/v1/students/${id}/files/config.json`, undefined],
    ['POST', () => '/v1/prompts', (id: string) => promptBody(id)],
  ] as const)('is to a client what there is not: %s', async (method, pathOf, bodyOf) => {
    const seen = (id: string) => ask('client', method, pathOf(id), bodyOf?.(id))
    await seen(newIdentifier('stu'))
    const unknown = await seen(newIdentifier('stu'))
    expect(await seen(unfinished.id)).toEqual(unknown)
    expect(unknown.status).toBe(404)
    const job = await provider('GET', `/v1/jobs/${unfinished.job}`)
    expect(['queued', 'running']).toContain(job.body.status)
  })
})

describe('idempotency keys', () => {
  it('of one tenant are not those of another', async () => {
    const body = { name: 'same', purpose: 'public', texts: ['same'] }
    const headers = { 'idempotency-key': 'the-same-key' }
    const one = await calls.owner('POST', '/v1/datasets', body, headers)
    const two = await calls.client('POST', '/v1/datasets', body, headers)
    expect([one.status, two.status, two.headers.get('idempotent-replayed')]).toEqual([201, 201, null])
    expect(two.body.id).not.toBe(one.body.id)
    const other = await calls.provider('POST', '/v1/datasets', { ...body, name: 'other' }, headers)
    expect(other.status).toBe(201)
  })
})
