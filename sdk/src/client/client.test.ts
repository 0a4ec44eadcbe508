import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  AuthenticationError,
  BadRequestError,
  ConnectionError,
  IntegrityError,
  JobError,
  type LogEntry,
  NotFoundError,
  PermissionDeniedError,
  PromptPost,
  type PromptPostOptions,
  type Schemas,
  UnprocessableEntityError,
} from './index.js'
import {
  type FaultyProxy,
  type Service,
  startProxy,
  startService,
  writePrompt,
} from './service.test.helper.js'

let service: Service
let proxy: FaultyProxy
let provider: PromptPost
let client: PromptPost
let token: string
let log: LogEntry[]
let issued: { model: string; dataset: string; student: string; job: string }

const record = (_: string, entry: LogEntry): void => void log.push(entry)
const recorder = { error: record, warn: record, info: record, debug: record }

const connect = (options: Partial<PromptPostOptions> = {}): PromptPost =>
  new PromptPost({ baseUrl: proxy.url, token, logger: recorder, logLevel: 'debug', ...options })

beforeAll(async () => {
  service = await startService()
  proxy = await startProxy(service.url)
  provider = new PromptPost({ baseUrl: service.url, token: await service.token('provider', 'provider') })
  token = await service.token('client', 'client')
  const model = await provider.models.create({ name: 'tiny' })
  const dataset = await provider.datasets.create({
    name: 'public',
    purpose: 'public',
    texts: ['a', 'b\nc', 'ü'],
  })
  const student = await provider.students.create({
    model: model.id,
    dataset: dataset.id,
    layers: 2,
    steps: 2,
  })
  await provider.jobs.wait(student.job as string)
  issued = { model: model.id, dataset: dataset.id, student: student.id, job: student.job as string }
})
beforeEach(() => {
  Object.assign(proxy, { mischief: undefined, cutAfter: undefined, seen: [] })
  log = []
  client = connect()
})
afterAll(async () => {
  await proxy.close()
  await service.close()
})

const digestOf = (bytes: Buffer) => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

const task = { template: '{text} It was', verbalizer: { bad: ['terrible'], good: ['great'] } }

