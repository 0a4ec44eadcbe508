/** A server that accepts an issuer's tokens beside its own: what they may do, what is told of those that are refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { departure } from './testing/contract-check.js'
import { AUDIENCE, startIssuer, type TestIssuer } from './testing/issuer.test.helper.js'
import { startServer, type TestServer } from './testing/server.test.helper.js'

let issuer: TestIssuer
let server: TestServer

beforeAll(async () => {
  issuer = await startIssuer()
  server = await startServer(['--oidc-issuer', issuer.url, '--oidc-audience', AUDIENCE])
})
afterAll(async () => {
  await server.close()
  await issuer.leave().catch(() => {})
})

/** An answer that is held to the contract. */
const ask = async (authorization: string, method = 'GET', path = '/v1/jobs', body?: object) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  expect(
    departure(method, path, { status: response.status, headers: response.headers, text }),
  ).toBeUndefined()
  return { status: response.status, headers: response.headers, body: JSON.parse(text || 'null') }
}

const TEXTS = { name: 'public', purpose: 'public', texts: ['one'] }

describe('a token of the issuer', () => {
  it('acts for its tenant in its role, as an own token does, and sees what that one made', async () => {
    const bearer = `Bearer ${await issuer.token({ tenant: 'acme', role: 'provider' })}`
    const made = await ask(bearer, 'POST', '/v1/models', { name: 'tiny' })
    expect(made.status).toBe(201)
    const own = await server.as('acme', 'provider')
    expect((await own('GET', `/v1/models/${made.body.id}`)).status).toBe(200)
    const other = `Bearer ${await issuer.token({ tenant: 'other', role: 'provider' })}`
    expect((await ask(other, 'GET', `/v1/models/${made.body.id}`)).status).toBe(404)
  })

  it('of a client, or for reading only, is refused with the scope that is missing', async () => {
    const client = await ask(`Bearer ${await issuer.token()}`, 'POST', '/v1/models', { name: 'tiny' })
    expect([client.status, client.body.code]).toEqual([403, 'forbidden'])
    expect(client.headers.get('www-authenticate')).toContain('error="insufficient_scope"')
    const reading = `Bearer ${await issuer.token({ role: ['provider', 'read-only'] })}`
    expect((await ask(reading)).status).toBe(200)
    const refused = await ask(reading, 'POST', '/v1/datasets', TEXTS)
    expect([refused.status, refused.body.code]).toEqual([403, 'read-only'])
  })

  it('is on the audit log by an identifier that does not tell the subject', async () => {
    const bearer = `Bearer ${await issuer.token({ tenant: 'audited', role: 'provider' })}`
    await ask(bearer, 'POST', '/v1/datasets', TEXTS)
    await ask(`Bearer ${await issuer.token({ tenant: 'audited' })}`, 'POST', '/v1/models', { name: 'tiny' })
    const { data } = (await ask(bearer, 'GET', '/v1/audit_log')).body
    expect(data).toMatchObject([
      { operation: 'createDataset', role: 'provider', status: 201 },
      { operation: 'createModel', role: 'client', status: 403 },
    ])
    expect(data[0].token).toMatch(/^sub_[0-9a-f]{32}$/)
    expect(data[1].token).toBe(data[0].token)
    expect(JSON.stringify(data)).not.toContain('ada')
  })

  it('that is refused is quoted neither in the answer nor in the log', async () => {
    const expired = await issuer.token({ exp: 1000 })
    const refused = await ask(`Bearer ${expired}`)
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized'])
    expect(refused.headers.get('www-authenticate')).toBe(
      'Bearer realm="promptpost", error="invalid_token", error_description="The token has expired."',
    )
    const nameless = await issuer.token({ tenant: '../x' })
    const unnamed = await ask(`Bearer ${nameless}`)
    expect([unnamed.status, unnamed.body.code]).toEqual([401, 'wrong-claim'])
    const told = JSON.stringify([refused.body, unnamed.body]) + server.log()
    for (const piece of [...expired.split('.'), ...nameless.split('.'), '../x', 'ada@'])
      expect(told).not.toContain(piece)
  })
})

describe('beside it', () => {
  it('own tokens, and what is neither, are dealt with as ever', async () => {
    const own = await server.as('lab', 'client')
    expect((await own('GET', '/v1/jobs')).status).toBe(200)
    for (const text of ['x', `pp_${'A'.repeat(43)}`, 'a.b', 'a.b.c.d.e', `${own.token}.`]) {
      const { status, headers } = await ask(`Bearer ${text}`)
      expect([status, headers.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('error="invalid_token"'),
      ])
    }
    for (const none of ['', 'Bearer', 'Basic YTpi'])
      expect((await ask(none)).headers.get('www-authenticate')).toBe('Bearer realm="promptpost"')
  })

  it('a server without an issuer knows no JWT', async () => {
    const plain = await startServer()
    const response = await fetch(`${plain.url}/v1/jobs`, {
      headers: { authorization: `Bearer ${await issuer.token()}` },
    })
    await plain.close()
    expect(response.status).toBe(401)
    expect(plain.log()).not.toContain('oidc')
  })
})

describe('an issuer that is away', () => {
  it('stops nobody whose key is known; a server that has no keys answers 503 to its tokens alone', async () => {
    const bearer = `Bearer ${await issuer.token()}`
    expect((await ask(bearer)).status).toBe(200)
    await issuer.leave()
    expect((await ask(bearer)).status).toBe(200)
    await server.stop()
    await server.start()
    const refused = await ask(bearer)
    expect([refused.status, refused.body.code]).toEqual([503, 'issuer-unavailable'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await (await server.as('lab', 'client'))('GET', '/v1/jobs')).status).toBe(200)
    expect(server.log()).toContain('"event":"oidc-keys-failed"')
  })
})

describe('flags', () => {
  it.each([
    [['--oidc-issuer', 'https://issuer.example.com'], /--oidc-audience.*is missing beside --oidc-issuer/],
    [['--oidc-role-claim', 'r'], /--oidc-issuer.*is missing beside --oidc-role-claim/],
    [['--oidc-issuer', 'http://issuer.example.com', '--oidc-audience', 'a'], /oidc-issuer.*https/],
  ])('%j do not start a server', async (flags, message) => {
    await expect(startServer(flags)).rejects.toThrow(message)
  })
})
