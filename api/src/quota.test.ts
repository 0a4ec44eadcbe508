/**
 * What a tenant may have: too many jobs, things or bytes are refused before anything of them is written.
 * @module
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  type Call,
  finished,
  issueStudent,
  promptBody,
  startServer,
  TASK,
  type TestServer,
  until,
} from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let issued: Awaited<ReturnType<typeof issueStudent>>

beforeAll(async () => {
  server = await startServer(['--max-jobs', '4', '--max-resources', '12', '--max-bytes', '400KiB'])
  provider = await server.as('provider', 'provider')
  issued = await issueStudent(provider)
})
afterAll(() => server.close())

const filesOf = async (tenant: string): Promise<string[]> => {
  const folder = join(server.data, 'objects', 'tenants', tenant)
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return files.filter(file => !/\/(audit|allowance|tokens)\//.test(file)).sort()
}
const tally = (answers: Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const name = status < 300 ? String(status) : `${status} ${body.code}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
const predict = (call: Call, headers = {}): Promise<Answer> =>
  call('POST', '/v1/predictions', { model: issued.model, task: TASK, texts: ['x'] }, headers)

describe('jobs that have not ended', () => {
  it('are at most so many, however many are asked for at once; others may go on', async () => {
    const [busy, other] = [await server.as('busy', 'client'), await server.as('other', 'client')]
    const { id, job } = (
      await provider('POST', '/v1/students', {
        model: issued.model,
        dataset: issued.dataset,
        layers: 1,
        steps: 2000,
      })
    ).body
    const answers = await Promise.all(Array.from({ length: 20 }, () => predict(busy)))
    expect(tally(answers)).toEqual({ '202': 4, '429 queue-full': 16 })
    const refused = answers.find(({ status }) => status === 429) as Answer
    expect(refused.body).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      'violated-policies': ['unfinished-jobs'],
    })
    expect(refused.headers.get('retry-after')).toBe('10')
    expect((await busy('GET', '/v1/predictions')).body.data).toHaveLength(4)
    const before = await filesOf('busy')
    expect((await predict(busy, { 'idempotency-key': 'refused' })).status).toBe(429)
    expect(await filesOf('busy')).toEqual(before)
    expect((await predict(other)).status).toBe(202)
    // A place is free once one is cancelled; the key that was refused serves as if it were new.
    await busy('POST', `/v1/jobs/${answers.find(({ status }) => status === 202)?.body.job}/cancel`)
    const again = () => predict(busy, { 'idempotency-key': 'refused' })
    const taken = await until(again, body => body.status === 'queued')
    // What is there already is not counted, so it is told as the first time.
    expect(tally([await predict(busy)])).toEqual({ '429 queue-full': 1 })
    expect((await predict(busy, { 'idempotency-key': 'refused' })).body.id).toBe(taken.id)
    await provider('POST', `/v1/jobs/${job}/cancel`)
    expect((await finished(provider, job)).id).toBe(job)
    expect((await provider('GET', `/v1/students/${id}`)).body.status).toBe('cancelled')
    await finished(busy, taken.job)
  })

  it('run in turns: one who asks for one does not wait for all of another’s', async () => {
    const [many, few] = [await server.as('many', 'client'), await server.as('few', 'client')]
    const hold = { model: issued.model, dataset: issued.dataset, layers: 1, steps: 2000 }
    const { job } = (await provider('POST', '/v1/students', hold)).body
    const theirs = []
    for (let i = 0; i < 4; i++) theirs.push((await predict(many)).body)
    const mine = (await predict(few)).body
    await provider('POST', `/v1/jobs/${job}/cancel`)
    const ends = []
    for (const prediction of theirs) ends.push(await finished(many, prediction.job))
    const end = await finished(few, mine.job)
    expect(end.started_at > (ends[0]?.started_at as string)).toBe(true)
    expect(end.started_at < (ends[1]?.started_at as string)).toBe(true)
  })
})

describe('what is kept', () => {
  const dataset = (size: number) => ({ name: 'd', purpose: 'public', texts: ['x'.repeat(size)] })

  it('is at most so many bytes, by any kind of upload', async () => {
    const full = await server.as('full', 'client')
    const parallel = await Promise.all(
      Array.from({ length: 8 }, () => full('POST', '/v1/datasets', dataset(90_000))),
    )
    expect(tally(parallel)).toEqual({ '201': 4, '429 quota-exceeded': 4 })
    const refused = parallel.find(({ status }) => status === 429) as Answer
    expect(refused.body).toMatchObject({ 'violated-policies': ['bytes'] })
    expect([refused.headers.get('retry-after'), refused.headers.get('x-should-retry')]).toEqual([
      null,
      'false',
    ])
    const before = await filesOf('full')
    const lines = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.from(`${'y'.repeat(60_000)}\n`))
      },
    })
    const streamed = await fetch(`${server.url}/v1/datasets?name=s&purpose=public`, {
      method: 'POST',
      headers: { authorization: `Bearer ${full.token}`, 'content-type': 'text/plain' },
      body: lines,
      duplex: 'half',
    } as RequestInit)
    expect([streamed.status, ((await streamed.json()) as { code: string }).code]).toEqual([
      429,
      'quota-exceeded',
    ])
    expect(await filesOf('full')).toEqual(before)
    const small = await full('POST', '/v1/prompts', promptBody(issued.student))
    expect(small.status).toBe(201)
    const again = await full('POST', '/v1/datasets', dataset(90_000), { 'idempotency-key': 'k' })
    expect(again.status).toBe(429)
    expect(await filesOf('full')).toEqual(
      [...before, ...(await filesOf('full')).filter(file => file.includes('pmt_'))].sort(),
    )
  })

  it('is counted anew before a refusal, without what of the request has come already', async () => {
    const steady = await server.as('steady', 'client')
    let end = (): void => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const lines = new ReadableStream({
      async start(controller) {
        controller.enqueue(Buffer.from(`${'y'.repeat(50_000)}\n`.repeat(5)))
        await ended
        controller.close()
      },
    })
    const streamed = fetch(`${server.url}/v1/datasets?name=s&purpose=public`, {
      method: 'POST',
      headers: { authorization: `Bearer ${steady.token}`, 'content-type': 'text/plain' },
      body: lines,
      duplex: 'half',
    } as RequestInit)
    // While it comes, texts take the room that is left, and give it back.
    const body = { model: issued.model, task: TASK, texts: Array(100).fill('x'.repeat(2500)) }
    await finished(steady, (await steady('POST', '/v1/predictions', body)).body.job)
    await sleep(1_000)
    end()
    expect((await streamed).status).toBe(201)
  })

  it('is at most so many things, and what is repeated is not one more', async () => {
    const hoarder = await server.as('hoarder', 'client')
    const upload = (key: number) =>
      hoarder('POST', '/v1/prompts', promptBody(issued.student), { 'idempotency-key': `k${key}` })
    const made = []
    for (let i = 0; i < 12; i++) made.push((await upload(i)).body.id)
    expect((await upload(12)).body).toMatchObject({
      code: 'quota-exceeded',
      'violated-policies': ['resources'],
    })
    for (const [i, id] of made.entries()) expect((await upload(i)).body.id).toBe(id)
    expect((await hoarder('DELETE', `/v1/prompts/${made[0]}`)).status).toBe(204)
    expect((await upload(12)).status).toBe(201)
  })
})

describe('the limits', () => {
  it.each([
    ['--max-jobs', '0'],
    ['--max-bytes', '10GB'],
    ['--max-bytes', '-1'],
    ['--max-resources', 'many'],
  ])('are refused when they make no sense: %s %s', async (flag, value) => {
    await expect(startServer([flag, value])).rejects.toThrow(flag)
  })
})
