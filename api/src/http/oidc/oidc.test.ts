/** Tokens of a real issuer over HTTP, good and forged; its keys rotated, withdrawn and out of reach. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AUDIENCE, CRITICAL, startIssuer, type TestIssuer } from '../../testing/issuer.test.helper.js'
import { isJwt, type Oidc, openOidc } from './index.js'

const SECOND = 1000
const HOUR = 3600 * SECOND

let clock: number
let issuer: TestIssuer
let oidc: Oidc
let log: Record<string, unknown>[]

beforeEach(async () => {
  clock = Date.now()
  const entries: typeof log = []
  log = entries
  issuer = await startIssuer(() => clock)
  oidc = openOidc({
    issuer: issuer.url,
    audience: AUDIENCE,
    log: entry => void entries.push(entry),
    now: () => clock,
  })
})
afterEach(() => issuer.leave())

/** Seconds since 1970 of the test's clock. */
const seconds = (later = 0): number => Math.floor(clock / SECOND) + later

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token made by hand, with the payload of a good one. */
const forged = async (header: object, seal: (input: string) => Uint8Array | string): Promise<string> => {
  const [, payload] = (await issuer.token()).split('.')
  const input = `${part(header)}.${payload}`
  return `${input}.${Buffer.from(seal(input)).toString('base64url')}`
}

/** How a token is refused; the problem must not hold any of its parts. */
const refusalOf = async (token: string) => {
  const problem = await oidc.verify(token).then(
    credential => expect.fail(`accepted as ${JSON.stringify(credential)}`),
    (error: { status: number; code: string; message: string; details: { headers: object } }) => error,
  )
  const told = JSON.stringify([problem.message, problem.details])
  for (const piece of token.split('.').filter(text => text.length > 8)) expect(told).not.toContain(piece)
  return problem
}

const expectRefused = async (token: string, detail: RegExp, code = 'unauthorized'): Promise<void> => {
  const problem = await refusalOf(token)
  expect(problem).toMatchObject({ status: 401, code, message: expect.stringMatching(detail) })
  expect(problem.details.headers).toMatchObject({
    'www-authenticate': expect.stringMatching(
      /^Bearer realm="promptpost", error="invalid_token", error_description="[^"\\]+"$/,
    ),
  })
}

describe('a good token', () => {
  it('says tenant, role and an identifier that names nobody', async () => {
    const credential = await oidc.verify(await issuer.token())
    expect(credential).toEqual({
      tenant: 'lab',
      role: 'client',
      access: 'full',
      token: expect.stringMatching(/^sub_[0-9a-f]{32}$/),
    })
    const later = await oidc.verify(await issuer.token({ role: ['read-only', 'provider'], tenant: 'x' }))
    expect(later).toEqual({ tenant: 'x', role: 'provider', access: 'read', token: credential.token })
    const other = await oidc.verify(await issuer.token({ sub: 'grace@example.com' }))
    expect(other.token).not.toBe(credential.token)
    expect(issuer.fetches()).toBe(1)
  })

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])('may be signed with %s', async algorithm => {
    await issuer.rotate(algorithm)
    expect(await oidc.verify(await issuer.token())).toMatchObject({ tenant: 'lab' })
  })

  it('may name several audiences, be an access token, and have clocks differ by a minute', async () => {
    const good = [
      issuer.token({ aud: ['https://other.example.com', AUDIENCE] }),
      issuer.token({}, { typ: 'at+jwt' }),
      issuer.token({}, { typ: 'application/at+JWT' }),
      issuer.token({ exp: seconds(-58) }),
      issuer.token({ nbf: seconds(58) }),
      issuer.token({}, { kid: undefined }),
    ]
    for (const token of good) expect(await oidc.verify(await token)).toMatchObject({ tenant: 'lab' })
  })

  it('has its tenant and role in the claims that were named', async () => {
    const named = openOidc({
      issuer: issuer.url,
      audience: AUDIENCE,
      tenantClaim: 'https://example.com/org',
      roleClaim: 'post_role',
      log: () => {},
    })
    const claims = { 'https://example.com/org': 'acme', post_role: 'provider' }
    expect(await named.verify(await issuer.token(claims))).toMatchObject({ tenant: 'acme', role: 'provider' })
    await expect(named.verify(await issuer.token())).rejects.toMatchObject({ code: 'wrong-claim' })
  })
})

