/** Tokens of a real issuer over HTTP, good and forged. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, CRITICAL } from '../../testing/issuer.test.helper.js'
import { setBench } from './bench.test.helper.js'
import { isJwt, openOidc } from './index.js'

const bench = setBench()
const { seconds, expectRefused } = bench

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token made by hand, with the payload of a good one. */
const forged = async (header: object, seal: (input: string) => Uint8Array | string): Promise<string> => {
  const [, payload] = (await bench.issuer.token()).split('.')
  const input = `${part(header)}.${payload}`
  return `${input}.${Buffer.from(seal(input)).toString('base64url')}`
}

describe('a good token', () => {
  it('says tenant, role and an identifier that names nobody', async () => {
    const credential = await bench.oidc.verify(await bench.issuer.token())
    expect(credential).toEqual({
      tenant: 'lab',
      role: 'client',
      access: 'full',
      token: expect.stringMatching(/^sub_[0-9a-f]{32}$/),
    })
    const later = await bench.oidc.verify(
      await bench.issuer.token({ role: ['read-only', 'provider'], tenant: 'x' }),
    )
    expect(later).toEqual({ tenant: 'x', role: 'provider', access: 'read', token: credential.token })
    const other = await bench.oidc.verify(await bench.issuer.token({ sub: 'grace@example.com' }))
    expect(other.token).not.toBe(credential.token)
    expect(bench.issuer.fetches()).toBe(1)
  })

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'])('may be signed with %s', async algorithm => {
    await bench.issuer.rotate(algorithm)
    expect(await bench.oidc.verify(await bench.issuer.token())).toMatchObject({ tenant: 'lab' })
  })

  it('may name several audiences, be an access token, and have clocks differ by a minute', async () => {
    const good = [
      bench.issuer.token({ aud: ['https://other.example.com', AUDIENCE] }),
      bench.issuer.token({}, { typ: 'at+jwt' }),
      bench.issuer.token({}, { typ: 'application/at+JWT' }),
      bench.issuer.token({ exp: seconds(-58) }),
      bench.issuer.token({ nbf: seconds(58) }),
      bench.issuer.token({}, { kid: undefined }),
    ]
    for (const token of good) expect(await bench.oidc.verify(await token)).toMatchObject({ tenant: 'lab' })
  })

  it('has its tenant and role in the claims that were named', async () => {
    const named = openOidc({
      issuer: bench.issuer.url,
      audience: AUDIENCE,
      tenantClaim: 'https://example.com/org',
      roleClaim: 'post_role',
      log: () => {},
    })
    const claims = { 'https://example.com/org': 'acme', post_role: 'provider' }
    expect(await named.verify(await bench.issuer.token(claims))).toMatchObject({
      tenant: 'acme',
      role: 'provider',
    })
    await expect(named.verify(await bench.issuer.token())).rejects.toMatchObject({ code: 'wrong-claim' })
  })
})

