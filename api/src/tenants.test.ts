/**
 * A tenant taken out and deleted beside a running server that works for it.
 * @module
 */
import { once } from 'node:events'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '@promptpost/base'
import { bytesHeld, computedFolder, openComputedCache } from '@promptpost/base/cache'
import { openDirectoryStore } from '@promptpost/base/store'
import { deleteTenant, exportTenant, listTenants } from '@promptpost/base/tenants'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import {
  type Call,
  finished,
  isRunning,
  issueStudent,
  leaveHalfWritten,
  MISCHIEF,
  promptBody,
  startServer,
  type TestServer,
  until,
  workerPids,
} from './testing/server.test.helper.js'
import { filesBelow } from './testing/stored-bytes.test.helper.js'

let server: TestServer
let issued: Awaited<ReturnType<typeof issueStudent>>
let leaver: Call & { token: string }
let stayer: Call
const at = async () => ({ work: join(server.data, 'work'), store: await openDirectoryStore(server.data) })

beforeAll(async () => {
  server = await startServer(['--slots', '2'])
  issued = await issueStudent(await server.as('provider', 'provider'))
  leaver = await server.as('leaver', 'client')
  stayer = await server.as('stayer', 'client')
}, 60_000)
afterAll(() => server.close())

const promptOf = async (call: Call): Promise<string> =>
  (await call('POST', '/v1/prompts', promptBody(issued.student))).body.id
const transfer = async (call: Call, prompt: string, settings: object = {}) =>
  (await call('POST', '/v1/transfers', { prompt, dataset: issued.dataset, steps: 1, ...settings })).body

/** Files below the data folder that hold or are called what is looked for. */
const traces = async (word: string): Promise<string[]> => {
  const found: string[] = []
  for (const file of await filesBelow(server.data)) {
    const bytes = await readFile(join(server.data, file)).catch(() => Buffer.alloc(0))
    if (file.includes(word) || bytes.includes(word)) found.push(file)
  }
  return found
}

it('goes with its waiting and running jobs, also of a worker that does not listen; others work on', async () => {
  const { store, work } = await at()
  const prompt = await promptOf(leaver)
  const done = await transfer(leaver, prompt)
  expect((await finished(leaver, done.job)).status).toBe('succeeded')
  const deaf = await transfer(leaver, prompt, { steps: 2000, seed: MISCHIEF.ignoreAbort })
  const slow = await transfer(leaver, prompt, { steps: 2000 })
  for (const { job } of [deaf, slow])
    await until(
      () => leaver('GET', `/v1/jobs/${job}`),
      body => body.progress > 0,
    )
  const workers = workerPids(server).slice(-2)
  await transfer(leaver, prompt, { steps: 2000 })
  const kept = await transfer(stayer, await promptOf(stayer))
  const facts = (await listTenants(store)).find(({ tenant }) => tenant === 'leaver')
  expect(facts).toMatchObject({ tokens: { provider: 0, client: 1 }, resources: 5, unfinishedJobs: 3 })

  const shared = {
    directory: computedFolder(work),
    bytes: 1e6,
    of: { tenant: 'provider', id: issued.dataset },
  }
  const computedFor = (tenant: string) =>
    openComputedCache({ ...shared, owner: { tenant, id: 'pmt_1' } }).write({ tenant }, new Uint8Array(4))
  expect([await computedFor('leaver'), await computedFor('stayer')]).toEqual([true, true])
  const both = await bytesHeld(shared.directory)

  const out = join(await mkdtemp(join(tmpdir(), 'promptpost-export-')), 'leaver')
  const { files } = await exportTenant(store, 'leaver', out)
  const paths = files.map(({ path }) => path)
  const weights = `prompts/${prompt}/files/adapter_model.safetensors`
  expect(paths).toEqual(
    expect.arrayContaining([weights, `transfers/${done.id}/record.json`, `jobs/${done.job}/record.json`]),
  )
  expect(paths.some(path => path.startsWith(`jobs/${done.job}/events/`))).toBe(true)
  expect(paths.some(path => path.startsWith('audit/'))).toBe(true)
  const { body } = await leaver('GET', `/v1/prompts/${prompt}`)
  expect(sha256(await readFile(join(out, weights)))).toBe(body.sha256)
  for (const file of await filesBelow(out)) {
    const bytes = await readFile(join(out, file))
    for (const secret of [leaver.token, sha256(leaver.token)])
      expect(bytes.includes(secret), file).toBe(false)
  }

  await leaveHalfWritten(server, 'what a worker of leaver was writing when it was killed')
  const { cancelled } = await deleteTenant(store, 'leaver', { work, patience: 3_000 })
  expect(cancelled).toBe(3)
  for (const worker of workers) expect(isRunning(worker)).toBe(false)
  expect((await leaver('GET', '/v1/prompts')).status).toBe(401)
  expect(await bytesHeld(shared.directory)).toBe(both / 2)
  expect(await traces('leaver')).toEqual([])
  for (const id of [prompt, done.id, done.job, deaf.job, slow.job]) expect(await traces(id)).toEqual([])
  expect((await finished(stayer, kept.job)).status).toBe('succeeded')
}, 90_000)

it('takes along what was still on its way in, whose sender is told', async () => {
  const { store, work } = await at()
  const slow = await server.as('slow', 'client')
  const upload = request(`${server.url}/v1/datasets?name=late&purpose=public`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slow.token}`, 'content-type': 'text/plain' },
  })
  const answered = once(upload, 'response')
  upload.write('a text that comes early\n')
  const drafts = () => readdir(join(server.data, 'drafts'))
  // Others may have a draft too, but for a moment.
  const hasBegun = async (): Promise<void> => {
    const found = await drafts()
    await sleep(100)
    expect(found).toHaveLength(1)
    expect(await drafts()).toEqual(found)
  }
  await vi.waitFor(hasBegun, { timeout: 20_000, interval: 20 })
  await deleteTenant(store, 'slow', { work })
  upload.end('a text that comes late\n')
  const [response] = (await answered) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  expect(response.statusCode).toBe(401)
  expect(await traces('slow')).toEqual([])
  expect(await traces('that comes')).toEqual([])
}, 60_000)

it('that others need stays, and the number of what needs it is told', async () => {
  const { store, work } = await at()
  await expect(deleteTenant(store, 'provider', { work })).rejects.toThrow(/2 things of 1 other tenants/)
  const { status } = await stayer('GET', `/v1/students/${issued.student}`)
  expect(status).toBe(200)
  // What was marked while it was counted may be named again.
  expect((await stayer('POST', '/v1/prompts', promptBody(issued.student))).status).toBe(201)
  const { dependants } = await deleteTenant(store, 'provider', { work, force: true })
  expect(dependants).toEqual({ things: 3, tenants: 1 })
  expect(await traces('"provider"')).toEqual([])
  expect((await stayer('GET', `/v1/students/${issued.student}`)).status).toBe(404)
  expect((await stayer('GET', '/v1/prompts')).body.data).toHaveLength(2)
}, 60_000)
