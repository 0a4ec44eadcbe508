/**
 * Models: what they can do, templates offered with them, and revisions of a name.
 * @module
 */
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Json, startServer, type TestServer } from './testing/server.test.helper.js'

let server: TestServer
let provider: Call
let client: Call

beforeAll(async () => {
  server = await startServer()
  provider = await server.as('provider', 'provider')
  client = await server.as('client', 'client')
}, 60_000)
afterAll(() => server.close())

const MOOD = { name: 'mood', template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good', 'fine'] } }

/** A folder of the models root with a configuration and files of these contents. */
const writeModel = async (
  name: string,
  config: object,
  files: Record<string, string> = {},
): Promise<void> => {
  const folder = join(server.models, name)
  await mkdir(folder, { recursive: true })
  const all = { 'config.json': JSON.stringify(config), ...files }
  for (const [file, content] of Object.entries(all)) await writeFile(join(folder, file), content)
}

const GPT2 = { model_type: 'gpt2', n_embd: 4, n_layer: 3, n_head: 2, vocab_size: 8, n_positions: 64 }
const FILES = { 'model.safetensors': 'weights', 'tokenizer.json': '{}' }

const register = async (name: string, more: object = {}): Promise<Json> =>
  (await provider('POST', '/v1/models', { name, ...more })).body

describe('what a model can do', () => {
  it('follows from its configuration and files', async () => {
    await writeModel('able', GPT2, FILES)
    expect(await register('able')).toMatchObject({
      revision: 1,
      capabilities: { kind: 'causal', distil: true, transfer: true, predict: true },
      limits: { max_tokens: 64, max_virtual_tokens: 62, max_texts: 1000, max_layers: 3 },
      templates: [],
    })
    await writeModel('masked', { ...GPT2, model_type: 'bert', n_positions: 8192 }, FILES)
    expect(await register('masked')).toMatchObject({
      capabilities: { kind: 'masked', predict: true },
      limits: { max_virtual_tokens: 1024 },
    })
  })

  it.each([
    ['foreign', { ...GPT2, model_type: 'mamba' }, FILES, 'model_type mamba is not supported'],
    ['prototype', { ...GPT2, model_type: 'constructor' }, FILES, 'constructor is not supported'],
    ['nameless', { n_embd: 4 }, FILES, 'names no model_type'],
    ['weightless', GPT2, { 'tokenizer.json': '{}' }, 'no .safetensors files'],
    ['wordless', GPT2, { 'model.safetensors': 'x' }, 'no tokenizer.json'],
  ])('is nothing where it is %s, and the reason is told', async (name, config, files, reason) => {
    await writeModel(name, config, files as Record<string, string>)
    const { capabilities } = await register(name)
    expect(capabilities).toMatchObject({ distil: false, transfer: false, predict: false })
    expect((capabilities as Json).reason).toContain(reason)
  })
})

describe('templates', () => {
  it('come with the registration, are replaced later, and clients see them', async () => {
    await writeModel('with-templates', GPT2, FILES)
    const { id, templates } = await register('with-templates', { templates: [MOOD] })
    expect(templates).toEqual([MOOD])
    const path = `/v1/models/${id}`
    const seen = await client('GET', path)
    expect(seen.body.templates).toEqual([MOOD])
    const other = { ...MOOD, name: 'other', description: 'For films.', scoring: 'mean-logit' }
    const etag = seen.headers.get('etag') as string
    const changed = await provider('PATCH', path, { templates: [MOOD, other] }, { 'if-match': etag })
    expect([changed.status, changed.body.templates]).toEqual([200, [MOOD, other]])
    const now = await client('GET', path)
    expect([now.body, now.headers.get('etag')]).toEqual([changed.body, changed.headers.get('etag')])
    const late = await provider('PATCH', path, { templates: [] }, { 'if-match': etag })
    expect(late).toMatchObject({ status: 412, body: { code: 'changed', pointer: 'If-Match' } })
    expect((await client('GET', path)).body).toEqual(now.body)
    expect((await provider('PATCH', path, { templates: [] })).body.templates).toEqual([])
  })

  it.each([
    [{ templates: [{ ...MOOD, template: 'It was' }] }, 400, '/templates/0/template'],
    [{ templates: [{ ...MOOD, verbalizer: { only: ['one'] } }] }, 400, '/templates/0/verbalizer'],
    [{ templates: [{ ...MOOD, extra: 1 }] }, 400, '/templates/0/extra'],
    [{ templates: [MOOD, { ...MOOD, template: '{text}' }] }, 422, '/templates/1/name'],
    [{}, 400, '/templates'],
    [{ templates: [], name: 'tiny' }, 400, '/name'],
  ])('that cannot be used are refused: %j', async (body, status, pointer) => {
    const { id, templates } = await register('tiny')
    expect(await provider('PATCH', `/v1/models/${id}`, body)).toMatchObject({ status, body: { pointer } })
    if (!('name' in body) && 'templates' in body)
      expect(await provider('POST', '/v1/models', { name: 'tiny', ...body })).toMatchObject({
        status,
        body: { pointer },
      })
    expect((await provider('GET', `/v1/models/${id}`)).body.templates).toEqual(templates)
  })

  it('are changed by the model’s provider only', async () => {
    const { id } = await register('tiny')
    const rival = await server.as('rival', 'provider')
    const path = `/v1/models/${id}`
    expect((await client('PATCH', path, { templates: [] })).status).toBe(403)
    expect((await rival('PATCH', path, { templates: [] })).body).toMatchObject({ code: 'not-found' })
    expect((await rival('PATCH', `/v1/models/mod_${'0'.repeat(26)}`, { templates: [] })).body).toMatchObject({
      code: 'not-found',
    })
  })
})

describe('registering a name again', () => {
  it('gives the model that is there while its files are the same', async () => {
    await writeModel('same', GPT2, FILES)
    const first = await provider('POST', '/v1/models', { name: 'same' })
    const again = await provider('POST', '/v1/models', { name: 'same' })
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body])
    expect(again.headers.get('location')).toBe(`/v1/models/${first.body.id}`)
    const described = await provider('POST', '/v1/models', { name: 'same', templates: [MOOD] })
    expect([described.status, described.body]).toEqual([200, { ...first.body, templates: [MOOD] }])
    expect((await provider('GET', '/v1/models?name=same')).body.data).toEqual([described.body])
  })

  it('makes a new revision once its files are others; the old one stays what it was', async () => {
    await writeModel('grows', GPT2, FILES)
    const key = { 'idempotency-key': 'grows-1' }
    const first = (await provider('POST', '/v1/models', { name: 'grows' }, key)).body
    await appendFile(join(server.models, 'grows', 'model.safetensors'), 'more')
    const second = await provider('POST', '/v1/models', { name: 'grows' })
    expect([second.status, second.body.revision]).toEqual([201, 2])
    expect(second.body.sha256).not.toBe(first.sha256)
    const replay = await provider('POST', '/v1/models', { name: 'grows' }, key)
    expect([replay.status, replay.body]).toEqual([201, first])
    const listed = (await client('GET', '/v1/models?name=grows')).body.data
    expect(listed).toEqual([first, second.body])
    expect((await provider('POST', '/v1/models', { name: 'grows' })).body).toEqual(second.body)
  })

  it('counts for each provider alone', async () => {
    const rival = await server.as('rival', 'provider')
    await writeModel('shared', GPT2, FILES)
    const ours = await register('shared')
    const theirs = (await rival('POST', '/v1/models', { name: 'shared' })).body
    expect([theirs.revision, theirs.id === ours.id]).toEqual([1, false])
  })
})