describe('the client', () => {
  it('goes from a student to predictions, following the jobs', async () => {
    const folder = join(service.root, 'student')
    const seen: string[] = []
    const student = await client.students.download(issued.student, folder, {
      onStart: ({ license }) => void seen.push(license),
    })
    expect(seen).toEqual(['As the teacher model.'])
    const refused = join(service.root, 'refused')
    const onStart = () => Promise.reject(new Error('not under these terms'))
    await expect(client.students.download(issued.student, refused, { onStart })).rejects.toThrow(
      'these terms',
    )
    await expect(readdir(refused)).rejects.toThrow('ENOENT')
    expect((await readdir(folder)).sort()).toEqual(student.files.map(({ name }) => name))
    const prompt = await client.prompts.upload(await writePrompt(join(service.root, 'prompt')), {
      student: student.id,
    })
    expect(prompt).toMatchObject({ virtual_tokens: 2, privacy_report: { guarantee: { epsilon: 8 } } })
    expect(prompt.files).toHaveLength(4)
    const transfer = await client.transfers.create({ prompt: prompt.id, dataset: issued.dataset, steps: 60 })
    const events: Schemas['JobEvent'][] = []
    await client.jobs.wait(transfer.job, { onProgress: event => events.push(event) })
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['queued', 'succeeded'])
    expect(events.some(({ type, stage }) => type === 'progress' && stage === 'counting')).toBe(true)
    expect((await client.transfers.get(transfer.id)).facts).toMatchObject({ steps: 60 })
    const transferred = join(service.root, 'transferred')
    const { files } = await client.transfers.download(transfer.id, transferred)
    expect(await readdir(transferred)).toEqual(files.map(({ name }) => name))
    expect(files).toEqual([
      { name: 'adapter_model.safetensors', ...digestOf(await readFile(join(transferred, files[0]!.name))) },
    ])
    const prediction = await client.predictions.create({ transfer: transfer.id, texts: ['a', 'bb'] })
    await client.jobs.wait(prediction.job)
    expect((await client.predictions.get(prediction.id)).results?.map(({ label }) => label)).toEqual([
      'good',
      'bad',
    ])
    const again = join(service.root, 'again')
    await client.prompts.download(prompt.id, again)
    expect(await readFile(join(again, 'adapter_model.safetensors'))).toEqual(
      await readFile(join(service.root, 'prompt', 'adapter_model.safetensors')),
    )
    await expect(client.transfers.delete(transfer.id)).rejects.toMatchObject({ status: 409, code: 'in-use' })
    const shown = await client.predictions.get(prediction.id).withResponse()
    const etag = shown.response.headers.get('etag') as string
    await expect(client.predictions.delete(prediction.id, { ifMatch: '"other"' })).rejects.toMatchObject({
      status: 412,
    })
    await client.predictions.delete(prediction.id, { ifMatch: etag })
    await client.prompts.delete(prompt.id)
    await expect(client.prompts.get(prompt.id)).rejects.toBeInstanceOf(NotFoundError)
    await expect(client.transfers.get(transfer.id)).rejects.toBeInstanceOf(NotFoundError)
    await expect(client.prompts.delete(prompt.id)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('has texts looked at, and reads them page by page', async () => {
    const dataset = {
      name: 'looked-at',
      purpose: 'public',
      texts: ['a', 'b', '', 'x'.repeat(100_001)],
    } as const
    const found = await client.datasets.validate(dataset)
    expect(found).toMatchObject({ valid: false, count: 2, problems: [{ line: 4 }] })
    const texts = client.datasets.texts(issued.dataset, { limit: 2 })
    expect((await texts.page()).data).toHaveLength(2)
    expect((await texts.all()).map(({ text }) => text)).toEqual(['a', 'b\nc', 'ü'])
  })

  it('changes what is said of a model, and only as it was shown', async () => {
    const template = { name: 'mood', template: '{text} It was', verbalizer: task.verbalizer }
    await provider.models.update(issued.model, { templates: [template] })
    const add = (name: string) =>
      provider.models.update(issued.model, ({ templates }) => ({
        templates: [...templates, { ...template, name }],
      }))
    expect((await add('other')).templates.map(({ name }) => name)).toEqual(['mood', 'other'])
    const both = await Promise.allSettled([add('a'), add('b'), add('c')])
    const { templates } = await client.models.get(issued.model)
    const kept = both.flatMap(({ status }, at) => (status === 'fulfilled' ? ['abc'[at]] : []))
    expect(new Set(templates.map(({ name }) => name))).toEqual(new Set(['mood', 'other', ...kept]))
    expect(await client.models.list({ name: 'tiny' }).all()).toHaveLength(1)
    expect(await client.models.list({ name: 'large' }).all()).toEqual([])
  })

  it('iterates lists over pages', async () => {
    const reader = connect({ token: await service.token('reader', 'client') })
    const made: string[] = []
    for (let i = 0; i < 5; i++)
      made.push((await reader.datasets.create({ name: `d${i}`, purpose: 'public', texts: ['x'] })).id)
    const all = await reader.datasets.list({ limit: 2 }).all()
    expect(all.map(({ id }) => id)).toEqual([issued.dataset, ...made])
    const first = await reader.datasets.list({ limit: 2 }).page()
    expect(first).toMatchObject({ data: [{ id: issued.dataset }, { id: made[0] }], next_cursor: made[0] })
    for (const list of [
      reader.models,
      reader.students,
      reader.prompts,
      reader.transfers,
      reader.predictions,
      reader.jobs,
    ])
      expect((await list.list().page()).next_cursor).toBeNull()
  })

  it('throws a class per status, with code, field and request id', async () => {
    await expect(
      connect({ token: `pp_${'A'.repeat(43)}` })
        .models.list()
        .page(),
    ).rejects.toBeInstanceOf(AuthenticationError)
    await expect(client.models.create({ name: 'tiny' })).rejects.toBeInstanceOf(PermissionDeniedError)
    await expect(client.jobs.get('../tokens')).rejects.toBeInstanceOf(NotFoundError)
    const nothing = { model: issued.model, task, texts: [] }
    const error = await client.predictions.create(nothing).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid-body',
      pointer: '/texts',
      requestId: expect.stringMatching(/^req_/),
    })
    const transfer = { prompt: `pmt_${'0'.repeat(26)}`, dataset: issued.dataset }
    await expect(client.transfers.create(transfer)).rejects.toMatchObject({ status: 404, pointer: '/prompt' })
    const idempotencyKey = 'same'
    await client.predictions.create({ model: issued.model, task, texts: ['a'] }, { idempotencyKey })
    const other = client.predictions.create({ model: issued.model, task, texts: ['b'] }, { idempotencyKey })
    await expect(other).rejects.toBeInstanceOf(UnprocessableEntityError)
  })

  it('says how a job failed, and cancels one', async () => {
    const refused = await provider.students.create({
      model: issued.model,
      dataset: issued.dataset,
      layers: 1,
      seed: 666,
    })
    const error = await provider.jobs.wait(refused.job as string).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(JobError)
    expect(error).toMatchObject({
      job: { status: 'failed', failure: { code: 'invalid-data', next: 'Bring another.' } },
    })
    const long = await provider.students.create({
      model: issued.model,
      dataset: issued.dataset,
      layers: 1,
      steps: 5000,
    })
    const waiting = provider.jobs.wait(long.job as string)
    const ended = expect(waiting).rejects.toMatchObject({ job: { status: 'cancelled' } })
    await provider.jobs.cancel(long.job as string)
    await ended
  })
})

