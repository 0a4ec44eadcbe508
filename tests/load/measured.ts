/**
 * Requests, and what they took of the server, of this program and of the machine.
 * @module
 */
import {
  descendants,
  machineTime,
  type ProcessTime,
  processTime,
  residentMemory,
  timeBetween,
} from './machine.js'
import { type Next, openLoop, type Sender, type Timing } from './open-loop.js'
import type { LoopDelay, Served } from './serve.js'

export type Measured = {
  timings: Timing[]
  /** Of the server's process, in milliseconds. */
  server: ProcessTime
  /** Of processors, the share that each took: 1 is one processor all the time. */
  shares: { server: number; workers: number; load: number; others: number }
  /** Processors of the machine that were busy, of all. */
  busy: number
  /** The share of the time in which some task of the machine waited for a processor. */
  pressed: number
  loopDelay: LoopDelay
  /** Resident memory of the server, in bytes, mean of each tenth of the time. */
  memory: number[]
}

const total = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    try {
      return sum + processTime(pid).total
    } catch {
      // It ended meanwhile.
      return sum
    }
  }, 0)

export const measure = async (
  served: Served,
  sender: Sender,
  rate: number,
  seconds: number,
  next: () => Next,
): Promise<Measured> => {
  const memory: { at: number; bytes: number }[] = []
  const started = performance.now()
  const workers = descendants(served.pid)
  await served.loopDelay()
  const before = {
    server: processTime(served.pid),
    workers: total(workers),
    load: process.cpuUsage(),
    machine: machineTime(),
  }
  const timer = setInterval(
    () => memory.push({ at: performance.now() - started, bytes: residentMemory(served.pid) }),
    500,
  )
  const timings = await openLoop(sender, rate, seconds, next)
  clearInterval(timer)
  const elapsed = performance.now() - started
  const machine = machineTime()
  const server = timeBetween(before.server, processTime(served.pid))
  const own = process.cpuUsage(before.load)
  const shares = {
    server: server.total / elapsed,
    workers: Math.max(0, total(workers) - before.workers) / elapsed,
    load: (own.user + own.system) / 1000 / elapsed,
  }
  const busy = (machine.busy - before.machine.busy) / elapsed
  return {
    timings,
    server,
    shares: { ...shares, others: Math.max(0, busy - shares.server - shares.workers - shares.load) },
    busy: (machine.busy - before.machine.busy) / (machine.all - before.machine.all),
    pressed: (machine.pressed - before.machine.pressed) / elapsed,
    loopDelay: await served.loopDelay(),
    memory: Array.from({ length: 10 }, (_, i) => {
      const part = memory.filter(({ at }) => Math.min(9, Math.floor((at / elapsed) * 10)) === i)
      return part.reduce((sum, { bytes }) => sum + bytes, 0) / part.length
    }),
  }
}
