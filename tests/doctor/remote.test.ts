/** `promptpost doctor --remote` against the real service with real workers: what it finds, says, and leaves behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from '../support/service.js'

const CLI = join(REPOSITORY, 'sdk/dist/cli/main.js')

type Report = {
  ok: boolean
  checks: { check: string; ok: boolean; detail: string; next?: string }[]
  job: { id: string; model: string; device: string | null; queued: number; ran: number } | null
}

const doctor = async (
  url: string,
  token: string,
  flags: string[] = [],
): Promise<{ code: number | null; text: string }> => {
  const child = spawn(process.execPath, [CLI, 'doctor', '--remote', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PROMPTPOST_URL: url, PROMPTPOST_TOKEN: token },
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  child.stderr.resume()
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

const report = async (
  url: string,
  token: string,
  flags: string[] = [],
): Promise<Report & { code: number | null }> => {
  const { code, text } = await doctor(url, token, [...flags, '--json'])
  return { code, ...(JSON.parse(text) as Report) }
}

const outcomes = ({ checks }: Report): string =>
  checks.map(({ check, ok }) => `${check} ${ok ? 'ok' : 'failed'}`).join(', ')

const left = async ({ client, provider }: Service): Promise<number> => {
  const pages = await Promise.all(
    [client, provider].flatMap(of => [of.predictions.list().page(), of.jobs.list().page()]),
  )
  return pages.reduce((sum, { data }) => sum + data.length, 0)
}

describe('doctor --remote', () => {
  let service: Service
  let model: string
  beforeAll(async () => {
    service = await startService()
  }, 60_000)
  afterAll(() => service?.stop())

  it('says how to get a model where there is none', async () => {
    const found = await report(service.url, service.tokens.client)
    expect(outcomes(found)).toBe('health ok, clock ok, capabilities ok, role ok, job failed')
    expect(found).toMatchObject({ code: 1, ok: false, job: null })
    expect(found.checks.at(-1)!.next).toContain('promptpost models register NAME')
    model = (await service.provider.models.create({ name: 'reviews-gpt2' })).id
  })

  it.each(['client', 'provider'] as const)(
    'runs a job as a %s, tells on what, and leaves nothing',
    async role => {
      const found = await report(service.url, service.tokens[role], ['--device', 'cpu'])
      expect(outcomes(found)).toBe('health ok, clock ok, capabilities ok, role ok, job ok, clean-up ok')
      expect(found).toMatchObject({ code: 0, ok: true, job: { device: 'cpu', model } })
      expect(found.checks[3]!.detail).toBe(role)
      expect(found.job!.ran).toBeGreaterThan(0)
      expect(await left(service)).toBe(0)
    },
  )

  it('fails where the job computes on another device than it must', async () => {
    const found = await report(service.url, service.tokens.client, ['--device', 'cuda'])
    expect(outcomes(found)).toContain('job failed, clean-up ok')
    expect(found).toMatchObject({ code: 1, job: { device: 'cpu' } })
    expect(found.checks.find(({ ok }) => !ok)).toMatchObject({
      detail: 'the job computed on cpu, not on cuda',
      next: expect.stringContaining('PROMPTPOST_DEVICE=cuda'),
    })
    expect(await left(service)).toBe(0)
  })

  it('asks for no job with a token that is not known', async () => {
    const found = await report(service.url, `pp_${'x'.repeat(40)}`)
    expect(outcomes(found)).toBe('health ok, clock ok, capabilities ok, role failed')
    expect(found).toMatchObject({ code: 3, job: null })
    expect(found.checks.at(-1)!.next).toContain('PROMPTPOST_TOKEN')
  })

  it('gives up a job that takes too long, and takes it away', async () => {
    // The only slot is taken by a job that outlasts the wait.
    const texts = Array.from({ length: 60 }, (_, i) => `a quiet film , seen ${i} times .`)
    const dataset = await service.provider.datasets.create({ name: 'texts', purpose: 'public', texts })
    const student = await service.provider.students.create({
      model,
      dataset: dataset.id,
      layers: 1,
      steps: 100_000,
    })
    const found = await report(service.url, service.tokens.client, ['--wait', '2'])
    expect(outcomes(found)).toContain('job failed, clean-up ok')
    expect(found.code).toBe(1)
    expect(found.checks[4]!.detail).toBe('the job is still queued after 2 s')
    await service.provider.students.delete(student.id)
    expect(await left(service)).toBe(0)
  })

  it('reads well', async () => {
    const { code, text } = await doctor(service.url, service.tokens.client)
    expect(code).toBe(0)
    expect(text).toMatch(
      /^health {8}ok: version .*\nclock {9}ok: no difference\n(.*\n){2}job {11}ok: reviews-gpt2 on cpu; waited .* s, ran .* s\nclean-up {6}ok: prd_\w+ and its job are deleted\n$/,
    )
  })
})

it('tells what is missing where workers must have a GPU and there is none', async () => {
  const service = await startService({ PROMPTPOST_DEVICE: 'cuda' })
  try {
    await service.provider.models.create({ name: 'reviews-gpt2' })
    const found = await report(service.url, service.tokens.client)
    expect(outcomes(found)).toContain('job failed, clean-up ok')
    expect(found.code).toBe(1)
    expect(found.checks[4]).toMatchObject({
      detail: expect.stringMatching(/cuda.*LD_LIBRARY_PATH/is),
      next: expect.stringContaining('log'),
    })
    expect(await left(service)).toBe(0)
  } finally {
    await service.stop()
  }
})

describe('what is no service', () => {
  let server: Server
  let url: string
  beforeAll(async () => {
    server = createServer((request, response) => {
      const isHealth = request.url === '/health'
      response.writeHead(isHealth ? 200 : 404, {
        'content-type': 'application/json',
        date: new Date(Date.now() + 3_600_000).toUTCString(),
      })
      response.end(isHealth ? '{"status":"ok","version":"0"}' : '{}')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('is told by its clock, and by what it does not offer', async () => {
    const found = await report(url, `pp_${'x'.repeat(40)}`)
    expect(outcomes(found)).toBe('health ok, clock failed, capabilities failed, role failed')
    expect(found.checks[1]!.detail).toMatch(/the service is 3[56]\d\d s ahead/)
    expect(found.code).toBe(1)
  })

  it('is not asked further when nobody answers', async () => {
    const found = await report('http://127.0.0.1:1', `pp_${'x'.repeat(40)}`)
    expect(outcomes(found)).toBe('health failed')
    expect(found).toMatchObject({ code: 1, checks: [{ next: expect.stringContaining('--url') }] })
  })
})
