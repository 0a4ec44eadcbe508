/**
 * Reads that give what was stored, or fail: every whole object is held to its digest, and a broken stream goes on where it broke.
 * @module
 */
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { PromptPostError, sha256 } from '@promptpost/base'
import type { StoredObject } from '@promptpost/base/store'
import { type Facts, factsOf } from './facts.js'
import { explained, isMissing, s3Failure } from './failure.js'
import { look, type Place } from './write.js'

/** How often a body is asked for again that breaks off. The SDK repeats requests, not bodies. */
const ATTEMPTS = 4

const open = async (
  { client, bucket }: Place,
  key: string,
  settings: { Range?: string; IfMatch?: string } = {},
): Promise<GetObjectCommandOutput | undefined> => {
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...settings }))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const corrupt = (cause?: unknown): PromptPostError =>
  new PromptPostError('unavailable', 'gave other bytes than were stored', {
    field: 'the object storage',
    next: 'Try again; if it stays so, restore the object from an earlier version.',
    cause,
  })

/** The SDK found a checksum wrong; its error has no name of its own. */
const isMismatch = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Checksum mismatch')

/** A whole object, held to its digest. */
export const readWhole = async (place: Place, key: string): Promise<StoredObject | undefined> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await open(place, key)
    const facts = answer && factsOf(answer)
    place.seen.set(key, facts)
    if (!answer?.Body) return undefined
    try {
      const bytes = await answer.Body.transformToByteArray()
      const digest = sha256(bytes)
      if (facts && digest !== facts.sha256) throw corrupt()
      return { key, size: bytes.length, etag: digest, bytes }
    } catch (error) {
      if (attempt === ATTEMPTS) throw isMismatch(error) ? corrupt(error) : error
    }
  }
}

/** What is known of an object; one that was put there by other means is read for its digest. */
export const headOf = async (place: Place, key: string): Promise<Facts | undefined> => {
  const facts = await look(place, key)
  if (facts) return facts
  const answer = await open(place, key)
  if (!answer?.Body) return undefined
  const whole = await readWhole(place, key)
  return whole && { tag: answer.ETag ?? '', sha256: whole.etag, size: whole.size, lineage: [] }
}

/** Bytes from `start` to `end`, of the version that is there now, or an error. */
export const readRange = async (
  place: Place,
  key: string,
  start: number,
  end: number,
): Promise<AsyncIterable<Uint8Array> | undefined> => {
  const facts = await headOf(place, key)
  if (!facts) return undefined
  const stop = Math.min(end, facts.size)
  if (start >= stop) return (async function* () {})()
  const from = (at: number) => open(place, key, { Range: `bytes=${at}-${stop - 1}`, IfMatch: facts.tag })
  // Opened before the caller gets it, so that who asks for what has just gone is told at once.
  const first = await from(start)
  if (!first) return undefined
  return (async function* () {
    let answer = first
    let failures = 0
    for (let at = start; ; ) {
      try {
        for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) {
          at += chunk.length
          failures = 0
          yield chunk
        }
        if (at === stop) return
      } catch (error) {
        if (++failures === ATTEMPTS) throw s3Failure(error)
      }
      // The tag holds it to the same version: what was replaced meanwhile is refused.
      const next = await explained(() => from(at))
      if (!next) throw corrupt()
      answer = next
    }
  })()
}
