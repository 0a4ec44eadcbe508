/**
 * A JobQueue of child processes on this machine: tenants take turns, a bounded number of workers at a time, each at a job or at one
 * shard of a divided one.
 *
 * A worker that ends without a word (killed, crashed, out of memory) is noticed by its exit; its job waits again until
 * the crash limit. What an earlier server left unfinished is taken up at the start.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { getPriority, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobQueue } from '@promptpost/base/jobs'
import {
  isFinished,
  type JobName,
  type JobStore,
  jobOfWork,
  SHARD_LIMIT,
  type WorkName,
  workId,
  workName,
} from '@promptpost/base/jobs'
import { isAlive } from '@promptpost/base/store'
import { createTurns } from './turns.js'
import { openWorkFolders } from './work-folders.js'

export type LocalQueueOptions = {
  jobs: JobStore
  /** The worker program and what it is told besides the job. */
  program: string
  arguments: readonly string[]
  /** Parent of the jobs' work folders. */
  work: string
  /** Workers at a time. */
  slots?: number
  /** By how much workers stand back behind the server: a job takes all processors for minutes, a request some for a millisecond. */
  niceness?: number
  /** Time a worker has to stop when told to, in milliseconds; then it is killed. */
  grace?: number
  /** Removes what a worker was writing when it was killed. */
  sweep?: () => Promise<void>
  log: (entry: Record<string, unknown>) => void
}

export type LocalQueue = JobQueue & {
  /** Takes up what is unfinished in the store. */
  start(): Promise<void>
  /** Stops all workers, gently first, and starts no more. When it resolves none is left. */
  stop(): Promise<void>
}

/** How often to look at jobs whose worker another server started, in milliseconds. */
const WATCH_INTERVAL = 1_000
/** Wait before a job whose worker vanished starts again, in milliseconds. */
const CRASH_DELAY = 250

const LOWEST = 19

/** Right after the start, since threads get the priority of the one that makes them. A system that refuses runs it like any other. */
const standBack = ({ pid }: ChildProcess, niceness: number): void => {
  try {
    if (pid !== undefined) setPriority(pid, Math.min(LOWEST, getPriority() + niceness))
  } catch {}
}

type Running = { name: WorkName; child: ChildProcess; ended: Promise<void> }

