/**
 * Who holds a lock or a lease: a process, named so that its death can be told apart from a new process with its number.
 * @module
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { sha256 } from '../files.js'

export type Owner = {
  host: string
  pid: number
  /** When the kernel started the process, in its own unit; empty where the system does not say. */
  started: string
}

/** Field 22 of /proc/PID/stat, counted after the command name, which may itself hold spaces and brackets. */
const startTime = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

let self: Owner | undefined

/** This process. */
export const thisProcess = (): Owner => {
  self ??= { host: hostname(), pid: process.pid, started: startTime(process.pid) }
  return self
}

/**
 * Whether the owner may still act. An owner on another host cannot be seen from here and counts as alive, so a lock
 * is only ever broken by a process of the same machine.
 */
export const isAlive = (owner: Owner): boolean => {
  if (owner.host !== hostname()) return true
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const started = startTime(owner.pid)
  return owner.started === '' || started === '' || started === owner.started
}

let host: string | undefined

const hostTag = (): string => {
  host ??= sha256(hostname()).slice(0, 12)
  return host
}

/** This process as a part of a file name, so that a file half-written says whose it is. */
export const ownerTag = (): string => {
  const { pid, started } = thisProcess()
  return `${hostTag()}-${pid}-${started}`
}

/** Whether a file name begins with the tag of a process of this machine that is certainly gone. */
export const isOfTheDead = (name: string): boolean => {
  const [, host, pid, started] = /^([0-9a-f]{12})-(\d+)-(\w*)\./.exec(name) ?? []
  if (host !== hostTag() || started === undefined) return false
  return !isAlive({ host: hostname(), pid: Number(pid), started })
}

let boot: string | undefined

/** Names this run of the machine, between two starts; where the system does not say, this process's own. */
export const thisBoot = (): string => {
  try {
    boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    boot ??= randomUUID()
  }
  return boot
}
