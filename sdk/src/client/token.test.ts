/** A token that a function gives: when it is asked, what a refusal does, and what its failures look like. */
import { describe, expect, it } from 'vitest'
import { faulty, JOB, json, type Received } from './faulty-server.test.helper.js'
import {
  AuthenticationError,
  ConnectionTimeoutError,
  NotFoundError,
  PromptPost,
  PromptPostError,
  type TokenSource,
  UserAbortError,
} from './index.js'

/** Gives `t1`, `t2`, … */
const counting = (): { token: () => string; asked: () => number } => {
  let count = 0
  return { token: () => `t${++count}`, asked: () => count }
}

const sent = (received: Received[]): (string | undefined)[] =>
  received.map(({ headers }) => headers.authorization)

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('a function that gives tokens', () => {
  it('is called before each try, and by nobody before', async () => {
    const { token, asked } = counting()
    const { client, received } = await faulty(
      (response, count) =>
        count === 2
          ? response.writeHead(503, { 'retry-after-ms': '0' }).end()
          : json(response, 200, { id: JOB }),
      { token: async () => token() },
    )
    expect(asked()).toBe(0)
    await client.jobs.get(JOB)
    await client.jobs.get(JOB)
    expect(sent(received)).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t3'])
  })

  it('is asked once more when its token is refused, whatever the number of retries', async () => {
    const { client, received, log } = await faulty(
      (response, _, { headers }) =>
        headers.authorization === 'Bearer t1'
          ? json(response, 401, { code: 'unauthorized' })
          : json(response, 202, { id: 'prd_x' }),
      { token: counting().token, maxRetries: 0, logLevel: 'warn' },
    )
    await client.predictions.create({ transfer: `trf_${'0'.repeat(26)}`, texts: ['a'] })
    expect(sent(received)).toEqual(['Bearer t1', 'Bearer t2'])
    expect(received[1]!.body).toBe(received[0]!.body)
    expect(received[1]!.headers['idempotency-key']).toBe(received[0]!.headers['idempotency-key'])
    expect(log.map(([level, , { status, retryIn }]) => [level, status, retryIn])).toEqual([['warn', 401, 0]])
  })

  it('is asked once more and no oftener', async () => {
    const { client, received } = await faulty(response => json(response, 401, { code: 'unauthorized' }), {
      token: counting().token,
    })
    expect(await failureOf(client.jobs.get(JOB))).toBeInstanceOf(AuthenticationError)
    expect(sent(received)).toEqual(['Bearer t1', 'Bearer t2'])
  })

  it('costs no retry when its token is refused', async () => {
    const { client, received } = await faulty(
      (response, count) =>
        count === 1 ? json(response, 401, {}) : response.writeHead(503, { 'retry-after-ms': '0' }).end(),
      { token: counting().token, maxRetries: 2 },
    )
    expect(await failureOf(client.jobs.get(JOB))).toMatchObject({ status: 503 })
    expect(received).toHaveLength(4)
  })

  it('lets a job be followed over a token that has expired', async () => {
    const { client } = await faulty(
      (response, _, { headers }) =>
        headers.authorization === 'Bearer t1'
          ? json(response, 401, {})
          : json(response, 200, { id: JOB, data: [], finished: true, status: 'succeeded' }),
      { token: counting().token },
    )
    expect(await client.jobs.wait(JOB)).toMatchObject({ id: JOB, status: 'succeeded' })
  })

  it('does not make a refused DELETE look like one whose answer was lost', async () => {
    const { client } = await faulty(
      (response, count) => json(response, count === 1 ? 401 : 404, { code: 'not-found' }),
      { token: counting().token },
    )
    const gone = failureOf(client.prompts.delete(`pmt_${'0'.repeat(26)}`))
    expect(await gone).toBeInstanceOf(NotFoundError)
  })

  it('that fails ends the call with its reason, sends nothing, and is not called again', async () => {
    let asked = 0
    const reason = new Error(`the issuer refused pp_${'A'.repeat(43)}`)
    const { client, received, log } = await faulty(response => json(response, 200, {}), {
      token: () => {
        asked++
        throw reason
      },
      logLevel: 'debug',
    })
    const error = (await failureOf(client.jobs.get(JOB))) as PromptPostError
    expect(error).toBeInstanceOf(PromptPostError)
    expect(error.code).toBe('unavailable')
    expect(error.message).toBe('token: the function failed: the issuer refused pp_***')
    expect(error.cause).toBe(reason)
    expect([asked, received.length]).toEqual([1, 0])
    expect(log.map(([level, message]) => [level, message])).toEqual([
      ['error', `GET /v1/jobs/${JOB}: there is no token`],
    ])
    expect(JSON.stringify(log)).not.toContain('issuer')
  })

  it.each<[string, unknown]>([
    ['an empty text', ''],
    ['a text with a space, a line end or what is not ASCII', 'secret\n'],
    ['undefined', undefined],
    ['an object', { token: 'secret' }],
  ])('that gives %s is told so, and what it gave is not shown', async (kind, given) => {
    const { client, received } = await faulty(response => json(response, 200, {}), {
      token: (() => given) as () => string,
    })
    const error = (await failureOf(client.jobs.list().all())) as PromptPostError
    expect(error).toMatchObject({ code: 'invalid-argument', field: 'token' })
    expect(error.message).toBe(`token: the function gave ${kind}. It must give the token, or throw.`)
    expect(received).toHaveLength(0)
  })

  it('that takes too long is given up: by the time limit, which is tried again, and by the caller', async () => {
    let asked = 0
    const never: TokenSource = () => {
      asked++
      return new Promise(() => {})
    }
    const { client, received } = await faulty(response => json(response, 200, {}), { token: never })
    const late = await failureOf(client.jobs.get(JOB, { timeout: 30, maxRetries: 1 }))
    expect(late).toBeInstanceOf(ConnectionTimeoutError)
    expect((late as Error).message).toBe('no token in 30 ms')
    expect(asked).toBe(2)
    const control = new AbortController()
    const call = failureOf(client.jobs.get(JOB, { signal: control.signal }))
    control.abort('enough')
    expect(await call).toBeInstanceOf(UserAbortError)
    expect(received).toHaveLength(0)
  })
})

describe('a token given as a text', () => {
  it('is refused where it is none, without being shown, and is not tried again after a 401', async () => {
    const make = (token: string) => () => new PromptPost({ baseUrl: 'http://127.0.0.1:1', token })
    expect(make('')).toThrow('token: must be a token and not an empty text')
    expect(make('secret secret')).toThrow(
      /not a text with a space.*Give one line of visible ASCII, or a function/,
    )
    expect(make('secret secret')).not.toThrow('secret secret')
    const { client, received } = await faulty(response => json(response, 401, {}))
    expect(await failureOf(client.jobs.get(JOB))).toBeInstanceOf(AuthenticationError)
    expect(received).toHaveLength(1)
  })
})
