/**
 * The ticket by which a process takes locks in a folder: a file that says who it is, of which every lock is one more name. So a lock comes
 * to be whole, by one operation, and nothing has to be written for it.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromptPostError } from '../errors.js'
import { makeFolder } from '../folders.js'
import { isOfTheDead, type Owner, ownerTag, thisProcess } from './owner.js'

/** Who holds a lock. A nonce is of one ticket: two processes, or one after a pause, never have the same. */
export type Ticket = { nonce: string; owner: Owner }

/** How long a ticket is kept for more locks, in milliseconds: a process that ends, or is killed after, leaves none. */
export const IDLE = 1_000

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** A ticket on its way to the disk, or there. */
type Written = { path: string; written: Promise<void> }
type Folder = { ticket?: Written; uses: number; idle?: NodeJS.Timeout }

/** Folders in which this process takes locks. */
const folders = new Map<string, Folder>()

process.once('exit', () => {
  for (const { ticket } of folders.values()) if (ticket) rmSync(ticket.path, { force: true })
})

/** What a lock file says; undefined when there is none. */
export const readTicket = async (path: string): Promise<Ticket | undefined> => {
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

/** Removes the tickets of processes that are gone. Their locks stay. */
export const sweepTickets = async (directory: string): Promise<void> => {
  for (const name of await readdir(directory))
    if (isOfTheDead(name)) await rm(join(directory, name), { force: true })
}

const write = async (directory: string, path: string, nonce: string): Promise<void> => {
  await makeFolder(directory)
  await sweepTickets(directory)
  const ticket: Ticket = { nonce, owner: thisProcess() }
  try {
    await writeFile(path, JSON.stringify(ticket), { flag: 'wx' })
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

const newTicket = (directory: string): Written => {
  const nonce = randomUUID()
  const path = join(directory, `${ownerTag()}.${nonce}.ticket`)
  return { path, written: write(directory, path, nonce) }
}

export type Holder = {
  /** The path of this process's ticket, which is there unless somebody has just removed it. */
  ticket(): Promise<string>
  /** Says that it was not there. */
  lost(): void
  /** Gives the ticket a name. False, and nothing done, when the name is taken or the ticket was lost. */
  take(name: string): Promise<boolean>
}

const holderIn = (directory: string, folder: Folder): Holder => {
  const lost = (): void => {
    delete folder.ticket
  }
  const ticket = async (): Promise<string> => {
    folder.ticket ??= newTicket(directory)
    const { path, written } = folder.ticket
    await written.catch(error => {
      lost()
      throw error
    })
    return path
  }
  return {
    ticket,
    lost,
    async take(name) {
      try {
        await link(await ticket(), join(directory, name))
        return true
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false
        lost()
        if (codeOf(error) === 'ENOENT') return false
        throw error
      }
    },
  }
}

const discard = async (directory: string, folder: Folder): Promise<void> => {
  folders.delete(directory)
  if (folder.ticket) await rm(folder.ticket.path, { force: true })
}

/**
 * Runs a task that takes locks in a folder.
 *
 * @param idle how long to keep the ticket after, in milliseconds; with 0 it is gone before this resolves, if no other task has it
 */
export const withTicket = async <T>(
  directory: string,
  idle: number,
  task: (holder: Holder) => Promise<T>,
): Promise<T> => {
  const folder = folders.get(directory) ?? { uses: 0 }
  folders.set(directory, folder)
  clearTimeout(folder.idle)
  folder.uses++
  try {
    return await task(holderIn(directory, folder))
  } finally {
    if (--folder.uses === 0) {
      if (idle === 0) await discard(directory, folder)
      else
        folder.idle = setTimeout(() => void discard(directory, folder).catch(() => undefined), idle).unref()
    }
  }
}
