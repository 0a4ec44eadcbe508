/**
 * A real OpenID Connect issuer over HTTP for tests: discovery, a key set whose keys rotate, and tokens of all kinds.
 * @module
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

export const AUDIENCE = 'https://post.example.com'

/** A header field that tokens may call critical, and that nobody knows. */
export const CRITICAL = 'https://example.com/critical'

export type TestIssuer = {
  url: string
  /** Of the key that signs now, as it is published. */
  publicKey: () => JWK
  /** How often the key set was asked for. */
  fetches: () => number
  /** A new key signs from now on, and only it is published. */
  rotate: (algorithm?: string) => Promise<void>
  /** A good token with these claims; a claim that is undefined is left out, a header field replaces. */
  token: (
    claims?: JWTPayload,
    header?: { alg?: string; kid?: string | undefined; typ?: string; crit?: string[]; [CRITICAL]?: boolean },
  ) => Promise<string>
  /** Answers the documents otherwise; undefined answers as it should. */
  mischief: ((path: string, response: ServerResponse) => boolean) | undefined
  /** Stops listening. */
  leave: () => Promise<void>
  /** Listens again at the same address. */
  comeBack: () => Promise<void>
}

/** @param now milliseconds since 1970, for the times in its tokens */
export const startIssuer = async (now: () => number = Date.now): Promise<TestIssuer> => {
  let key: { alg: string; kid: string; privateKey: CryptoKey; jwk: JWK }
  let [made, fetched] = [0, 0]
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/keys') fetched++
    if (issuer.mischief?.(path, response)) return
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` },
      '/keys': { keys: [key.jwk] },
    }
    response.writeHead(path in documents ? 200 : 404, {
      'content-type': 'application/json',
      connection: 'close',
    })
    response.end(JSON.stringify(documents[path] ?? {}))
  })
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const issuer: TestIssuer = {
    url: `http://127.0.0.1:${port}`,
    mischief: undefined,
    publicKey: () => key.jwk,
    fetches: () => fetched,
    async rotate(alg = 'ES256') {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
      const kid = `key-${++made}`
      key = { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
    },
    token: (claims = {}, header = {}) => {
      const seconds = Math.floor(now() / 1000)
      const usual = {
        iss: issuer.url,
        aud: AUDIENCE,
        sub: 'ada@example.com',
        iat: seconds,
        exp: seconds + 300,
      }
      return new SignJWT({ ...usual, tenant: 'lab', role: 'client', ...claims })
        .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header } as { alg: string })
        .sign(key.privateKey, { crit: { [CRITICAL]: true } })
    },
    async leave() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    async comeBack() {
      await listen(port)
    },
  }
  await issuer.rotate()
  return issuer
}
