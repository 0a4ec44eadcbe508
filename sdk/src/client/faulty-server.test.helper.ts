/**
 * For tests of one manner of the client: a real HTTP server that answers as the test says, and a client of it.
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { PromptPost, type PromptPostOptions } from './index.js'
import type { LogEntry } from './logging.js'

export type Received = { method: string; path: string; headers: IncomingMessage['headers']; body: string }

export type Faulty = {
  url: string
  client: PromptPost
  received: Received[]
  log: [level: string, message: string, entry: LogEntry][]
}

export const TOKEN = `pp_${'A'.repeat(43)}`

/**
 * @param answer given each request and its number, from 1; it may also break the connection, or say nothing
 */
export const faulty = async (
  answer: (response: ServerResponse, count: number, request: Received) => unknown,
  options: PromptPostOptions = {},
): Promise<Faulty> => {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk as Uint8Array)
    const { method = '', url = '', headers } = request
    received.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() })
    answer(response, received.length, received.at(-1)!)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const log: Faulty['log'] = []
  const logger = Object.fromEntries(
    (['error', 'warn', 'info', 'debug'] as const).map(level => [
      level,
      (message: string, entry: LogEntry) => void log.push([level, message, entry]),
    ]),
  ) as NonNullable<PromptPostOptions['logger']>
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new PromptPost({ baseUrl: url, token: TOKEN, logger, ...options })
  return { url, client, received, log }
}

/** An answer in JSON. */
export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export const JOB = `job_${'0'.repeat(26)}`
