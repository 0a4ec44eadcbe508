/** A call ends when its time is over or its caller says so, wherever it is. */
import { describe, expect, it } from 'vitest'
import { faulty, JOB, json } from './faulty-server.test.helper.js'
import { ConnectionError, ConnectionTimeoutError, UserAbortError } from './index.js'

describe('a time limit', () => {
  it('ends a try that is not answered, and the next tries have as much', async () => {
    const { client, log } = await faulty(
      (response, count) => {
        if (count > 1) json(response, 200, { id: JOB })
      },
      { timeout: 500, maxRetries: 5, logLevel: 'debug' },
    )
    expect(await client.jobs.get(JOB)).toEqual({ id: JOB })
    expect(log.length).toBeGreaterThan(1)
    expect(log.at(-1)![0]).toBe('debug')
    const silent = await faulty(() => {}, { logLevel: 'debug' })
    const late = silent.client.jobs.get(JOB, { timeout: 50, maxRetries: 1 })
    await expect(late).rejects.toBeInstanceOf(ConnectionTimeoutError)
    await expect(late).rejects.toBeInstanceOf(ConnectionError)
    // Counted here: on a busy machine the time may be over before the server has read the request.
    expect(silent.log.map(([level, , { attempt }]) => [level, attempt])).toEqual([
      ['warn', 0],
      ['error', 1],
    ])
  })
})

/** The reason that an aborted call must keep. */
const REASON = { why: 'enough' }

const expectAborted = async (call: Promise<unknown>): Promise<void> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UserAbortError)
  expect((error as UserAbortError).cause).toBe(REASON)
}

describe('an abort', () => {
  it('before anything is sent sends nothing', async () => {
    const { client, received } = await faulty(response => json(response, 200, {}))
    const signal = AbortSignal.abort(REASON)
    await expectAborted(client.jobs.get(JOB, { signal }))
    await expectAborted(client.jobs.list({ signal }).all())
    await expectAborted(client.jobs.wait(JOB, { signal }))
    await expectAborted(client.students.file('stu_x', 'config.json', { signal }))
    expect(received).toHaveLength(0)
  })

  it('ends the waiting for an answer, with the connection', async () => {
    const control = new AbortController()
    let isClosed: Promise<void> | undefined
    const { client } = await faulty(response => {
      isClosed = new Promise(resolve => response.once('close', resolve))
      control.abort(REASON)
    })
    await expectAborted(client.jobs.get(JOB, { signal: control.signal }))
    await isClosed
  })

  it('ends the wait before the next try', async () => {
    const control = new AbortController()
    const { client, received } = await faulty(response => {
      response.writeHead(503, { 'retry-after': '60' }).end()
      setTimeout(() => control.abort(REASON), 50)
    })
    await expectAborted(client.jobs.get(JOB, { signal: control.signal }))
    expect(received).toHaveLength(1)
  })

  it('ends the reading of an answer', async () => {
    const control = new AbortController()
    const { client } = await faulty(response => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":')
      setTimeout(() => control.abort(REASON), 50)
    })
    await expectAborted(client.jobs.get(JOB, { signal: control.signal }))
  })

  it('ends the following of a job', async () => {
    const control = new AbortController()
    const { client } = await faulty(response => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n')
      setTimeout(() => control.abort(REASON), 50)
    })
    await expectAborted(client.jobs.wait(JOB, { signal: control.signal }))
  })
})