describe('downloads', () => {
  it('go on where they broke off, and are right in the end', async () => {
    proxy.cutAfter = 120_000
    const folder = join(service.root, 'resumed')
    const progress: number[] = []
    await client.students.download(issued.student, folder, { onProgress: done => progress.push(done) })
    const ranges = proxy.seen.map(({ headers }) => headers.range).filter(range => range !== undefined)
    expect(ranges).toEqual(['bytes=120000-', 'bytes=240000-'])
    expect((await readFile(join(folder, 'model.safetensors'))).equals(Buffer.alloc(300_000, 7))).toBe(true)
    expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([])
    expect(progress.at(-1)).toBeGreaterThan(300_000)
    proxy.seen.length = 0
    await client.students.download(issued.student, folder)
    expect(proxy.seen).toHaveLength(1)
  })

  it('leave nothing under its name when a byte is wrong, and mend it the next time', async () => {
    const folder = join(service.root, 'wrong')
    proxy.mischief = ({ path }, response) => {
      if (!path.endsWith('model.safetensors')) return false
      response.writeHead(200).end(Buffer.alloc(300_000, 8))
      return true
    }
    await expect(client.students.download(issued.student, folder)).rejects.toBeInstanceOf(IntegrityError)
    expect((await readdir(folder)).filter(name => !name.endsWith('.part'))).toEqual([])
    proxy.mischief = undefined
    await client.students.download(issued.student, folder)
    await writeFile(join(folder, 'config.json'), 'changed')
    await client.students.download(issued.student, folder)
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toContain('gpt2')
  })

  it('refuse a name that leads out of the directory, and a file longer than said', async () => {
    const evil = (name: string, size: number) => {
      const files = [{ name, size, sha256: '0'.repeat(64) }]
      proxy.mischief = ({ path }, response) => {
        const body = path.includes('/files/') ? Buffer.alloc(1000) : JSON.stringify({ id: 'stu_x', files })
        response.writeHead(200, { 'content-type': 'application/json' }).end(body)
        return true
      }
      return client.students.download('stu_x', join(service.root, 'evil'))
    }
    for (const name of ['../up', '/etc/x', 'a/b', '..', '.hidden'])
      await expect(evil(name, 1)).rejects.toThrow('plain file name')
    await expect(evil('a', 10)).rejects.toThrow('longer than')
  })

  it('of a student are refused as a whole when its list is not that of its digest', async () => {
    const { files, ...student } = await client.students.get(issued.student)
    const swapped = files.map(file => ({ ...file, sha256: files[0]!.sha256 }))
    proxy.mischief = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ ...student, files: swapped }))
      return true
    }
    const folder = join(service.root, 'swapped')
    await expect(client.students.download(issued.student, folder)).rejects.toThrow('lists other files')
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })
})

describe('secrets', () => {
  it('are in no log, no error and no inspection', async () => {
    proxy.mischief = (_, response) =>
      Boolean(response.writeHead(400).end(JSON.stringify({ detail: `no: Bearer ${token}` })))
    const error = await client.models
      .list()
      .page()
      .catch((reason: unknown) => reason)
    const shown = [
      JSON.stringify(log),
      (error as Error).message,
      (error as Error).stack,
      inspect(client, { depth: 9, showHidden: true }),
    ]
    for (const text of shown) expect(text).not.toContain(token)
    expect(log).toHaveLength(1)
  })

  it('go to the service alone: not over plain HTTP elsewhere, not after a redirect', async () => {
    for (const baseUrl of ['http://example.com', 'ftp://127.0.0.1', 'http://user:pass@127.0.0.1', 'no url'])
      expect(() => connect({ baseUrl }), baseUrl).toThrow('baseUrl')
    expect(() => connect({ token: '' })).toThrow('token')
    expect(() => connect({ token: 'a\r\nb' })).toThrow('token')
    let followed = false
    proxy.mischief = ({ path }, response) => {
      followed ||= path === '/elsewhere'
      response.writeHead(307, { location: '/elsewhere' }).end()
      return true
    }
    await expect(connect({ maxRetries: 0 }).models.list().page()).rejects.toBeInstanceOf(ConnectionError)
    expect(followed).toBe(false)
  })

  it('of a prompt’s folder stay home: four files go up and no other', async () => {
    const folder = await writePrompt(join(service.root, 'only'))
    const sent: string[] = []
    const spy: typeof fetch = async (input, init) => {
      if (input instanceof Request) sent.push(await input.clone().text())
      return fetch(input, init)
    }
    await connect({ fetch: spy }).prompts.upload(folder, { student: issued.student })
    expect(Object.keys(JSON.parse(sent[0] as string) as object).sort()).toEqual([
      'adapter_config',
      'adapter_model',
      'privacy_report',
      'student',
      'task',
    ])
    expect(sent.join()).not.toContain('must stay here')
    await expect(client.prompts.upload(service.root, { student: issued.student })).rejects.toThrow(
      'adapter_config.json',
    )
  })
})
