/**
 * A real receiver of webhooks: an https (or http) server on this machine that keeps what it is sent and answers as told.
 * @module
 */
import { readFileSync } from 'node:fs'
import { createServer as createHttp, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { PATIENCE } from './server.test.helper.js'

const file = (name: string): string =>
  fileURLToPath(new URL(`../../../api/src/testing/${name}`, import.meta.url))

/** Has a server process trust the receiver's certificate. */
export const TRUSTING = { NODE_EXTRA_CA_CERTS: file('receiver.test.cert.pem') }

export type Received = { path: string; headers: IncomingHttpHeaders; body: string }

export type Receiver = {
  url: string
  received: Received[]
  /** Statuses of the next answers; 200 when there is none left. */
  answers: number[]
  /** Answers instead. */
  answer: ((response: ServerResponse) => void) | undefined
  /** Connections that were opened, whether anything was sent or not. */
  connections: () => number
  /** Waits until at least so many have come. */
  came: (count: number) => Promise<Received[]>
  close: () => Promise<void>
}

export const startReceiver = async (protocol: 'https' | 'http' = 'https'): Promise<Receiver> => {
  let connections = 0
  const server =
    protocol === 'http'
      ? createHttp()
      : createHttps({
          key: readFileSync(file('receiver.test.key.pem')),
          cert: readFileSync(file('receiver.test.cert.pem')),
        })
  server.on('connection', () => connections++)
  server.on('request', async (request, response) => {
    const body = await text(request)
    receiver.received.push({ path: request.url ?? '', headers: request.headers, body })
    if (receiver.answer) return receiver.answer(response)
    response.writeHead(receiver.answers.shift() ?? 200).end('thanks')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `${protocol}://localhost:${(server.address() as AddressInfo).port}`,
    received: [],
    answers: [],
    answer: undefined,
    connections: () => connections,
    async came(count) {
      for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; await sleep(20))
        if (receiver.received.length >= count) return receiver.received
      throw new Error(`only ${receiver.received.length} of ${count} came`)
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return receiver
}
