/**
 * Writes that happen once, under their condition, though requests are repeated and answers get lost.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { PromptPostError } from '@promptpost/base'
import { conflict, type ObjectHead, type WriteCondition } from '@promptpost/base/store'
import { type Content, WHOLE } from './content.js'
import { type Facts, factsOf, metadataOf, newMark, type Seen } from './facts.js'
import { isMissing, nameOf, statusOf, wasRetried } from './failure.js'

export type Place = { client: S3Client; bucket: string; seen: Seen }

/** S3 allows so many parts. */
const MOST_PARTS = 10_000
/** How often a write is tried that S3 asks to try again, or whose object comes and goes meanwhile. */
const ATTEMPTS = 12

/** What S3 says of an object now; remembered. Undefined also where an object is not of this store: see {@link factsOf}. */
export const look = async ({ client, bucket, seen }: Place, key: string): Promise<Facts | undefined> => {
  try {
    const facts = factsOf(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })))
    seen.set(key, facts)
    return facts
  } catch (error) {
    seen.set(key, undefined)
    if (isMissing(error)) return undefined
    throw error
  }
}

const tagOf = ({ ETag }: { ETag?: string | undefined }): string => {
  if (ETag === undefined)
    throw new PromptPostError('internal', 'gave no entity tag', { field: 'the object storage' })
  return ETag
}

type Conditions = { IfNoneMatch?: string; IfMatch?: string }

/** Sends the bytes under S3's conditions; gives the entity tag. */
const send = async (
  { client, bucket }: Place,
  key: string,
  content: Content,
  marks: readonly string[],
  conditions: Conditions,
): Promise<string> => {
  const common = { Bucket: bucket, Key: key, Metadata: metadataOf(content.sha256, marks), ...conditions }
  if (content.bytes) {
    const checksum = Buffer.from(content.sha256, 'hex').toString('base64')
    const put = new PutObjectCommand({ ...common, Body: content.bytes, ChecksumSHA256: checksum })
    return tagOf(await client.send(put))
  }
  // Few writes are streams: whoever starts for one request need not load it.
  const { Upload } = await import('@aws-sdk/lib-storage')
  const partSize = Math.max(WHOLE, Math.ceil(content.size / MOST_PARTS))
  const params = { ...common, Body: content.stream(), ContentLength: content.size }
  return tagOf(await new Upload({ client, params, partSize }).done())
}

/** A condition did not hold, or an upload is gone because it was completed already. */
const wasRefused = (error: unknown): boolean =>
  statusOf(error) === 412 || nameOf(error) === 'NoSuchUpload' || isMissing(error)

const isUnsure = (error: unknown): boolean => {
  const status = statusOf(error)
  return status === undefined || status >= 500
}

const unknown = (cause: unknown): PromptPostError =>
  new PromptPostError('unavailable', 'did not say whether a write was done', {
    field: 'the object storage',
    next: 'Read the object again before you repeat the write.',
    cause,
  })

/**
 * Stores content under a key.
 *
 * @throws PromptPostError `conflict` where the condition does not hold; `unavailable` where S3 gives no answer, or where it cannot be
 *   known whether the write was done: its answer was lost, and more writes came after it than marks are kept
 */
export const write = async (
  place: Place,
  key: string,
  content: Content,
  { ifAbsent, ifMatch }: WriteCondition,
): Promise<ObjectHead> => {
  const { seen } = place
  const { sha256, size } = content
  const mark = newMark()
  const done = (facts: Facts): ObjectHead => {
    seen.set(key, facts)
    return { key, size, etag: sha256 }
  }
  /** The version that the write was to follow. */
  let base: Facts | undefined
  /** Whether an earlier try of this write may have been done. */
  let mayBeDone = false
  /** The error of a write that is not to be tried again. */
  const lost = (now: Facts | undefined, cause?: unknown): PromptPostError => {
    if (ifAbsent) return now ? conflict(key) : unknown(cause)
    // Every write since the one to be followed is in the lineage, and this one is not.
    const isComplete = base !== undefined && now?.lineage.includes(base.lineage.at(-1) ?? '')
    return mayBeDone && !isComplete ? unknown(cause) : conflict(key)
  }
  const mayTryAgain = (now: Facts | undefined): boolean => {
    if (ifAbsent) return now === undefined
    // The content asked for may be there under another tag: it was written again.
    return ifMatch === undefined || now?.sha256 === ifMatch
  }
  for (let attempt = 1; ; attempt++) {
    const present = ifMatch === undefined ? undefined : await version(place, key, ifMatch)
    if (ifMatch !== undefined && present?.sha256 !== ifMatch) {
      if (present?.lineage.includes(mark)) return done(present)
      throw lost(present)
    }
    base ??= present
    const lineage = [...(present?.lineage ?? []), mark]
    try {
      const tag = await send(place, key, content, lineage, {
        ...(ifAbsent && { IfNoneMatch: '*' }),
        ...(present && { IfMatch: present.tag }),
      })
      return done({ tag, sha256, size, lineage })
    } catch (error) {
      mayBeDone ||= wasRetried(error) || isUnsure(error)
      if (statusOf(error) === 409 && attempt < ATTEMPTS) {
        await sleep(Math.random() * Math.min(20 * 2 ** attempt, 2_000))
        continue
      }
      if (!wasRefused(error) && !isUnsure(error)) throw error
      const now = await look(place, key)
      if (now?.lineage.includes(mark)) return done(now)
      if (!wasRefused(error)) throw error
      if (attempt === ATTEMPTS || !mayTryAgain(now)) throw lost(now, error)
    }
  }
}

/** The version with a digest as it was seen last, since S3 compares its tag; else the present one. */
const version = async (place: Place, key: string, sha256: string): Promise<Facts | undefined> => {
  const remembered = place.seen.get(key)
  return remembered?.sha256 === sha256 ? remembered : look(place, key)
}
