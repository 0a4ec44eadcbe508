/**
 * The list of requests that a client run may make, and the comparison with it: request line, every header, every byte of
 * a body. What is not in the list is a finding.
 * @module
 */
import { headerOf, type Message } from './http-messages.js'

export type AllowedRequest = {
  method: string
  /** Path and query, whole. */
  target: string | RegExp
  /** The very bytes, known before the request was made; null for none. */
  body: Buffer | null
  /** Where they differ from those of every request. */
  headers?: ExpectedHeaders
}

/** Values of headers, by name. A pattern stands for what varies: its form is fixed, its content cannot be known. */
export type ExpectedHeaders = Record<string, string | RegExp>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Of every request of the client. */
export const commonHeaders = (host: string, token: string): ExpectedHeaders => ({
  host,
  connection: 'keep-alive',
  authorization: `Bearer ${token}`,
  'user-agent': `promptpost/0.1.0 (node/${process.versions.node}; ${process.platform}-${process.arch})`,
  accept: '*/*',
  'accept-language': '*',
  // Which of them is a matter of the version of Node.
  'accept-encoding': /^(gzip|deflate|br|zstd)(, (gzip|deflate|br|zstd))*$/,
  'sec-fetch-mode': 'cors',
})

const postHeaders = (body: Buffer): ExpectedHeaders => ({
  'content-type': 'application/json',
  'content-length': `${body.length}`,
  'idempotency-key': UUID,
})

const matches = (expected: string | RegExp, value: string): boolean =>
  typeof expected === 'string' ? expected === value : expected.test(value)

/** What is wrong with a request's headers: one that is not expected, has another value, comes twice, or is missing. */
export const compareHeaders = (request: Pick<Message, 'headers'>, expected: ExpectedHeaders): string[] => {
  const names = request.headers.map(([name]) => name)
  return [
    ...request.headers.flatMap(([name, value], at) => {
      if (names.indexOf(name) !== at) return [`header ${name} comes twice`]
      const wanted = expected[name]
      if (wanted === undefined) return [`header ${name} is not in the list`]
      return matches(wanted, value) ? [] : [`header ${name} has another value`]
    }),
    ...Object.keys(expected)
      .filter(name => !names.includes(name))
      .map(name => `header ${name} is missing`),
  ]
}

const differenceOf = (body: Buffer, expected: Buffer): string[] => {
  if (body.equals(expected)) return []
  const at = body.findIndex((byte, index) => byte !== expected[index])
  return [`the body is not what was announced: byte ${at < 0 ? body.length : at} of ${expected.length}`]
}

/** What is wrong with a request, in words; nothing when it is in the list as it is. */
export const compareWithList = (
  request: Message,
  list: readonly AllowedRequest[],
  headers: ExpectedHeaders,
): string[] => {
  const [method = '', target = ''] = request.start.split(' ')
  const candidates = list.filter(item => item.method === method && matches(item.target, target))
  if (candidates.length === 0) return ['is not in the list']
  const problems = candidates.map(({ body, headers: own }) => [
    ...compareHeaders(request, { ...headers, ...(body && postHeaders(body)), ...own }),
    ...(headerOf(request, 'content-encoding') === undefined ? [] : ['has a content-encoding']),
    ...differenceOf(request.body, body ?? Buffer.alloc(0)),
  ])
  // Of several with this address (two uploads, say) it has to be one.
  return problems.find(found => found.length === 0) ?? problems[0]!
}
