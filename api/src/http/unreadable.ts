/**
 * What is no HTTP, refused in the form that all refusals have: the parser gives up before any handler is asked.
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'

type ParserError = Error & { code?: string }

/** Answers what cannot be parsed, and ends the connection. */
export const answerUnreadable = (server: Server): void =>
  void server.on('clientError', ({ code }: ParserError, socket) => {
    if (!socket.writable) return void socket.destroy()
    const isLarge = code === 'HPE_HEADER_OVERFLOW'
    const [status, title, detail] = isLarge
      ? [431, 'Request Header Fields Too Large', 'The headers are too large.']
      : [400, 'The request cannot be read', 'It is no HTTP request, or one of its headers is malformed.']
    const requestId = `req_${randomUUID().replaceAll('-', '')}`
    const type = 'https://promptpost.dev/problems/bad-request'
    const body = JSON.stringify({ type, title, status, detail, code: 'bad-request', request_id: requestId })
    socket.end(
      [
        `HTTP/1.1 ${status} ${isLarge ? title : 'Bad Request'}`,
        'content-type: application/problem+json',
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${requestId}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  })
