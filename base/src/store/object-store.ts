/**
 * The one place state lives: named objects, written whole, with conditional writes that give locks and compare-and-swap.
 * @module
 */
import { PromptPostError } from '../errors.js'

/** What is known of an object without reading it. */
export type ObjectHead = {
  key: string
  /** Bytes. */
  size: number
  /** SHA-256 of the content, 64 hexadecimal digits. */
  etag: string
}

export type StoredObject = ObjectHead & { bytes: Uint8Array }

/** When a write may happen. With neither field it always does. */
export type WriteCondition = {
  /** Only when no object has this key. */
  ifAbsent?: true
  /** Only when the object's present etag is this one. */
  ifMatch?: string
}

export type PutOptions = WriteCondition & {
  /**
   * Says that the object need not outlive a machine that loses its power, though it must a process that is killed: after that it may be
   * as it was before, or hold anything. A store may then leave out what takes most of the time of a small write.
   */
  mayBeLost?: true
}

/** An object that is not there yet. */
export type NewObject = { key: string; data: string | Uint8Array }

/** Content to store: whole, or in parts when it is too large to hold. */
export type ObjectData = string | Uint8Array | AsyncIterable<Uint8Array>

export type ListOptions = {
  /** Start after this: the `cursor` of the page before. */
  cursor?: string
  /** At most this many, 1 to 1000; default 1000. */
  limit?: number
}

export type FolderListOptions = ListOptions & {
  /**
   * How old the names may be, in milliseconds, but for what was done through this store, which is known at once; default 0.
   * What is said is a bound: a store may always give those of now.
   */
  age?: number
}

export type ObjectPage = { objects: { key: string; size: number }[]; cursor: string | undefined }
export type FolderPage = { names: string[]; cursor: string | undefined }

/**
 * Objects by key. Keys are `/`-separated segments (see `checkKey`); a key must not be the folder of another.
 * A write whose condition does not hold throws a PromptPostError of code `conflict` and changes nothing.
 */
export interface ObjectStore {
  head(key: string): Promise<ObjectHead | undefined>
  get(key: string): Promise<StoredObject | undefined>
  /**
   * Bytes `start` to `end` (exclusive) as a stream, so that an object of any size can be sent; fewer, or none, where the object
   * ends before. An object that is replaced or deleted meanwhile is given as it was, or the stream fails.
   */
  getRange(key: string, start: number, end: number): Promise<AsyncIterable<Uint8Array> | undefined>
  put(key: string, data: ObjectData, options?: PutOptions): Promise<ObjectHead>
  /** Stores a copy of a file of any size. */
  putFile(key: string, path: string, condition?: WriteCondition): Promise<ObjectHead>
  /** True when there was something to delete. */
  delete(key: string, condition?: { ifMatch?: string }): Promise<boolean>
  /**
   * Objects whose key starts with `prefix`, in the order of their keys' bytes. What is there from the first page to the last is
   * listed once, whatever comes and goes meanwhile.
   */
  list(prefix: string, options?: ListOptions): Promise<ObjectPage>
  /** Names of the immediate folders under `folder` (a key without a trailing slash), in the order of {@link byFolder}. */
  listFolders(folder: string, options?: FolderListOptions): Promise<FolderPage>
  /**
   * Creates objects one after another, up to the first whose key is taken: whoever sees one sees all before it. Only of stores that
   * do it faster than by one `put` after another; {@link createInOrder} works with any.
   *
   * @returns how many it created
   */
  createInOrder?(objects: readonly NewObject[]): Promise<number>
  /**
   * Objects under `folder` (a key without a trailing slash) whose keys are wanted, in order. Only of stores that need not look at what
   * is not wanted; elsewhere {@link list} gives them.
   *
   * @param isWanted asked about each key, and first about the folders above it, each with a trailing slash
   */
  walk?(folder: string, isWanted: (key: string) => boolean): AsyncIterable<{ key: string; size: number }>
  /** Removes what processes that are gone were writing when they ended, in stores that keep it. */
  sweep?(): Promise<void>
  /** An address at which whoever has it can read the object for some seconds, for stores that give one. */
  downloadUrl?(key: string, seconds: number): Promise<string>
  /** A path on this machine that holds the object's bytes, for stores that have one: read only. */
  localPath?(key: string): string
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,127})*$/
const PREFIX = /^[A-Za-z0-9._/-]*$/

/** Longest key, in characters (S3 takes 1024; a directory adds its own root). */
export const KEY_LIMIT = 512

/** Throws unless every segment starts with a letter or digit and holds letters, digits, `.`, `_`, `-`: no `..`, no empty part. */
export const checkKey = (key: string): string => {
  if (key.length > KEY_LIMIT || !KEY.test(key))
    throw new PromptPostError('invalid-argument', 'is not a valid object key', { field: 'key', value: key })
  return key
}

/** Throws unless `prefix` could begin a key; the empty prefix means everything. */
export const checkPrefix = (prefix: string): string => {
  if (
    prefix.length > KEY_LIMIT ||
    !PREFIX.test(prefix) ||
    prefix.split('/').some(part => /^\.{1,2}$/.test(part))
  )
    throw new PromptPostError('invalid-argument', 'is not a valid key prefix', {
      field: 'prefix',
      value: prefix,
    })
  return prefix
}

/** The order of folders' names: that of the keys in them, so each counts with its slash (`a-b` before `a`). */
export const byFolder = (a: string, b: string): number => {
  if (a === b) return 0
  return `${a}/` < `${b}/` ? -1 : 1
}

/** Throws unless 0 <= start <= end, in whole bytes. */
export const checkRange = (start: number, end: number): void => {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start)
    throw new PromptPostError('invalid-argument', 'must be whole numbers, 0 <= start <= end', {
      field: 'range',
      value: [start, end],
    })
}

/** The page size asked for, within bounds. */
export const pageLimit = (limit = 1000): number => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new PromptPostError('invalid-argument', 'must be a whole number from 1 to 1000', {
      field: 'limit',
      value: limit,
    })
  return limit
}

/** The error of a conditional write that lost. */
export const conflict = (key: string): PromptPostError =>
  new PromptPostError('conflict', 'another writer was first', {
    field: key,
    next: 'Read the object again and retry.',
  })

/** Whether an error says that a conditional write lost. */
export const isConflict = (error: unknown): boolean =>
  error instanceof PromptPostError && error.code === 'conflict'
