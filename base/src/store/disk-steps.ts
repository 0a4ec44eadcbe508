/**
 * What a directory store does to the disk to write one object, as one step of plain calls: of each a request makes many, and done one by one
 * through a thread pool they cost more in wake-ups than in work.
 *
 * Steps that wait at the same time are done together: all drafts are written before the first is flushed, and all are flushed at
 * the same time, which a file system does as one. One after another each would wait for a write of the journal of its own.
 *
 * A name is not flushed by itself: the journal of a file system (ext4, XFS) has names in their order, so the flush of what is written
 * next puts it on record with all before it. The entry in the audit log comes after all else of a request and before its answer:
 * what was answered stands when the power fails.
 * @module
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/** A lock is taken by giving the ticket its name (ticket.ts). */
export type LockFile = { ticket: string; file: string }

/** Content that is written first; without bytes it is there. */
type Draft = { draft: string; bytes?: Uint8Array }

/** A draft, and the path for it. */
type Creation = { path: string } & Draft

export type Step =
  /** Puts the draft under a path that is free. */
  | ({ do: 'create' } & Creation)
  /** The same for several, one after another, up to the first path that is taken. */
  | { do: 'create-all'; all: readonly Creation[] }
  /** Puts it in the place of whatever stands there, or only of what has this digest. What may be lost is not flushed. */
  | ({ do: 'replace'; path: string; lock: LockFile; ifMatch?: string; mayBeLost?: boolean } & Draft)
  /** Removes a file, and the folders up to a root that this leaves empty. */
  | { do: 'delete'; path: string; root: string; lock: LockFile; ifMatch?: string }

export type Outcome =
  /** `gone`: folders that went with it; `count`: how many were created of all. */
  | { said: 'done'; gone?: string[]; count?: number }
  /** Nothing stood there, or not what should. */
  | { said: 'absent' | 'changed' }
  /** The lock is not free, or the ticket was removed: nothing was done, but for the draft, which is there. */
  | { said: 'held' }
  | { said: 'no-ticket' }
  | { said: 'failed'; code: string; message: string }

/** Tries to put an object into a folder that others remove as often. */
const PLACE_ATTEMPTS = 20

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** What the system says where there is no file. */
const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR', 'EISDIR']

const failed = (error: unknown): Outcome => ({
  said: 'failed',
  code: codeOf(error) ?? 'internal',
  message: error instanceof Error ? error.message : String(error),
})

/** Puts a draft to its path, in a folder that may not be there, or go at the same time. */
const place = (path: string, move: () => void): void => {
  for (let attempt = 1; ; attempt++) {
    try {
      if (attempt > 1) mkdirSync(dirname(path), { recursive: true })
      move()
      return
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === PLACE_ATTEMPTS) throw error
    }
  }
}

const PART = 1 << 20

/** Whether a file has the digest. */
const matches = (path: string, digest: string): boolean => {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const hash = createHash('sha256')
    const part = Buffer.allocUnsafe(Math.min(PART, fstatSync(file).size + 1))
    for (let read = 1; read > 0; ) {
      read = readSync(file, part)
      hash.update(part.subarray(0, read))
    }
    return hash.digest('hex') === digest
  } catch (error) {
    if (ABSENT.includes(codeOf(error) ?? '')) return false
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

const underLock = ({ ticket, file }: LockFile, task: () => Outcome): Outcome => {
  try {
    linkSync(ticket, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return { said: 'held' }
    if (codeOf(error) === 'ENOENT') return { said: 'no-ticket' }
    throw error
  }
  try {
    return task()
  } finally {
    unlinkSync(file)
  }
}

const unlinkIfThere = (path: string): boolean => {
  try {
    unlinkSync(path)
    return true
  } catch (error) {
    if (ABSENT.includes(codeOf(error) ?? '')) return false
    throw error
  }
}

/** Takes away the folders that a deleted object leaves empty. */
const prune = (path: string, root: string): string[] => {
  const gone: string[] = []
  for (let folder = dirname(path); folder !== root; folder = dirname(folder)) {
    try {
      rmdirSync(folder)
    } catch {
      return gone
    }
    gone.push(folder)
  }
  return gone
}

/** What a step writes before all else. */
const draftsOf = (step: Step): readonly Draft[] => {
  if (step.do === 'create-all') return step.all
  return 'draft' in step ? [step] : []
}

const create = ({ path, draft }: Creation): void => {
  place(path, () => linkSync(draft, path))
  unlinkIfThere(draft)
}

const createAll = (all: readonly Creation[]): Outcome => {
  let count = 0
  try {
    for (; count < all.length; count++) create(all[count] as Creation)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    for (const { draft } of all.slice(count)) unlinkIfThere(draft)
  }
  return { said: 'done', count }
}

/** What comes after the drafts are whole. */
const carryOut = (step: Step): Outcome => {
  if (step.do === 'create') {
    create(step)
    return { said: 'done' }
  }
  if (step.do === 'create-all') return createAll(step.all)
  const { path, lock, ifMatch } = step
  const outcome = underLock(lock, () => {
    if (ifMatch !== undefined && !matches(path, ifMatch)) return { said: 'changed' }
    if (step.do === 'delete') {
      if (!unlinkIfThere(path)) return { said: 'absent' }
      return { said: 'done', gone: prune(path, step.root) }
    }
    place(path, () => renameSync(step.draft, path))
    return { said: 'done' }
  })
  if (step.do === 'replace' && outcome.said === 'changed') unlinkIfThere(step.draft)
  return outcome
}

const flush = promisify(fsync)

type Attempt = (step: Step, task: () => Outcome | undefined | Promise<undefined>) => Promise<void>

/** Writes the drafts of all steps, then flushes them. */
const writeDrafts = async (steps: readonly Step[], attempt: Attempt): Promise<void> => {
  const open: { step: Step; file: number }[] = []
  for (const step of steps)
    await attempt(step, () => {
      for (const { draft, bytes } of draftsOf(step)) {
        if (!bytes) continue
        const file = openSync(draft, 'wx')
        open.push({ step, file })
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at)
      }
      return undefined
    })
  const lasting = open.filter(({ step }) => step.do !== 'replace' || !step.mayBeLost)
  const [first, ...rest] = lasting
  const others = rest.map(({ step, file }) => attempt(step, () => flush(file) as Promise<undefined>))
  // One is flushed from here meanwhile: most often it is the only one, and wakes nobody.
  if (first) await attempt(first.step, () => void fsyncSync(first.file))
  await Promise.all(others)
  for (const { file } of open) closeSync(file)
}

/** Does steps that do not depend on each other. */
export const runSteps = async (steps: readonly Step[]): Promise<Outcome[]> => {
  const outcomes = new Map<Step, Outcome>()
  const attempt: Attempt = async (step, task) => {
    if (outcomes.has(step)) return
    try {
      const outcome = await task()
      if (outcome) outcomes.set(step, outcome)
    } catch (error) {
      for (const { draft } of draftsOf(step)) rmSync(draft, { force: true })
      outcomes.set(step, failed(error))
    }
  }
  await writeDrafts(steps, attempt)
  for (const step of steps) await attempt(step, () => carryOut(step))
  return steps.map(step => outcomes.get(step) as Outcome)
}
