/**
 * A lock between processes made of one file, that outlives no crash and is never broken while its holder lives.
 *
 * A lock file is created complete by link(2), so it always names its holder and a random nonce. A dead holder's
 * lock X may be removed only by whoever created `break.X`; since a nonce is used once, that right is given once, and
 * the lock stays X until its breaker removes it. If the breaker dies too (nonce Y), the right passes to `break.Y`.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PromptPostError } from '../errors.js'
import { isAlive, isOfTheDead, type Owner, ownerTag, thisProcess } from './owner.js'

type Ticket = { nonce: string; owner: Owner }

/** Longest wait for a live holder, in milliseconds; a holder does a few file operations and no more. */
const PATIENCE = 30_000

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

const readTicket = async (path: string): Promise<Ticket | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Ticket
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (!(error instanceof SyntaxError)) throw error
    // A power cut can empty it, and then nobody can say whose it was.
    throw new PromptPostError('unavailable', 'is a damaged lock file', {
      field: path,
      next: 'Remove it once no promptpost process is running.',
    })
  }
}

/** Creates `path` with a fresh ticket, whole or not at all; undefined when it is already there, or the folder was not. */
const tryCreate = async (directory: string, path: string): Promise<Ticket | undefined> => {
  const ticket: Ticket = { nonce: randomUUID(), owner: thisProcess() }
  const draft = join(directory, `${ownerTag()}.${ticket.nonce}.draft`)
  try {
    await writeFile(draft, JSON.stringify(ticket), { flag: 'wx' })
    await link(draft, path)
    return ticket
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined
    if (codeOf(error) !== 'ENOENT') throw error
    await mkdir(directory, { recursive: true })
    return undefined
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

/** Removes the lock of a dead holder. Returns without effect when the lock has changed hands or a live breaker is at it. */
const breakLock = async (directory: string, path: string, dead: Ticket): Promise<void> => {
  const chain: string[] = []
  let holder = dead
  for (;;) {
    const right = join(directory, `break.${holder.nonce}`)
    chain.push(right)
    if (await tryCreate(directory, right)) break
    const breaker = await readTicket(right)
    if (breaker === undefined || isAlive(breaker.owner)) return
    holder = breaker
  }
  if ((await readTicket(path))?.nonce === dead.nonce) await unlink(path)
  for (const right of chain) await rm(right, { force: true })
}

/** Tasks of this process queue in memory, so that only one at a time polls the file. */
const queues = new Map<string, Promise<unknown>>()

const holdLock = async <T>(directory: string, name: string, task: () => Promise<T>): Promise<T> => {
  const path = join(directory, `${name}.lock`)
  const deadline = Date.now() + PATIENCE
  for (let delay = 1; ; delay = Math.min(delay * 2, 25)) {
    if (await tryCreate(directory, path)) break
    const ticket = await readTicket(path)
    if (ticket === undefined) continue
    if (!isAlive(ticket.owner)) {
      await breakLock(directory, path, ticket)
      continue
    }
    if (Date.now() > deadline)
      throw new PromptPostError('unavailable', 'is held by another process', {
        field: path,
        next: `Check process ${ticket.owner.pid} on ${ticket.owner.host}.`,
      })
    await sleep(delay * (0.5 + Math.random()))
  }
  try {
    return await task()
  } finally {
    await unlink(path)
  }
}

/** Runs `task` while no other process of this machine, and no other task of this one, runs under the same lock. */
export const withLock = <T>(directory: string, name: string, task: () => Promise<T>): Promise<T> => {
  const queue = join(directory, name)
  const turn = (queues.get(queue) ?? Promise.resolve()).then(() => holdLock(directory, name, task))
  const settled = turn.catch(() => undefined)
  queues.set(queue, settled)
  void settled.then(() => queues.get(queue) === settled && queues.delete(queue))
  return turn
}

/**
 * Removes what processes that died left in a folder of locks. A right to break may go only when no file names its nonce any
 * more: a nonce is used once, so nobody can come to need it again.
 */
export const sweepLocks = async (directory: string): Promise<void> => {
  const names = await readdir(directory)
  for (const name of names)
    if (name.endsWith('.draft') && isOfTheDead(name)) await rm(join(directory, name), { force: true })
  for (const name of names.filter(name => name.endsWith('.lock'))) {
    const ticket = await readTicket(join(directory, name))
    if (ticket && !isAlive(ticket.owner))
      await withLock(directory, name.slice(0, -'.lock'.length), async () => {})
  }
  for (let removed = true; removed; ) {
    removed = false
    const rights = (await readdir(directory)).filter(name => name.startsWith('break.'))
    for (const right of rights) {
      const breaker = await readTicket(join(directory, right))
      if (breaker === undefined || isAlive(breaker.owner)) continue
      const tickets = await Promise.all(
        (await readdir(directory))
          .filter(name => !name.endsWith('.draft'))
          .map(name => readTicket(join(directory, name))),
      )
      if (tickets.some(ticket => ticket !== undefined && right === `break.${ticket.nonce}`)) continue
      await rm(join(directory, right), { force: true })
      removed = true
    }
  }
}
