/** What is told of requests at which level; never a token and never a text. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { faulty, JOB, json, TOKEN } from './faulty-server.test.helper.js'
import type { LogLevel } from './index.js'
import { redactHeaders } from './redact.js'

const PRIVATE = 'a text that nobody may see'

/** A call that is retried once and then succeeds, and one that fails; with a text in request, answer and problem. */
const calls = async (logLevel: LogLevel | undefined) => {
  const server = await faulty(
    (response, count) => {
      if (count === 1) json(response, 503, { detail: PRIVATE }, { 'retry-after-ms': '0' })
      else if (count === 2) json(response, 202, { id: 'prd_x', text: PRIVATE }, { 'set-cookie': 's=secret' })
      else json(response, 500, { detail: `${PRIVATE} Bearer ${TOKEN}` })
    },
    { maxRetries: 1, ...(logLevel && { logLevel }) },
  )
  await server.client.predictions.create({ transfer: `trf_${'0'.repeat(26)}`, texts: [PRIVATE] })
  await server.client.jobs.get(JOB, { maxRetries: 0 }).catch(() => {})
  return server.log
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the logger', () => {
  it.each<[LogLevel | undefined, string[]]>([
    [undefined, []],
    ['off', []],
    ['error', ['error']],
    ['warn', ['warn', 'error']],
    ['info', ['warn', 'info', 'error']],
    ['debug', ['warn', 'debug', 'error']],
  ])('at %s is told %j', async (level, told) => {
    expect((await calls(level)).map(([name]) => name)).toEqual(told)
  })

  it('takes its level from PROMPTPOST_LOG, and refuses one that is none', async () => {
    vi.stubEnv('PROMPTPOST_LOG', 'warn')
    expect((await calls(undefined)).map(([name]) => name)).toEqual(['warn', 'error'])
    vi.stubEnv('PROMPTPOST_LOG', 'loud')
    await expect(calls(undefined)).rejects.toThrow('PROMPTPOST_LOG')
  })

  it('is told of no body, no token and no cookie, at any level', async () => {
    const text = JSON.stringify(await calls('debug'))
    for (const secret of [PRIVATE, TOKEN, 's=secret']) expect(text).not.toContain(secret)
    expect(text).toContain('"authorization":"***"')
    expect(text).toContain('"retryIn":0')
    const { authorization, cookie, other } = redactHeaders(
      new Headers({ Authorization: `Bearer ${TOKEN}`, Cookie: 'a', other: `x ${TOKEN}` }),
    )
    expect([authorization, cookie, other]).toEqual(['***', '***', 'x pp_***'])
  })
})