describe('a token is refused', () => {
  it('for its claims of time, audience and issuer', async () => {
    await expectRefused(await issuer.token({ exp: seconds(-62) }), /expired/)
    await expectRefused(await issuer.token({ nbf: seconds(62) }), /not hold yet/)
    await expectRefused(await issuer.token({ aud: 'https://other.example.com' }), /another audience/)
    await expectRefused(await issuer.token({ aud: [`${AUDIENCE}/`] }), /another audience/)
    await expectRefused(await issuer.token({ iss: `${issuer.url}/` }), /another issuer/)
    for (const claim of ['exp', 'aud', 'iss', 'sub'])
      await expectRefused(await issuer.token({ [claim]: undefined }), new RegExp(`claim ${claim}`))
    await expectRefused(await issuer.token({ exp: '9999999999' as never }), /claim exp/)
  })

  it.each([
    ['../x'],
    ['lab/../other'],
    ['Lab'],
    ['lab\n'],
    ['-lab'],
    [''],
    ['a'.repeat(64)],
    [['lab']],
    [{ toString: 'lab' }],
    [7],
    [null],
    [undefined],
  ])('for the tenant %j', async tenant => {
    await expectRefused(await issuer.token({ tenant }), /claim tenant must be/, 'wrong-claim')
  })

  it.each([
    ['admin'],
    ['client read-only'],
    ['read-only'],
    [['read-only']],
    [['client', 'provider']],
    [['client', 'client']],
    [['client', 'readonly']],
    [['client', 'read-only', 'read-only']],
    [[]],
    [{ client: true }],
    [undefined],
  ])('for the role %j', async role => {
    await expectRefused(await issuer.token({ role }), /claim role must be/, 'wrong-claim')
  })

  it('for a subject that is none', async () => {
    for (const sub of ['', 7, ['ada']])
      await expectRefused(await issuer.token({ sub: sub as string }), /claim sub/, 'wrong-claim')
  })

  it('without asking for keys, when its algorithm is none, shared, or unknown', async () => {
    await issuer.rotate('RS256')
    const { kid } = issuer.publicKey()
    const publicKey = createPublicKey({ key: issuer.publicKey() as never, format: 'jwk' })
    const secrets = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(issuer.publicKey()),
    ]
    for (const secret of secrets)
      for (const alg of ['HS256', 'RS256']) {
        const hmac = (input: string) => createHmac('sha256', secret).update(input).digest()
        await expectRefused(await forged({ alg, kid, typ: 'JWT' }, hmac), /not signed/)
      }
    expect(issuer.fetches()).toBe(1)
    for (const alg of ['none', 'None', 'HS512', 'RS1', 'ES512', undefined, 7, ['RS256']])
      await expectRefused(await forged({ alg, kid }, () => ''), /not signed/)
    expect(issuer.fetches()).toBe(1)
  })

  it.each(['RS512', 'PS384', 'ES384'])('when the issuer signs with %s', async algorithm => {
    await issuer.rotate(algorithm)
    await expectRefused(await issuer.token(), /not signed/)
    expect(issuer.fetches()).toBe(0)
  })

  it('for a key that it brings along, and for a signature by another key', async () => {
    await issuer.rotate('RS256')
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { kid } = issuer.publicKey()
    const mine = (input: string) => sign('sha256', Buffer.from(input), own.privateKey)
    const jwk = own.publicKey.export({ format: 'jwk' })
    for (const header of [
      { kid },
      { kid, jwk },
      { jwk },
      { kid, jku: 'http://127.0.0.1:1/keys' },
      { kid, x5u: 'http://127.0.0.1:1/keys' },
      { kid: '../../keys' },
      { kid: { key: 1 } },
    ])
      await expectRefused(await forged({ alg: 'RS256', ...header }, mine), /not signed/)
  })

  it('for a changed payload, unknown critical fields, or as a token of another kind', async () => {
    const [header, payload, signature] = (await issuer.token()).split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    await expectRefused([header, part({ ...claims, tenant: 'victim' }), signature].join('.'), /not signed/)
    await expectRefused([header, payload, ''].join('.'), /not signed/)
    const critical = { crit: [CRITICAL], [CRITICAL]: true }
    await expectRefused(await issuer.token({}, critical), /not signed/)
    for (const typ of ['logout+jwt', 'dpop+jwt', 'JOSE', ''])
      await expectRefused(await issuer.token({}, { typ }), /another kind/)
  })

  it('for its size and for being garbage', async () => {
    await expectRefused(await issuer.token({ more: 'x'.repeat(8192) }), /longer than 8192/)
    expect(issuer.fetches()).toBe(0)
    const { kid } = issuer.publicKey()
    const garbage = ['..', 'a.b.c', '-.-.-', `${part({})}.${part({})}.`, `${part(null)}.${part([])}.AA`]
    const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`
    garbage.push(`${Buffer.from(deep).toString('base64url')}.e30.AA`, `${part({ alg: 'RS256', kid })}.e30.AA`)
    for (const token of garbage) await expectRefused(token, /not signed/)
  })
})

describe('the keys of the issuer', () => {
  it('are fetched anew for a key that is not known, and what was withdrawn no longer holds', async () => {
    const old = await issuer.token()
    await oidc.verify(old)
    await issuer.rotate('RS256')
    clock += 31 * SECOND
    expect(await oidc.verify(await issuer.token())).toMatchObject({ tenant: 'lab' })
    await expectRefused(old, /not signed/)
    expect(issuer.fetches()).toBe(2)
  })

  it('are fetched once in a cooldown, however many tokens name unknown keys', async () => {
    await oidc.verify(await issuer.token())
    const flood = async () => {
      const tokens = Array.from({ length: 50 }, (_, index) => issuer.token({}, { kid: `unknown-${index}` }))
      for (const refused of await Promise.allSettled((await Promise.all(tokens)).map(oidc.verify)))
        expect(refused).toMatchObject({ status: 'rejected', reason: { status: 401 } })
    }
    await flood()
    expect(issuer.fetches()).toBe(1)
    clock += 31 * SECOND
    await flood()
    await flood()
    expect(issuer.fetches()).toBe(2)
    expect(await oidc.verify(await issuer.token())).toMatchObject({ tenant: 'lab' })
  })

  it('are fetched once for many tokens at once, and anew when they are old', async () => {
    const token = await issuer.token({ exp: seconds(3600) })
    await Promise.all(Array.from({ length: 20 }, () => oidc.verify(token)))
    expect(issuer.fetches()).toBe(1)
    await issuer.rotate()
    clock += 601 * SECOND
    await expectRefused(token, /not signed/)
    expect(issuer.fetches()).toBe(2)
  })

  it('that were never had: 503 and one try in a cooldown, until the issuer is there', async () => {
    const token = await issuer.token({ exp: seconds(3600) })
    await issuer.leave()
    for (let tries = 0; tries < 3; tries++)
      expect(await refusalOf(token)).toMatchObject({
        status: 503,
        code: 'issuer-unavailable',
        details: { headers: { 'retry-after': '30' } },
      })
    expect(log).toEqual([
      { level: 'error', event: 'oidc-keys-failed', issuer: issuer.url, reason: 'ECONNREFUSED' },
    ])
    await issuer.comeBack()
    clock += 10 * SECOND
    expect((await refusalOf(token)).details.headers).toEqual({ 'retry-after': '20' })
    clock += 21 * SECOND
    expect(await oidc.verify(token)).toMatchObject({ tenant: 'lab' })
  })

  it('go on working for a day while the issuer is away, and it is asked again and again', async () => {
    const token = await issuer.token({ exp: seconds(48 * 3600) })
    await oidc.verify(token)
    await issuer.leave()
    for (let hour = 1; hour < 24; hour++) {
      clock += HOUR
      expect(await oidc.verify(token)).toMatchObject({ tenant: 'lab' })
    }
    expect(await refusalOf(await issuer.token({}, { kid: 'newer' }))).toMatchObject({ status: 503 })
    clock += 2 * HOUR
    expect(await refusalOf(token)).toMatchObject({ status: 503 })
    await issuer.comeBack()
    clock += HOUR
    expect(await oidc.verify(token)).toMatchObject({ tenant: 'lab' })
    expect(log.length).toBeGreaterThanOrEqual(2)
  })

  it.each<[string, RegExp, (path: string) => [status: number, body: string] | undefined]>([
    ['a server failure', /answered with 500/, () => [500, '{}']],
    ['a redirect', /TypeError|UND_ERR|failed/, () => [302, '']],
    ['no JSON', /not JSON/, () => [200, '<html>']],
    ['no object', /no object/, () => [200, '7']],
    ['another issuer', /another issuer/, () => [200, '{"issuer":"https://evil.example.com"}']],
    ['a file', /jwks_uri/, () => [200, JSON.stringify({ issuer: issuer.url, jwks_uri: 'file:///etc/keys' })]],
    [
      'plain http elsewhere',
      /jwks_uri/,
      () => [200, JSON.stringify({ issuer: issuer.url, jwks_uri: 'http://10.0.0.1/keys' })],
    ],
    [
      'a huge key set',
      /larger than/,
      path => (path === '/keys' ? [200, `"${'x'.repeat(300_000)}"`] : undefined),
    ],
    ['no key set', /JWKSInvalid/, path => (path === '/keys' ? [200, '{"keys":[7]}'] : undefined)],
  ])('are not taken from %s', async (_, reason, answer) => {
    issuer.mischief = (path, response) => {
      const [status, body] = answer(path) ?? []
      if (status === undefined) return false
      response.writeHead(status, { location: '/elsewhere' }).end(body)
      return true
    }
    expect(await refusalOf(await issuer.token())).toMatchObject({ status: 503 })
    expect(log).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) })])
  })
})

describe('settings', () => {
  it.each([
    [{ issuer: 'http://issuer.example.com' }, 'oidc-issuer'],
    [{ issuer: 'ftp://localhost' }, 'oidc-issuer'],
    [{ issuer: 'https://user:word@issuer.example.com' }, 'oidc-issuer'],
    [{ issuer: 'https://issuer.example.com/?tenant=1' }, 'oidc-issuer'],
    [{ issuer: 'issuer' }, 'oidc-issuer'],
    [{ audience: '' }, 'oidc-audience'],
    [{ audience: 'two words' }, 'oidc-audience'],
    [{ tenantClaim: '' }, 'oidc-tenant-claim'],
    [{ tenantClaim: 'role' }, 'oidc-role-claim'],
  ])('%j are refused', (change, field) => {
    const settings = { issuer: 'https://issuer.example.com', audience: 'a', log: () => {}, ...change }
    expect(() => openOidc(settings)).toThrow(expect.objectContaining({ code: 'invalid-argument', field }))
  })
})

describe('isJwt', () => {
  it('tells three parts from the service\u2019s own tokens', () => {
    for (const text of ['a.b.c', 'eyJ.e30.', '..']) expect(isJwt(text)).toBe(true)
    for (const text of [`pp_${'A'.repeat(43)}`, 'a.b', 'a.b.c.d.e', 'a.b.c/../d', ''])
      expect(isJwt(text)).toBe(false)
  })
})
