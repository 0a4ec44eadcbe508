/**
 * What a directory store does to the disk to write one object, as one step of plain calls: of each a request makes many, and done one by one
 * through a thread pool they cost more in wake-ups than in work.
 *
 * Steps that wait at the same time are done together: all drafts are written before the first is flushed, so that the file system
 * flushes them as one.
 * @module
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
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

/** A lock is taken by giving the ticket its name (ticket.ts). */
export type LockFile = { ticket: string; file: string }

/** Content that is written first; without bytes it is there. */
type Draft = { draft: string; bytes?: Uint8Array }

export type Step =
  /** Puts the draft under a path that is free. */
  | ({ do: 'create'; path: string } & Draft)
  /** Puts it in the place of whatever stands there, or only of what has this digest. */
  | ({ do: 'replace'; path: string; lock: LockFile; ifMatch?: string } & Draft)
  /** Removes a file, and the folders up to a root that this leaves empty. */
  | { do: 'delete'; path: string; root: string; lock: LockFile; ifMatch?: string }

export type Outcome =
  /** `gone`: folders that went with it. */
  | { said: 'done'; gone?: string[] }
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

/** What comes after the draft is whole. */
const carryOut = (step: Step): Outcome => {
  if (step.do === 'create') {
    try {
      place(step.path, () => linkSync(step.draft, step.path))
      return { said: 'done' }
    } finally {
      unlinkIfThere(step.draft)
    }
  }
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

/** Does steps that do not depend on each other. */
export const runSteps = (steps: readonly Step[]): Outcome[] => {
  const outcomes = new Map<Step, Outcome>()
  const attempt = (step: Step, task: () => Outcome | undefined): void => {
    if (outcomes.has(step)) return
    try {
      const outcome = task()
      if (outcome) outcomes.set(step, outcome)
    } catch (error) {
      if ('draft' in step) rmSync(step.draft, { force: true })
      outcomes.set(step, failed(error))
    }
  }
  const open = new Map<Step, number>()
  for (const step of steps)
    attempt(step, () => {
      if (!('bytes' in step) || !step.bytes) return undefined
      const { draft, bytes } = step
      const file = openSync(draft, 'wx')
      open.set(step, file)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at)
      return undefined
    })
  for (const [step, file] of open) {
    attempt(step, () => {
      fsyncSync(file)
      return undefined
    })
    closeSync(file)
  }
  for (const step of steps) attempt(step, () => carryOut(step))
  return steps.map(step => outcomes.get(step) as Outcome)
}