describe('a token is refused', () => {
  it('for its claims of time, audience and issuer', async () => {
    await expectRefused(await bench.issuer.token({ exp: seconds(-62) }), /expired/)
    await expectRefused(await bench.issuer.token({ nbf: seconds(62) }), /not hold yet/)
    await expectRefused(await bench.issuer.token({ aud: 'https://other.example.com' }), /another audience/)
    await expectRefused(await bench.issuer.token({ aud: [`${AUDIENCE}/`] }), /another audience/)
    await expectRefused(await bench.issuer.token({ iss: `${bench.issuer.url}/` }), /another issuer/)
    for (const claim of ['exp', 'aud', 'iss', 'sub'])
      await expectRefused(await bench.issuer.token({ [claim]: undefined }), new RegExp(`claim ${claim}`))
    await expectRefused(await bench.issuer.token({ exp: '9999999999' as never }), /claim exp/)
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
    await expectRefused(await bench.issuer.token({ tenant }), /claim tenant must be/, 'wrong-claim')
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
    await expectRefused(await bench.issuer.token({ role }), /claim role must be/, 'wrong-claim')
  })

  it('for a subject that is none', async () => {
    for (const sub of ['', 7, ['ada']])
      await expectRefused(await bench.issuer.token({ sub: sub as string }), /claim sub/, 'wrong-claim')
  })

  it('without asking for keys, when its algorithm is none, shared, or unknown', async () => {
    await bench.issuer.rotate('RS256')
    const { kid } = bench.issuer.publicKey()
    const publicKey = createPublicKey({ key: bench.issuer.publicKey() as never, format: 'jwk' })
    const secrets = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(bench.issuer.publicKey()),
    ]
    for (const secret of secrets)
      for (const alg of ['HS256', 'RS256']) {
        const hmac = (input: string) => createHmac('sha256', secret).update(input).digest()
        await expectRefused(await forged({ alg, kid, typ: 'JWT' }, hmac), /not signed/)
      }
    expect(bench.issuer.fetches()).toBe(1)
    for (const alg of ['none', 'None', 'HS512', 'RS1', 'ES512', undefined, 7, ['RS256']])
      await expectRefused(await forged({ alg, kid }, () => ''), /not signed/)
    expect(bench.issuer.fetches()).toBe(1)
  })

  it.each(['RS512', 'PS384', 'ES384'])('when the issuer signs with %s', async algorithm => {
    await bench.issuer.rotate(algorithm)
    await expectRefused(await bench.issuer.token(), /not signed/)
    expect(bench.issuer.fetches()).toBe(0)
  })

  it('for a key that it brings along, and for a signature by another key', async () => {
    await bench.issuer.rotate('RS256')
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { kid } = bench.issuer.publicKey()
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
    const [header, payload, signature] = (await bench.issuer.token()).split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    await expectRefused([header, part({ ...claims, tenant: 'victim' }), signature].join('.'), /not signed/)
    await expectRefused([header, payload, ''].join('.'), /not signed/)
    const critical = { crit: [CRITICAL], [CRITICAL]: true }
    await expectRefused(await bench.issuer.token({}, critical), /not signed/)
    for (const typ of ['logout+jwt', 'dpop+jwt', 'JOSE', ''])
      await expectRefused(await bench.issuer.token({}, { typ }), /another kind/)
  })

  it('for its size and for being garbage', async () => {
    await expectRefused(await bench.issuer.token({ more: 'x'.repeat(8192) }), /longer than 8192/)
    expect(bench.issuer.fetches()).toBe(0)
    const { kid } = bench.issuer.publicKey()
    const garbage = ['..', 'a.b.c', '-.-.-', `${part({})}.${part({})}.`, `${part(null)}.${part([])}.AA`]
    const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`
    garbage.push(`${Buffer.from(deep).toString('base64url')}.e30.AA`, `${part({ alg: 'RS256', kid })}.e30.AA`)
    for (const token of garbage) await expectRefused(token, /not signed/)
  })
})

describe('settings', () => {
  it.each([
    [{ issuer: 'http://bench.issuer.example.com' }, 'oidc-issuer'],
    [{ issuer: 'ftp://localhost' }, 'oidc-issuer'],
    [{ issuer: 'https://user:word@bench.issuer.example.com' }, 'oidc-issuer'],
    [{ issuer: 'https://bench.issuer.example.com/?tenant=1' }, 'oidc-issuer'],
    [{ issuer: 'issuer' }, 'oidc-issuer'],
    [{ audience: '' }, 'oidc-audience'],
    [{ audience: 'two words' }, 'oidc-audience'],
    [{ tenantClaim: '' }, 'oidc-tenant-claim'],
    [{ tenantClaim: 'role' }, 'oidc-role-claim'],
  ])('%j are refused', (change, field) => {
    const settings = { issuer: 'https://bench.issuer.example.com', audience: 'a', log: () => {}, ...change }
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
