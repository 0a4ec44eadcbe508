/**
 * Requests at a fixed rate, whether the ones before were answered or not. A request's time counts from when it was due, so a
 * service that stalls is charged for all who waited (no coordinated omission).
 * @module
 */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Kind = 'read' | 'write'
export type Call = {
  kind: Kind
  name: string
  method: string
  path: string
  body?: string
  etag?: string | undefined
}
export type Answer = { status: number; etag: string | undefined; text: () => string }

/** `milliseconds` from when the request was due, of which `late` had passed when it was sent. */
export type Timing = { kind: Kind; name: string; milliseconds: number; late: number; status: number }

/** The call to make, and what its answer is for. */
export type Next = { call: Call; answered: (answer: Answer) => void }

/** Connections, shared by all requests; one that finds none free waits, and its time runs. */
const CONNECTIONS = 128
/** An answer later than this is an error, in milliseconds. */
const PATIENCE = 10_000

export type Sender = { send: (call: Call) => Promise<Answer>; close: () => void }

export const openSender = (url: string, token: string): Sender => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const { hostname, port } = new URL(url)
  return {
    send: ({ method, path, body, etag }) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
        }
        const sent = request({ agent, hostname, port, method, path, headers, timeout: PATIENCE }, answer => {
          const chunks: Buffer[] = []
          answer.on('data', chunk => chunks.push(chunk as Buffer))
          answer.on('error', reject)
          answer.on('end', () =>
            resolve({
              status: answer.statusCode!,
              etag: answer.headers.etag,
              text: () => Buffer.concat(chunks).toString('utf8'),
            }),
          )
        })
        sent.on('timeout', () => sent.destroy(new Error('no answer')))
        sent.on('error', reject)
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}

/**
 * @param rate requests a second
 * @returns one timing for each request; status 0 where none came
 */
export const openLoop = async (
  sender: Sender,
  rate: number,
  seconds: number,
  next: () => Next,
): Promise<Timing[]> => {
  const timings: Timing[] = []
  const started = performance.now()
  const one = async (due: number): Promise<void> => {
    const { call, answered } = next()
    const late = performance.now() - due
    const answer = await sender.send(call).catch(() => undefined)
    const milliseconds = performance.now() - due
    timings.push({ kind: call.kind, name: call.name, milliseconds, late, status: answer?.status ?? 0 })
    if (answer) answered(answer)
  }
  const open = new Set<Promise<void>>()
  for (let i = 0; i < rate * seconds; i++) {
    const due = started + (i * 1000) / rate
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    const running = one(due).finally(() => open.delete(running))
    open.add(running)
  }
  await Promise.all(open)
  return timings
}
