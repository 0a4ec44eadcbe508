/**
 * Traffic as a HAR file (HTTP Archive 1.2), for tools that compare it with the contract.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import type { SeenAnswer } from '../../api/src/testing/contract-check.js'
import type { FuzzedRequest } from './requests.js'

type Pair = { name: string; value: string }
const pairs = (entries: Iterable<[string, string]>): Pair[] =>
  [...entries].map(([name, value]) => ({ name, value }))

/** One exchange, without the token. */
export const harEntry = (url: string, asked: FuzzedRequest, answer: SeenAnswer) => {
  const headers: Record<string, string> = {
    ...asked.headers,
    // As the fuzzer sends it.
    ...(asked.body !== undefined && { 'content-length': String(Buffer.byteLength(asked.body)) }),
    ...(asked.headers.authorization !== undefined && { authorization: 'Bearer redacted' }),
  }
  const type = answer.headers.get('content-type') ?? ''
  const size = Buffer.byteLength(answer.text)
  return {
    startedDateTime: new Date().toISOString(),
    time: 0,
    request: {
      method: asked.method,
      url: url + asked.path,
      httpVersion: 'HTTP/1.1',
      headers: pairs(Object.entries(headers)),
      queryString: pairs(new URL(url + asked.path).searchParams),
      cookies: [],
      headersSize: -1,
      bodySize: Buffer.byteLength(asked.body ?? ''),
      ...(asked.body !== undefined && {
        postData: { mimeType: headers['content-type'] ?? '', text: asked.body },
      }),
    },
    response: {
      status: answer.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: pairs(answer.headers),
      cookies: [],
      content: { size, mimeType: type, text: answer.text },
      redirectURL: '',
      headersSize: -1,
      bodySize: size,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  }
}

export const writeHar = (file: string, entries: readonly unknown[]): Promise<void> =>
  writeFile(
    file,
    JSON.stringify({ log: { version: '1.2', creator: { name: 'promptpost fuzz', version: '1' }, entries } }),
  )
