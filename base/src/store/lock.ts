/**
 * A lock between processes made of one file, that outlives no crash and is never broken while its holder lives.
 *
 * Taking one gives the process's ticket (ticket.ts) a further name, so a lock file always says, whole, who holds it. The dead take no
 * locks, so what holder X left under a name it left once. It may be removed only by whoever created `break.X.NAME`; that right
 * is given once, and the lock stays X until its breaker removes it. If the breaker Y dies too, the right passes to
 * `break.Y.NAME`.
 * @module
 */
import { readdir, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PromptPostError } from '../errors.js'
import { createOneByOne } from './one-by-one.js'
import { isAlive } from './owner.js'
import { type Holder, IDLE, readTicket, sweepTickets, type Ticket, withTicket } from './ticket.js'

/** Longest wait for a live holder, in milliseconds; a holder does a few file operations and no more. */
const PATIENCE = 30_000

const LOCK = '.lock'
export const lockFile = (name: string): string => `${name}${LOCK}`
const rightFile = ({ nonce }: Ticket, name: string): string => `break.${nonce}.${name}`

/** Of which lock a lock file or a right to break one is; nonces have no dots. */
const lockOf = (file: string): string =>
  file.endsWith(LOCK) ? file.slice(0, -LOCK.length) : file.replace(/^break\.[^.]*\./, '')

/** Removes the lock of a dead holder. Returns without effect when the lock has changed hands or a live breaker is at it. */
const breakLock = async (directory: string, name: string, dead: Ticket, holder: Holder): Promise<void> => {
  const path = join(directory, lockFile(name))
  const chain: string[] = []
  for (let last = dead; ; ) {
    const right = rightFile(last, name)
    chain.push(right)
    if (await holder.take(right)) break
    const breaker = await readTicket(join(directory, right))
    if (breaker === undefined || isAlive(breaker.owner)) return
    last = breaker
  }
  if ((await readTicket(path))?.nonce === dead.nonce) await unlink(path)
  for (const right of chain) await rm(join(directory, right), { force: true })
}

/** Something done under a lock, or undefined because the lock was not free. */
export type Attempt<T> = (holder: Holder) => Promise<{ value: T } | undefined>

const insist = async <T>(
  directory: string,
  name: string,
  holder: Holder,
  attempt: Attempt<T>,
): Promise<T> => {
  const path = join(directory, lockFile(name))
  const deadline = Date.now() + PATIENCE
  for (let delay = 1; ; delay = Math.min(delay * 2, 25)) {
    const done = await attempt(holder)
    if (done) return done.value
    const ticket = await readTicket(path)
    if (ticket === undefined) continue
    if (!isAlive(ticket.owner)) {
      await breakLock(directory, name, ticket, holder)
      continue
    }
    if (Date.now() > deadline)
      throw new PromptPostError('unavailable', 'is held by another process', {
        field: path,
        next: `Check process ${ticket.owner.pid} on ${ticket.owner.host}.`,
      })
    await sleep(delay * (0.5 + Math.random()))
  }
}

/** Tasks of this process wait in memory, so that only one at a time polls the file. */
const inTurn = createOneByOne()

const attemptInTurn = <T>(directory: string, name: string, idle: number, attempt: Attempt<T>): Promise<T> =>
  inTurn(join(directory, name), () =>
    withTicket(directory, idle, holder => insist(directory, name, holder, attempt)),
  )

/** Attempts again and again what takes and releases the lock by itself, as no other task of this process does. */
export const underLock = <T>(directory: string, name: string, attempt: Attempt<T>): Promise<T> =>
  attemptInTurn(directory, name, IDLE, attempt)

/**
 * Runs `task` while no other process of this machine, and no other task of this one, runs under the same lock. After it nothing is
 * left of the lock.
 */
export const withLock = <T>(directory: string, name: string, task: () => Promise<T>): Promise<T> =>
  attemptInTurn(directory, name, 0, async ({ take }) => {
    const file = lockFile(name)
    if (!(await take(file))) return undefined
    try {
      return { value: await task() }
    } finally {
      await unlink(join(directory, file))
    }
  })

/**
 * Removes what processes that died left in a folder of locks. A right to break may go only when no file of its lock names its nonce
 * any more: the dead take no locks, so nobody can come to need it again.
 */
export const sweepLocks = async (directory: string): Promise<void> => {
  await sweepTickets(directory)
  for (const file of (await readdir(directory)).filter(file => file.endsWith(LOCK))) {
    const ticket = await readTicket(join(directory, file))
    if (ticket && !isAlive(ticket.owner)) await withLock(directory, lockOf(file), async () => {})
  }
  for (let removed = true; removed; ) {
    removed = false
    const files = (await readdir(directory)).filter(file => file.endsWith(LOCK) || file.startsWith('break.'))
    const held = await Promise.all(
      files.map(async file => ({ file, ticket: await readTicket(join(directory, file)) })),
    )
    const needed = held.map(({ file, ticket }) => ticket && rightFile(ticket, lockOf(file)))
    for (const { file, ticket } of held) {
      if (!file.startsWith('break.') || !ticket || isAlive(ticket.owner) || needed.includes(file)) continue
      await rm(join(directory, file), { force: true })
      removed = true
    }
  }
}
