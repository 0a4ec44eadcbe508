/**
 * What Linux tells of processes and of the machine, so that a slow service is told from a busy machine.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts processor time in hundredths of a second. */
const TICK = 10

const ticksOf = (stat: string): { user: number; system: number } => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { user: Number(fields[11]) * TICK, system: Number(fields[12]) * TICK }
}

export type ProcessTime = {
  /** Of all threads, in milliseconds. */
  total: number
  /** Of the thread that runs the event loop. */
  loop: number
  /** What the kernel did for it, of the total. */
  system: number
}

export const processTime = (pid: number): ProcessTime => {
  const all = ticksOf(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  const loop = ticksOf(readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8'))
  return { total: all.user + all.system, loop: loop.user + loop.system, system: all.system }
}

export const timeBetween = (before: ProcessTime, after: ProcessTime): ProcessTime => ({
  total: after.total - before.total,
  loop: after.loop - before.loop,
  system: after.system - before.system,
})

/** Of a process, in bytes. */
export const residentMemory = (pid: number): number => {
  const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

/** A process's children and theirs, as far as they are there now. */
export const descendants = (pid: number): number[] => {
  const children = readdirSync(`/proc/${pid}/task`).flatMap(task => {
    try {
      return readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean)
    } catch {
      return []
    }
  })
  return children.map(Number).flatMap(child => [child, ...descendants(child)])
}

export type MachineTime = {
  /** Of all processors, in milliseconds. */
  busy: number
  all: number
  /** How long some task waited for a processor, in milliseconds. */
  pressed: number
}

/** What all processors did since the machine started. */
export const machineTime = (): MachineTime => {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] as string).split(/\s+/)
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, ...interrupts] = fields
    .slice(0, 8)
    .map(field => Number(field) * TICK)
  const busy = user + nice + system + interrupts.reduce((sum, ticks) => sum + ticks, 0)
  return { busy, all: busy + idle + waiting, pressed: pressure() }
}

/** Kernels without PSI tell nothing. */
const pressure = (): number => {
  try {
    const [, total] = /some .*total=(\d+)/.exec(readFileSync('/proc/pressure/cpu', 'utf8')) ?? []
    return Number(total) / 1000
  } catch {
    return Number.NaN
  }
}
