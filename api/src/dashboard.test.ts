/**
 * The dashboard's files as the service hands them out.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from './testing/server.test.helper.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(server.url + path, { headers, redirect: 'manual' })

describe('the dashboard', () => {
  it('lies behind the root, by a relative address', async () => {
    const { status, headers } = await get('/')
    expect([status, headers.get('location')]).toEqual([302, 'dashboard'])
  })

  it('is a page without inline code or style, under a policy that allows none', async () => {
    const response = await get('/dashboard')
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(html).not.toMatch(/<style|\son\w+=|style=|javascript:|https?:/i)
    expect(html.match(/<script[^>]*>[^<]/)).toBeNull()
    const policy = response.headers.get('content-security-policy')!
    expect(policy).toMatch(/^default-src 'none'; /)
    expect(policy).not.toMatch(/unsafe|data:|\*/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-cache')
  })

  it('names files by their content, which may be kept for good', async () => {
    const html = await (await get('/dashboard')).text()
    const names = [...html.matchAll(/"(dashboard\/[^"]+)"/g)].map(match => match[1]!)
    expect(names).toHaveLength(3)
    for (const name of names) {
      expect(name).toMatch(/-[0-9a-f]{16}\./)
      const { status, headers } = await get(`/${name}`)
      expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
      const again = await get(`/${name}`, { 'if-none-match': headers.get('etag')! })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
  })

  it('is small', async () => {
    const html = await (await get('/dashboard')).text()
    const program = await (await get(`/${/dashboard\/main[^"]+/.exec(html)![0]}`)).text()
    expect(program.length).toBeLessThan(100_000)
  })

  it('has no other files', async () => {
    for (const name of ['main.js', 'constructor', '__proto__', '..%2fapp.js', 'x']) {
      const response = await get(`/dashboard/${name}`)
      expect([name, response.status, response.headers.get('content-type')]).toEqual([
        name,
        404,
        'application/problem+json',
      ])
    }
  })
})
