/**
 * A JobQueue of child processes on this machine: tenants take turns, a bounded number of jobs at a time.
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
import { isFinished, type JobName, type JobRecord, type JobStore } from '@promptpost/base/jobs'
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

type Running = { name: JobName; child: ChildProcess; ended: Promise<void> }

export const openLocalQueue = (options: LocalQueueOptions): LocalQueue => {
  const { jobs, log, slots = 1, niceness = 10, grace = 10_000 } = options
  const folders = openWorkFolders(options.work)
  const waiting = createTurns()
  const running = new Map<string, Running>()
  const foreign = new Map<string, JobName>()
  const killers = new Set<NodeJS.Timeout>()
  let stopping = false
  let watcher: NodeJS.Timeout | undefined

  const enqueue = (name: JobName): void => {
    if (stopping || running.has(name.id) || waiting.position(name) !== undefined) return
    waiting.add(name)
    pump()
  }

  const launch = (name: JobName): void => {
    const worker = randomUUID()
    const job = ['--tenant', name.tenant, '--job', name.id, '--worker', worker]
    // Nothing of a worker's output may reach our stdout, which is one line of JSON for whoever started the server.
    const child = spawn(process.execPath, [options.program, ...options.arguments, ...job], {
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    standBack(child, niceness)
    log({ level: 'info', event: 'worker-started', job: name.id, pid: child.pid })
    const ended = new Promise<string>(resolve => {
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
      child.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
    })
    // A message to a worker that has just gone is no error.
    child.on('error', () => {})
    running.set(name.id, {
      name,
      child,
      ended: ended
        .then(exit => settle(name, worker, exit))
        .catch(() => log({ level: 'error', event: 'queue-failed', job: name.id }))
        .finally(() => {
          running.delete(name.id)
          pump()
        }),
    })
  }

  /** After the end: what its worker, or whoever ended it, did not come to do. */
  const finish = async (name: JobName): Promise<void> => {
    if (await jobs.settle(name)) await folders.remove(name)
  }

  /** After a worker's exit: whether the job ended, waits again, or runs elsewhere. */
  const settle = async (name: JobName, worker: string, exit: string): Promise<void> => {
    log({ level: 'info', event: 'worker-exited', job: name.id, exit })
    let job = await jobs.readJob(name)
    if (!job || isFinished(job)) return finish(name)
    const gaveBack = exit === '75' && job.state === 'queued'
    if (!gaveBack) job = (await jobs.lost(name, worker)).job ?? job
    if (isFinished(job)) return finish(name)
    if (job.state === 'running') {
      foreign.set(name.id, name)
      return
    }
    if (!gaveBack && !stopping) await sleep(CRASH_DELAY)
    if (!stopping) waiting.add(name)
  }

  function pump(): void {
    while (!stopping && running.size < slots) {
      const next = waiting.next()
      if (!next) return
      launch(next)
    }
  }

  /** A running job whose worker is not ours: wait for it, or take over when it is certainly dead. */
  const takeUp = async (job: JobRecord): Promise<void> => {
    if (job.state === 'running' && job.lease) {
      const isDead = !isAlive(job.lease.owner)
      const isExpired = job.lease.expiresAt < new Date().toISOString()
      if (!isDead && !isExpired) return void foreign.set(job.id, job)
      const outcome = isDead ? await jobs.lost(job, job.lease.worker) : undefined
      if (outcome?.job && isFinished(outcome.job)) {
        foreign.delete(job.id)
        return finish(job)
      }
    }
    foreign.delete(job.id)
    enqueue(job)
  }

  const watch = async (): Promise<void> => {
    for (const name of [...foreign.values()]) {
      const job = await jobs.readJob(name)
      if (job && !isFinished(job)) await takeUp(job)
      else {
        foreign.delete(name.id)
        await finish(name)
      }
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
    async submit(name) {
      enqueue(name)
    },
    async describe(name) {
      if (running.has(name.id)) return { state: 'running' }
      const position = waiting.position(name)
      return position === undefined ? { state: 'unknown' } : { state: 'waiting', position }
    },
    async cancel(name) {
      waiting.remove(name)
      const worker = running.get(name.id)
      if (!worker && !foreign.has(name.id)) await finish(name)
      if (!worker?.child.connected) return
      worker.child.send('changed')
      killLater(worker.child)
    },
    async forget(name) {
      waiting.remove(name)
      await running.get(name.id)?.ended
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
