import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractDocument } from './generated/document.js'
import {
  type Call,
  finished,
  issueStudent,
  type Json,
  promptBody,
  startServer,
  TASK,
  type TestServer,
} from './testing/server.test.helper.js'

let server: TestServer
let issued: Awaited<ReturnType<typeof issueStudent>>
let owner: Call
let own: { prompt: string; transfer: string; prediction: string; dataset: string; jobs: string[] }

beforeAll(async () => {
  server = await startServer()
  const provider = await server.as('provider', 'provider')
  issued = await issueStudent(provider)
  owner = await server.as('owner', 'client')
  const dataset = (await owner('POST', '/v1/datasets', { name: 'mine', purpose: 'public', texts: ['x'] }))
    .body.id
  const prompt = (await owner('POST', '/v1/prompts', promptBody(issued.student))).body.id
  const transfer = (await owner('POST', '/v1/transfers', { prompt, dataset, steps: 1 })).body
  await finished(owner, transfer.job)
  const prediction = (await owner('POST', '/v1/predictions', { transfer: transfer.id, texts: ['x'] })).body
  await finished(owner, prediction.job)
  own = {
    prompt,
    dataset,
    transfer: transfer.id,
    prediction: prediction.id,
    jobs: [transfer.job, prediction.job],
  }
})
afterAll(() => server.close())

/** A file that things of a collection have. */
const FILES: Record<string, string> = { predictions: 'predictions.json' }

/** Every route of the contract that names one thing, with an identifier of that thing put in. */
const routesTo = (collection: string, id: string): [string, string][] => {
  const { paths } = contractDocument as { paths: Record<string, Record<string, unknown>> }
  return Object.entries(paths)
    .filter(([path]) => path.startsWith(`/v1/${collection}/{id}`))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method): [string, string] => [
        method.toUpperCase(),
        path.replace('{id}', id).replace('{name}', FILES[collection] ?? 'adapter_model.safetensors'),
      ]),
    )
}

const ids = (body: Json): string[] => body.data.map(item => item.id)