export const openLocalQueue = (options: LocalQueueOptions): LocalQueue => {
  const { jobs, log, slots = 1, niceness = 10, grace = 10_000 } = options
  const folders = openWorkFolders(options.work)
  const waiting = createTurns()
  const running = new Map<string, Running>()
  const foreign = new Map<string, WorkName>()
  const killers = new Set<NodeJS.Timeout>()
  let stopping = false
  let watcher: NodeJS.Timeout | undefined

  const turnOf = (name: WorkName): JobName => ({ tenant: name.tenant, id: workId(name) })

  const enqueue = (name: WorkName): void => {
    if (stopping || running.has(workId(name)) || waiting.position(turnOf(name)) !== undefined) return
    waiting.add(turnOf(name))
    pump()
  }

  /** The workers here that are at a job or its shards. */
  const workersOf = ({ id }: JobName): Running[] => [...running.values()].filter(({ name }) => name.id === id)

  /** All that may wait of a job. */
  const turnsOf = ({ tenant, id }: JobName): JobName[] => [
    { tenant, id },
    ...Array.from({ length: SHARD_LIMIT }, (_, shard) => turnOf({ tenant, id, shard })),
  ]

  const launch = (name: WorkName): void => {
    const worker = randomUUID()
    const job = ['--tenant', name.tenant, '--job', name.id, '--worker', worker]
    if (name.shard !== undefined) job.push('--shard', String(name.shard))
    // Nothing of a worker's output may reach our stdout, which is one line of JSON for whoever started the server.
    const child = spawn(process.execPath, [options.program, ...options.arguments, ...job], {
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    standBack(child, niceness)
    log({ level: 'info', event: 'worker-started', job: workId(name), pid: child.pid })
    const ended = new Promise<string>(resolve => {
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
      child.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
    })
    // A message to a worker that has just gone is no error.
    child.on('error', () => {})
    running.set(workId(name), {
      name,
      child,
      ended: ended
        .then(exit => settle(name, worker, exit))
        .catch(() => log({ level: 'error', event: 'queue-failed', job: workId(name) }))
        .finally(pump),
    })
  }

  /** After the end: what its worker, or whoever ended it, did not come to do. */
  const finish = async (name: JobName): Promise<void> => {
    if (await jobs.settle(name)) await folders.remove(name)
  }

  /** Tells the records that a worker is gone; one at a shard may have gone on with the job. @returns whether it left work undone */
  const tellGone = async (name: WorkName, worker: string, exit: string): Promise<boolean> => {
    const [record, job] = await Promise.all([jobs.readJob(name), jobs.readJob(jobOfWork(name))])
    if (!job || isFinished(job)) return false
    if (name.shard !== undefined && job.lease?.worker === worker) await jobs.lost(job, worker)
    const gaveBack = exit === '75' && record?.state === 'queued'
    if (gaveBack || (record && isFinished(record))) return false
    const { job: after } = await jobs.lost(name, worker)
    return after !== undefined && !isFinished(after)
  }

  /** After a worker's exit: whether the job ended, waits again, or runs elsewhere. */
  const settle = async (name: WorkName, worker: string, exit: string): Promise<void> => {
    log({ level: 'info', event: 'worker-exited', job: workId(name), exit })
    if (exit !== '0')
      await options.sweep?.().catch(() => log({ level: 'error', event: 'sweep-failed', job: workId(name) }))
    try {
      if ((await tellGone(name, worker, exit)) && !stopping) await sleep(CRASH_DELAY)
    } finally {
      running.delete(workId(name))
    }
    await takeUp(name)
  }

  function pump(): void {
    while (!stopping && running.size < slots) {
      const next = waiting.next()
      if (!next) return
      launch(workName(next.tenant, next.id))
    }
  }

  /** Has what is left of a job run. What another's worker is at is waited for, or taken over when it is certainly dead. */
  const takeUp = async (name: JobName): Promise<void> => {
    const job = await jobs.advance(name)
    if (!job || isFinished(job)) return finish(jobOfWork(name))
    for (const { name: each, record } of await jobs.work(job)) {
      foreign.delete(workId(each))
      if (running.has(workId(each))) continue
      if (record?.lease) {
        const isDead = !isAlive(record.lease.owner)
        const isExpired = record.lease.expiresAt < new Date().toISOString()
        if (!isDead && !isExpired) {
          foreign.set(workId(each), each)
          continue
        }
        const lost = isDead ? await jobs.lost(each, record.lease.worker) : undefined
        if (lost?.job && isFinished(lost.job)) return takeUp(name)
      }
      // Whoever ends the last shard goes on with the job.
      if (each.shard === undefined && workersOf(name).length > 0) continue
      enqueue(each)
    }
  }

  const watch = async (): Promise<void> => {
    for (const name of [...foreign.values()]) {
      foreign.delete(workId(name))
      await takeUp(name)
    }
  }

  const killLater = (child: ChildProcess): void => {
    const timer = setTimeout(() => {
      killers.delete(timer)
      child.kill('SIGKILL')
    }, grace)
    killers.add(timer)
    child.once('exit', () => {
      clearTimeout(timer)
      killers.delete(timer)
    })
  }

  return {
    async submit({ tenant, id, shards }) {
      if (shards === undefined) return enqueue({ tenant, id })
      for (let shard = 0; shard < shards; shard++) enqueue({ tenant, id, shard })
    },
    async describe(name) {
      if (workersOf(name).length > 0) return { state: 'running' }
      const positions = turnsOf(name).flatMap(turn => waiting.position(turn) ?? [])
      return positions.length === 0
        ? { state: 'unknown' }
        : { state: 'waiting', position: Math.min(...positions) }
    },
    async cancel(name) {
      turnsOf(name).forEach(waiting.remove)
      const workers = workersOf(name)
      if (workers.length === 0 && ![...foreign.values()].some(each => each.id === name.id)) await finish(name)
      for (const { child } of workers)
        if (child.connected) {
          child.send('changed')
          killLater(child)
        }
    },
    async forget(name) {
      turnsOf(name).forEach(waiting.remove)
      await Promise.all(workersOf(name).map(({ ended }) => ended))
      // A worker that was killed leaves its folder.
      await folders.remove(name)
    },
    async start() {
      for (const job of await jobs.unfinished()) await takeUp(job)
      await folders.sweep(jobs)
      watcher = setInterval(
        () => void watch().catch(() => log({ level: 'error', event: 'watch-failed' })),
        WATCH_INTERVAL,
      )
    },
    async stop() {
      stopping = true
      clearInterval(watcher)
      const ends = [...running.values()].map(({ child, ended }) => {
        child.kill('SIGTERM')
        killLater(child)
        return ended
      })
      await Promise.all(ends)
      for (const timer of killers) clearTimeout(timer)
    },
  }
}
