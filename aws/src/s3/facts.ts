/**
 * What the store writes into an object's metadata, and what it remembers of objects it has seen.
 *
 * Callers know an object by the SHA-256 of its content; S3 compares with an entity tag of its own. And an answer may be lost after
 * a write was done: then the repeated request meets what it wrote itself and is refused. So each write carries a mark, and the
 * marks of the writes before it: whoever is refused reads them and knows whether his own is among them.
 * @module
 */
import { randomBytes } from 'node:crypto'

const DIGEST = 'sha256'
const LINEAGE = 'writes'
/** Marks kept: as many writes by others may come between a lost answer and the look at what is there. */
const MARKS = 16

export type Facts = {
  /** S3's entity tag, to make the next write conditional. */
  tag: string
  sha256: string
  size: number
  /** Marks of the last conditional writes, oldest first; an unconditional one starts anew. */
  lineage: readonly string[]
}

export const newMark = (): string => randomBytes(9).toString('base64url')

export const metadataOf = (sha256: string, lineage: readonly string[]): Record<string, string> => ({
  [DIGEST]: sha256,
  [LINEAGE]: lineage.slice(-MARKS).join('.'),
})

type Head = {
  ETag?: string | undefined
  ContentLength?: number | undefined
  Metadata?: Record<string, string> | undefined
}

/** Undefined where the object was not written by this store. */
export const factsOf = ({ ETag, ContentLength, Metadata = {} }: Head): Facts | undefined => {
  const sha256 = Metadata[DIGEST]
  if (ETag === undefined || ContentLength === undefined || !/^[0-9a-f]{64}$/.test(sha256 ?? ''))
    return undefined
  return { tag: ETag, sha256: sha256!, size: ContentLength, lineage: Metadata[LINEAGE]?.split('.') ?? [] }
}

/** What was seen last under keys: it saves asking before a write, and never decides one, since S3 compares the tag itself. */
export type Seen = {
  get(key: string): Facts | undefined
  set(key: string, facts: Facts | undefined): void
}

export const createSeen = (limit = 10_000): Seen => {
  const seen = new Map<string, Facts>()
  return {
    get: key => seen.get(key),
    set(key, facts) {
      seen.delete(key)
      if (facts) seen.set(key, facts)
      if (seen.size > limit) seen.delete(seen.keys().next().value as string)
    },
  }
}
