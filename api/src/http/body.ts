/**
 * Reading bodies within bounds: the declared length is checked before the first byte, the real one while reading.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { authenticateAgain } from './auth.js'
import type { RequestContext } from './environment.js'
import type { OperationName } from './operations.js'
import { Problem } from './problem.js'
import { validateBody } from './validate.js'

const tooLarge = (limit: number): Problem =>
  new Problem(413, 'too-large', `The body may have at most ${limit} bytes.`, {
    headers: { connection: 'close' },
  })

export const mediaType = (c: RequestContext): string =>
  (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const checkLength = (c: RequestContext, limit: number): void => {
  if (Number(c.req.header('content-length') ?? 0) > limit) throw tooLarge(limit)
}

/**
 * The body's bytes as they come, ending in a Problem 413 once they are more than `limit`, and in a 401 where the token has ended
 * before them.
 */
export const streamBody = (c: RequestContext, limit: number): AsyncIterable<Uint8Array> => {
  checkLength(c, limit)
  const stream = c.req.raw.body
  return (async function* () {
    let size = 0
    for await (const chunk of (stream ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > limit) throw tooLarge(limit)
      yield chunk
    }
    await authenticateAgain(c)
  })()
}

export const decodeText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem(400, 'invalid-encoding', 'The body is not UTF-8.')
  }
}

/** The same, whole. Where its length is declared, which HTTP holds it to, no stream has to be made of it, which costs as much as all else. */
const wholeBody = async (c: RequestContext, limit: number): Promise<Buffer> => {
  checkLength(c, limit)
  if (c.req.header('content-length') !== undefined) {
    const bytes = Buffer.from(await c.req.raw.arrayBuffer())
    if (bytes.length > limit) throw tooLarge(limit)
    await authenticateAgain(c)
    return bytes
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of streamBody(c, limit)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A JSON body that fits the operation's schema, and the digest of its bytes. */
export const readJsonBody = async (
  c: RequestContext,
  operation: OperationName,
  limit: number,
): Promise<{ body: unknown; digest: string }> => {
  if (mediaType(c) !== 'application/json')
    throw new Problem(415, 'unsupported-media-type', 'Send the body as application/json.')
  const bytes = await wholeBody(c, limit)
  let value: unknown
  try {
    value = JSON.parse(decodeText(bytes))
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(400, 'invalid-json', 'The body is not JSON.')
  }
  await validateBody(operation, value)
  return { body: value, digest: sha256(bytes) }
}