describe('tenants', () => {
  it('cannot reach anything of another, by any route, as client or as provider', async () => {
    const things: [string, string][] = [
      ['prompts', own.prompt],
      ['datasets', own.dataset],
      ['transfers', own.transfer],
      ['predictions', own.prediction],
      ...[...own.jobs, issued.job].map((job): [string, string] => ['jobs', job]),
    ]
    const routes = things.flatMap(([collection, id]) => routesTo(collection, id))
    expect(routes.length).toBeGreaterThan(12)
    const strangers = [await server.as('stranger', 'client'), await server.as('rival', 'provider')]
    for (const stranger of strangers)
      for (const [method, path] of routes)
        expect(await stranger(method, path), `${method} ${path}`).toMatchObject({
          status: 404,
          body: { code: 'not-found' },
        })
    for (const [, path] of routes.filter(([method]) => method === 'GET'))
      if (!path.includes(issued.job)) expect((await owner('GET', path)).status, path).toBe(200)
  })

  it('cannot use anything of another in a body', async () => {
    const stranger = await server.as('stranger', 'client')
    const mine = (await stranger('POST', '/v1/prompts', promptBody(issued.student))).body.id
    const attempts: [string, object, string][] = [
      ['transfers', { prompt: own.prompt, dataset: issued.dataset }, '/prompt'],
      ['transfers', { prompt: mine, dataset: own.dataset }, '/dataset'],
      ['predictions', { transfer: own.transfer, texts: ['x'] }, '/transfer'],
      ['predictions', { prompt: own.prompt, texts: ['x'] }, '/prompt'],
    ]
    for (const [collection, body, pointer] of attempts)
      expect(await stranger('POST', `/v1/${collection}`, body)).toMatchObject({
        status: 404,
        body: { pointer },
      })
  })

  it('do not see one another in lists', async () => {
    const stranger = await server.as('newcomer', 'client')
    const rival = await server.as('rival', 'provider')
    for (const collection of ['prompts', 'transfers', 'predictions', 'jobs']) {
      expect(ids((await stranger('GET', `/v1/${collection}`)).body), collection).toEqual([])
      expect((await owner('GET', `/v1/${collection}`)).body.data, collection).not.toEqual([])
    }
    expect(ids((await stranger('GET', '/v1/datasets')).body)).toEqual([issued.dataset])
    for (const collection of ['models', 'students', 'datasets']) {
      expect(ids((await rival('GET', `/v1/${collection}`)).body), collection).toEqual([])
      const id = issued[collection.slice(0, -1) as 'model' | 'student' | 'dataset']
      expect((await rival('GET', `/v1/${collection}/${id}`)).status).toBe(404)
      expect((await stranger('GET', `/v1/${collection}/${id}`)).status).toBe(200)
    }
  })

  it('get what is issued, and of it nothing that is the provider’s own', async () => {
    const provider = await server.as('provider', 'provider')
    const client = await server.as('stranger', 'client')
    const seen = (await client('GET', `/v1/students/${issued.student}`)).body
    expect(Object.keys(seen).sort()).toEqual([
      'created_at',
      'facts',
      'files',
      'id',
      'layers',
      'license',
      'model',
      'sha256',
      'status',
      'teacher',
    ])
    expect((await provider('GET', `/v1/students/${issued.student}`)).body).toMatchObject({
      job: issued.job,
      dataset: issued.dataset,
    })
    const body = { model: issued.model, dataset: issued.dataset, layers: 1, steps: 1000 }
    const unfinished = (await provider('POST', '/v1/students', body)).body
    expect((await client('GET', `/v1/students/${unfinished.id}`)).status).toBe(404)
    expect(ids((await client('GET', '/v1/students')).body)).toEqual([issued.student])
    expect(ids((await provider('GET', '/v1/students')).body)).toEqual([issued.student, unfinished.id])
    const early = await client('POST', '/v1/prompts', promptBody(unfinished.id))
    expect(early).toMatchObject({ status: 404, body: { pointer: '/student' } })
    await provider('POST', `/v1/jobs/${unfinished.job}/cancel`)
    const secret = (
      await provider('POST', '/v1/datasets', { name: 's', purpose: 'distillation', texts: ['x'] })
    ).body.id
    expect((await client('GET', `/v1/datasets/${secret}`)).status).toBe(404)
  })
})

describe('credentials', () => {
  it('are needed on every route but two, before anything else is looked at', async () => {
    const { paths } = contractDocument as { paths: Record<string, Record<string, unknown>> }
    for (const [path, methods] of Object.entries(paths).filter(([path]) => path.startsWith('/v1/')))
      for (const method of Object.keys(methods)) {
        const url = server.url + path.replace('{id}', own.prompt).replace('{name}', 'task.json')
        const wrong = [
          '',
          'Bearer',
          'Bearer x',
          `Bearer pp_${'A'.repeat(43)}`,
          'Basic YTpi',
          'Bearer ../../tokens',
        ]
        for (const authorization of wrong) {
          const response = await fetch(url, { method: method.toUpperCase(), headers: { authorization } })
          expect(response.status, `${method} ${path} ${authorization}`).toBe(401)
          expect(response.headers.get('www-authenticate')).toContain('Bearer')
          expect(await response.json()).toMatchObject({
            code: 'unauthorized',
            request_id: response.headers.get('x-request-id'),
          })
        }
      }
  })

  it('of a client neither register models nor distil', async () => {
    expect((await owner('POST', '/v1/models', { name: 'tiny' })).status).toBe(403)
    const body = { model: issued.model, dataset: issued.dataset, layers: 1 }
    expect(await owner('POST', '/v1/students', body)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
  })

  it('alone say who the tenant is', async () => {
    const stranger = await server.as('stranger', 'client')
    const headers = { 'x-tenant': 'owner', tenant: 'owner' }
    expect((await stranger('GET', `/v1/prompts/${own.prompt}`, undefined, headers)).status).toBe(404)
    const body = { model: issued.model, task: TASK, texts: ['x'], tenant: 'owner' }
    expect(await stranger('POST', '/v1/predictions', body)).toMatchObject({
      status: 400,
      body: { pointer: '/tenant' },
    })
  })
})
