/**
 * An HTTP API of API Gateway (payload format 2.0) before a function, as far as the service uses one.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LambdaFunction } from './function.js'

/** It takes no larger body, and waits no longer. */
const LARGEST_BODY = 10 * 2 ** 20
const TIMEOUT = 30_000

type Answer = {
  statusCode: number
  headers?: Record<string, string>
  cookies?: string[]
  body?: string
  isBase64Encoded?: boolean
}

/** The event of a request: text as it is, anything else in base64. */
export const eventOf = (request: IncomingMessage, body: Buffer): Record<string, unknown> => {
  const url = new URL(request.url ?? '/', 'http://gateway')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const isText = /^(text\/|application\/(json|javascript|xml|x-ndjson))/.test(headers['content-type'] ?? '')
  const query = Object.fromEntries(url.searchParams)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(url.search && { queryStringParameters: query }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'test',
      domainName: request.headers.host,
      domainPrefix: 'test',
      http: {
        method: request.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: 'test',
      routeKey: '$default',
      stage: '$default',
      time: '28/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.now(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

export type Gateway = { url: string; close(): Promise<void> }

export const startGateway = async (api: LambdaFunction): Promise<Gateway> => {
  const server = createServer(async (request, response) => {
    const fail = (status: number, message: string): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks)
      if (body.length > LARGEST_BODY) return fail(413, 'Request Entity Too Large')
      const late = new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), TIMEOUT).unref())
      const answer = (await Promise.race([api.invoke(eventOf(request, body)), late])) as Answer | undefined
      if (!answer) return fail(503, 'Service Unavailable')
      const { statusCode, headers = {}, cookies, body: content = '', isBase64Encoded } = answer
      response.writeHead(statusCode, { ...headers, ...(cookies && { 'set-cookie': cookies }) })
      response.end(Buffer.from(content, isBase64Encoded ? 'base64' : 'utf8'))
    } catch {
      fail(500, 'Internal Server Error')
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
