/**
 * The client against a real service: from a student to predictions, lists, errors and jobs.
 * @module
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  AuthenticationError,
  BadRequestError,
  JobError,
  NotFoundError,
  PermissionDeniedError,
  type Schemas,
  UnprocessableEntityError,
} from './index.js'
import { type Issued, startIssued } from './issued.test.helper.js'
import { writePrompt } from './service.test.helper.js'

let issued: Issued

beforeAll(async () => {
  issued = await startIssued()
})
beforeEach(() => issued.reset())
afterAll(() => issued.close())

const digestOf = (bytes: Buffer) => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

const task = { template: '{text} It was', verbalizer: { bad: ['terrible'], good: ['great'] } }

describe('the client', () => {
  it('goes from a student to predictions, following the jobs', async () => {
    const folder = join(issued.service.root, 'student')
    const seen: string[] = []
    const student = await issued.client.students.download(issued.ids.student, folder, {
      onStart: ({ license }) => void seen.push(license),
    })
    expect(seen).toEqual(['As the teacher model.'])
    const refused = join(issued.service.root, 'refused')
    const onStart = () => Promise.reject(new Error('not under these terms'))
    await expect(issued.client.students.download(issued.ids.student, refused, { onStart })).rejects.toThrow(
      'these terms',
    )
    await expect(readdir(refused)).rejects.toThrow('ENOENT')
    expect((await readdir(folder)).sort()).toEqual(student.files.map(({ name }) => name))
    const prompt = await issued.client.prompts.upload(
      await writePrompt(join(issued.service.root, 'prompt')),
      {
        student: student.id,
      },
    )
    expect(prompt).toMatchObject({ virtual_tokens: 2, privacy_report: { guarantee: { epsilon: 8 } } })
    expect(prompt.files).toHaveLength(4)
    const transfer = await issued.client.transfers.create({
      prompt: prompt.id,
      dataset: issued.ids.dataset,
      steps: 60,
    })
    const events: Schemas['JobEvent'][] = []
    await issued.client.jobs.wait(transfer.job, { onProgress: event => events.push(event) })
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['queued', 'succeeded'])
    expect(events.some(({ type, stage }) => type === 'progress' && stage === 'counting')).toBe(true)
    expect((await issued.client.transfers.get(transfer.id)).facts).toMatchObject({ steps: 60 })
    const transferred = join(issued.service.root, 'transferred')
    const { files } = await issued.client.transfers.download(transfer.id, transferred)
    expect(await readdir(transferred)).toEqual(files.map(({ name }) => name))
    expect(files).toEqual([
      { name: 'adapter_model.safetensors', ...digestOf(await readFile(join(transferred, files[0]!.name))) },
    ])
    const prediction = await issued.client.predictions.create({ transfer: transfer.id, texts: ['a', 'bb'] })
    await issued.client.jobs.wait(prediction.job)
    expect((await issued.client.predictions.get(prediction.id)).results?.map(({ label }) => label)).toEqual([
      'good',
      'bad',
    ])
    const again = join(issued.service.root, 'again')
    await issued.client.prompts.download(prompt.id, again)
    expect(await readFile(join(again, 'adapter_model.safetensors'))).toEqual(
      await readFile(join(issued.service.root, 'prompt', 'adapter_model.safetensors')),
    )
    await expect(issued.client.transfers.delete(transfer.id)).rejects.toMatchObject({
      status: 409,
      code: 'in-use',
    })
    const shown = await issued.client.predictions.get(prediction.id).withResponse()
    const etag = shown.response.headers.get('etag') as string
    await expect(
      issued.client.predictions.delete(prediction.id, { ifMatch: '"other"' }),
    ).rejects.toMatchObject({
      status: 412,
    })
    await issued.client.predictions.delete(prediction.id, { ifMatch: etag })
    await issued.client.prompts.delete(prompt.id)
    await expect(issued.client.prompts.get(prompt.id)).rejects.toBeInstanceOf(NotFoundError)
    await expect(issued.client.transfers.get(transfer.id)).rejects.toBeInstanceOf(NotFoundError)
    await expect(issued.client.prompts.delete(prompt.id)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('has texts looked at, and reads them page by page', async () => {
    const dataset = {
      name: 'looked-at',
      purpose: 'public',
      texts: ['a', 'b', '', 'x'.repeat(100_001)],
    } as const
    const found = await issued.client.datasets.validate(dataset)
    expect(found).toMatchObject({ valid: false, count: 2, problems: [{ line: 4 }] })
    const texts = issued.client.datasets.texts(issued.ids.dataset, { limit: 2 })
    expect((await texts.page()).data).toHaveLength(2)
    expect((await texts.all()).map(({ text }) => text)).toEqual(['a', 'b\nc', 'ü'])
  })

  it('changes what is said of a model, and only as it was shown', async () => {
    const template = { name: 'mood', template: '{text} It was', verbalizer: task.verbalizer }
    await issued.provider.models.update(issued.ids.model, { templates: [template] })
    const add = (name: string) =>
      issued.provider.models.update(issued.ids.model, ({ templates }) => ({
        templates: [...templates, { ...template, name }],
      }))
    expect((await add('other')).templates.map(({ name }) => name)).toEqual(['mood', 'other'])
    const both = await Promise.allSettled([add('a'), add('b'), add('c')])
    const { templates } = await issued.client.models.get(issued.ids.model)
    const kept = both.flatMap(({ status }, at) => (status === 'fulfilled' ? ['abc'[at]] : []))
    expect(new Set(templates.map(({ name }) => name))).toEqual(new Set(['mood', 'other', ...kept]))
    expect(await issued.client.models.list({ name: 'tiny' }).all()).toHaveLength(1)
    expect(await issued.client.models.list({ name: 'large' }).all()).toEqual([])
  })

  it('iterates lists over pages', async () => {
    const reader = issued.connect({ token: await issued.service.token('reader', 'client') })
    const made: string[] = []
    for (let i = 0; i < 5; i++)
      made.push((await reader.datasets.create({ name: `d${i}`, purpose: 'public', texts: ['x'] })).id)
    const all = await reader.datasets.list({ limit: 2 }).all()
    expect(all.map(({ id }) => id)).toEqual([issued.ids.dataset, ...made])
    const first = await reader.datasets.list({ limit: 2 }).page()
    expect(first).toMatchObject({ data: [{ id: issued.ids.dataset }, { id: made[0] }], next_cursor: made[0] })
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
      issued
        .connect({ token: `pp_${'A'.repeat(43)}` })
        .models.list()
        .page(),
    ).rejects.toBeInstanceOf(AuthenticationError)
    await expect(issued.client.models.create({ name: 'tiny' })).rejects.toBeInstanceOf(PermissionDeniedError)
    await expect(issued.client.jobs.get('../tokens')).rejects.toBeInstanceOf(NotFoundError)
    const nothing = { model: issued.ids.model, task, texts: [] }
    const error = await issued.client.predictions.create(nothing).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(BadRequestError)
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid-body',
      pointer: '/texts',
      requestId: expect.stringMatching(/^req_/),
    })
    const transfer = { prompt: `pmt_${'0'.repeat(26)}`, dataset: issued.ids.dataset }
    await expect(issued.client.transfers.create(transfer)).rejects.toMatchObject({
      status: 404,
      pointer: '/prompt',
    })
    const idempotencyKey = 'same'
    await issued.client.predictions.create(
      { model: issued.ids.model, task, texts: ['a'] },
      { idempotencyKey },
    )
    const other = issued.client.predictions.create(
      { model: issued.ids.model, task, texts: ['b'] },
      { idempotencyKey },
    )
    await expect(other).rejects.toBeInstanceOf(UnprocessableEntityError)
  })

  it('says how a job failed, and cancels one', async () => {
    const refused = await issued.provider.students.create({
      model: issued.ids.model,
      dataset: issued.ids.dataset,
      layers: 1,
      seed: 666,
    })
    const error = await issued.provider.jobs.wait(refused.job as string).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(JobError)
    expect(error).toMatchObject({
      job: { status: 'failed', failure: { code: 'invalid-data', next: 'Bring another.' } },
    })
    const long = await issued.provider.students.create({
      model: issued.ids.model,
      dataset: issued.ids.dataset,
      layers: 1,
      steps: 5000,
    })
    const waiting = issued.provider.jobs.wait(long.job as string)
    const ended = expect(waiting).rejects.toMatchObject({ job: { status: 'cancelled' } })
    await issued.provider.jobs.cancel(long.job as string)
    await ended
  })
})
