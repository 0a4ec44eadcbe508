/**
 * A verifier of a real issuer's tokens, with a clock that a test moves.
 * @module
 */
import { afterEach, beforeEach, expect } from 'vitest'
import { AUDIENCE, startIssuer, type TestIssuer } from '../../testing/issuer.test.helper.js'
import { type Oidc, openOidc } from './index.js'

export const SECOND = 1000

type Refusal = { status: number; code: string; message: string; details: { headers: object } }

export type Bench = {
  /** Milliseconds since 1970. */
  clock: number
  issuer: TestIssuer
  oidc: Oidc
  log: Record<string, unknown>[]
  /** Seconds since 1970 of the test's clock. */
  seconds: (later?: number) => number
  /** How a token is refused; the problem must not hold any of its parts. */
  refusalOf: (token: string) => Promise<Refusal>
  expectRefused: (token: string, detail: RegExp, code?: string) => Promise<void>
}

/** Registers it with the test file; its fields are set before each test. */
export const setBench = (): Bench => {
  const bench: Bench = {
    clock: 0,
    issuer: undefined as unknown as TestIssuer,
    oidc: undefined as unknown as Oidc,
    log: [],
    seconds: (later = 0) => Math.floor(bench.clock / SECOND) + later,
    async refusalOf(token) {
      const problem = await bench.oidc.verify(token).then(
        credential => expect.fail(`accepted as ${JSON.stringify(credential)}`),
        (error: Refusal) => error,
      )
      const told = JSON.stringify([problem.message, problem.details])
      for (const piece of token.split('.').filter(text => text.length > 8)) expect(told).not.toContain(piece)
      return problem
    },
    async expectRefused(token, detail, code = 'unauthorized') {
      const problem = await bench.refusalOf(token)
      expect(problem).toMatchObject({ status: 401, code, message: expect.stringMatching(detail) })
      expect(problem.details.headers).toMatchObject({
        'www-authenticate': expect.stringMatching(
          /^Bearer realm="promptpost", error="invalid_token", error_description="[^"\\]+"$/,
        ),
      })
    },
  }
  beforeEach(async () => {
    bench.clock = Date.now()
    const log: Bench['log'] = []
    bench.log = log
    bench.issuer = await startIssuer(() => bench.clock)
    bench.oidc = openOidc({
      issuer: bench.issuer.url,
      audience: AUDIENCE,
      log: entry => void log.push(entry),
      now: () => bench.clock,
    })
  })
  afterEach(() => bench.issuer.leave())
  return bench
}
