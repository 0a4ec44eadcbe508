/**
 * What the service tells of itself to those without a token: capabilities and the page of its contract.
 * @module
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contractDocument } from './generated/document.js'
import { startServer, type TestServer } from './testing/server.test.helper.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer(['--rate', '500/60'])
}, 60_000)
afterAll(() => server.close())

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(server.url + path, { headers, method })

describe('capabilities', () => {
  const path = '/.well-known/promptpost'

  it('are told without a token, by links that lead somewhere', async () => {
    const call = await server.as('client', 'client')
    const { body, headers } = await call('GET', path)
    expect(headers.get('cache-control')).toBe('public, no-cache')
    expect(body).toMatchObject({
      api_version: 'v1',
      auth: { methods: ['bearer'] },
      limits: { prompt_bytes: 32 << 20, texts: 1000, requests: { count: 500, seconds: 60 } },
    })
    expect(await (await get(path)).json()).toEqual(body)
    for (const link of Object.values(body.links as Record<string, string>))
      expect((await get(link)).status, link).toBe(200)
  })

  it('have an ETag, also for HEAD', async () => {
    const etag = (await get(path)).headers.get('etag')!
    const head = await get(path, {}, 'HEAD')
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, ''])
    for (const method of ['GET', 'HEAD'])
      expect((await get(path, { 'if-none-match': etag }, method)).status).toBe(304)
  })
})

describe('the page of the contract', () => {
  it('holds every operation and schema, and every link in it leads somewhere', async () => {
    const html = await (await get('/docs')).text()
    const { paths, components } = contractDocument as {
      paths: Record<string, Record<string, { operationId: string }>>
      components: { schemas: object }
    }
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(match => match[1]))
    for (const methods of Object.values(paths))
      for (const { operationId } of Object.values(methods)) expect(ids).toContain(operationId.toLowerCase())
    for (const name of Object.keys(components.schemas)) expect(ids).toContain(`schema-${name.toLowerCase()}`)
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(match => match[1])
    expect(links.filter(link => !ids.has(link))).toEqual([])
  })

  it('asks for nothing, runs nothing, and has a policy that lets its own style count alone', async () => {
    const response = await get('/docs')
    const html = await response.text()
    expect(html).not.toMatch(
      /<script|<link|<img|<iframe|@import|url\(|\son\w+=|style=|javascript:|(src|href)="(?!#)/i,
    )
    const style = /<style>([\s\S]*)<\/style>/.exec(html)![1]!
    const digest = createHash('sha256').update(style).digest('base64')
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${digest}';`)
    expect(policy).not.toMatch(/unsafe|data:|\*/)
    const again = await get('/docs', { 'if-none-match': response.headers.get('etag')! })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('is the page in docs', async () => {
    const file = new URL('../../docs/http-api.html', import.meta.url)
    expect(await (await get('/docs')).text()).toBe(await readFile(file, 'utf8'))
  })
})
