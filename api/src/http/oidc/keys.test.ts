/** The keys of a real issuer over HTTP: rotated, withdrawn and out of reach. */
import { describe, expect, it } from 'vitest'
import { SECOND, setBench } from './bench.test.helper.js'

const HOUR = 3600 * SECOND

const bench = setBench()
const { seconds, refusalOf, expectRefused } = bench

describe('the keys of the issuer', () => {
  it('are fetched anew for a key that is not known, and what was withdrawn no longer holds', async () => {
    const old = await bench.issuer.token()
    await bench.oidc.verify(old)
    await bench.issuer.rotate('RS256')
    bench.clock += 31 * SECOND
    expect(await bench.oidc.verify(await bench.issuer.token())).toMatchObject({ tenant: 'lab' })
    await expectRefused(old, /not signed/)
    expect(bench.issuer.fetches()).toBe(2)
  })

  it('are fetched once in a cooldown, however many tokens name unknown keys', async () => {
    await bench.oidc.verify(await bench.issuer.token())
    const flood = async () => {
      const tokens = Array.from({ length: 50 }, (_, index) =>
        bench.issuer.token({}, { kid: `unknown-${index}` }),
      )
      for (const refused of await Promise.allSettled((await Promise.all(tokens)).map(bench.oidc.verify)))
        expect(refused).toMatchObject({ status: 'rejected', reason: { status: 401 } })
    }
    await flood()
    expect(bench.issuer.fetches()).toBe(1)
    bench.clock += 31 * SECOND
    await flood()
    await flood()
    expect(bench.issuer.fetches()).toBe(2)
    expect(await bench.oidc.verify(await bench.issuer.token())).toMatchObject({ tenant: 'lab' })
  })

  it('are fetched once for many tokens at once, and anew when they are old', async () => {
    const token = await bench.issuer.token({ exp: seconds(3600) })
    await Promise.all(Array.from({ length: 20 }, () => bench.oidc.verify(token)))
    expect(bench.issuer.fetches()).toBe(1)
    await bench.issuer.rotate()
    bench.clock += 601 * SECOND
    await expectRefused(token, /not signed/)
    expect(bench.issuer.fetches()).toBe(2)
  })

  it('that were never had: 503 and one try in a cooldown, until the issuer is there', async () => {
    const token = await bench.issuer.token({ exp: seconds(3600) })
    await bench.issuer.leave()
    for (let tries = 0; tries < 3; tries++)
      expect(await refusalOf(token)).toMatchObject({
        status: 503,
        code: 'issuer-unavailable',
        details: { headers: { 'retry-after': '30' } },
      })
    expect(bench.log).toEqual([
      { level: 'error', event: 'oidc-keys-failed', issuer: bench.issuer.url, reason: 'ECONNREFUSED' },
    ])
    await bench.issuer.comeBack()
    bench.clock += 10 * SECOND
    expect((await refusalOf(token)).details.headers).toEqual({ 'retry-after': '20' })
    bench.clock += 21 * SECOND
    expect(await bench.oidc.verify(token)).toMatchObject({ tenant: 'lab' })
  })

  it('go on working for a day while the issuer is away, and it is asked again and again', async () => {
    const token = await bench.issuer.token({ exp: seconds(48 * 3600) })
    await bench.oidc.verify(token)
    await bench.issuer.leave()
    for (let hour = 1; hour < 24; hour++) {
      bench.clock += HOUR
      expect(await bench.oidc.verify(token)).toMatchObject({ tenant: 'lab' })
    }
    expect(await refusalOf(await bench.issuer.token({}, { kid: 'newer' }))).toMatchObject({ status: 503 })
    bench.clock += 2 * HOUR
    expect(await refusalOf(token)).toMatchObject({ status: 503 })
    await bench.issuer.comeBack()
    bench.clock += HOUR
    expect(await bench.oidc.verify(token)).toMatchObject({ tenant: 'lab' })
    expect(bench.log.length).toBeGreaterThanOrEqual(2)
  })

  it.each<[string, RegExp, (path: string) => [status: number, body: string] | undefined]>([
    ['a server failure', /answered with 500/, () => [500, '{}']],
    ['a redirect', /TypeError|UND_ERR|failed/, () => [302, '']],
    ['no JSON', /not JSON/, () => [200, '<html>']],
    ['no object', /no object/, () => [200, '7']],
    ['another issuer', /another issuer/, () => [200, '{"issuer":"https://evil.example.com"}']],
    [
      'a file',
      /jwks_uri/,
      () => [200, JSON.stringify({ issuer: bench.issuer.url, jwks_uri: 'file:///etc/keys' })],
    ],
    [
      'plain http elsewhere',
      /jwks_uri/,
      () => [200, JSON.stringify({ issuer: bench.issuer.url, jwks_uri: 'http://10.0.0.1/keys' })],
    ],
    [
      'a huge key set',
      /larger than/,
      path => (path === '/keys' ? [200, `"${'x'.repeat(300_000)}"`] : undefined),
    ],
    ['no key set', /JWKSInvalid/, path => (path === '/keys' ? [200, '{"keys":[7]}'] : undefined)],
  ])('are not taken from %s', async (_, reason, answer) => {
    bench.issuer.mischief = (path, response) => {
      const [status, body] = answer(path) ?? []
      if (status === undefined) return false
      response.writeHead(status, { location: '/elsewhere' }).end(body)
      return true
    }
    expect(await refusalOf(await bench.issuer.token())).toMatchObject({ status: 503 })
    expect(bench.log).toEqual([expect.objectContaining({ reason: expect.stringMatching(reason) })])
  })
})
