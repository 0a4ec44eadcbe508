/**
 * Who does the steps to the disk: threads, for a server that must answer others meanwhile, or the caller's own.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Outcome, runSteps, type Step } from './disk-steps.js'
import type { Reply, Request } from './disk-thread.js'

export type Disk = {
  /** @throws what the system said, with its code */
  run(step: Step): Promise<Exclude<Outcome, { said: 'failed' }>>
  /** Ends the threads once what was begun is done. */
  close(): Promise<void>
}

export type DiskOptions = {
  /** 0, the default, for none: steps are done by the caller. */
  threads?: number
  /** The thread's program; for tests, which run from sources. */
  program?: URL
}

const settled = (outcome: Outcome): Exclude<Outcome, { said: 'failed' }> => {
  if (outcome.said !== 'failed') return outcome
  throw Object.assign(new Error(outcome.message), { code: outcome.code })
}

/** How often to look whether all is done, in milliseconds. */
const CLOSE_INTERVAL = 5

type Waiting = { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }

/** Sends a copy of the bytes alone, which the thread then owns: a view would take along all that it is a view of. */
const post = (worker: Worker, { id, step }: Request): void => {
  const owned: ArrayBuffer[] = []
  const copied = <T extends object>(part: T): T => {
    if (!('bytes' in part && part.bytes instanceof Uint8Array)) return part
    const bytes = new Uint8Array(part.bytes)
    owned.push(bytes.buffer)
    return { ...part, bytes }
  }
  const sent = step.do === 'create-all' ? { ...step, all: step.all.map(copied) } : copied(step)
  worker.postMessage({ id, step: sent } satisfies Request, owned)
}

/** A thread that is started when it is needed, and again when it died. It keeps the process alive only while it has work. */
const openThread = (program: URL) => {
  let worker: Worker | undefined
  let count = 0
  const waiting = new Map<number, Waiting>()
  const start = (): Worker => {
    const started = new Worker(program)
    started.unref()
    started.on('message', (reply: Reply) => {
      for (const [id, outcome] of reply) {
        waiting.get(id)?.resolve(outcome)
        waiting.delete(id)
      }
      if (waiting.size === 0) started.unref()
    })
    const die = (error: unknown): void => {
      if (worker !== started) return
      worker = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.once('error', die)
    started.once('exit', code => die(new Error(`the thread that writes ended with ${code}`)))
    return started
  }
  return {
    load: () => waiting.size,
    run: (step: Step): Promise<Outcome> =>
      new Promise((resolve, reject) => {
        worker ??= start()
        const id = ++count
        waiting.set(id, { resolve, reject })
        worker.ref()
        post(worker, { id, step })
      }),
    async close() {
      while (waiting.size > 0) await sleep(CLOSE_INTERVAL)
      const ending = worker
      worker = undefined
      await ending?.terminate()
    },
  }
}

export const openDisk = ({
  threads = 0,
  program = new URL('./disk-thread.js', import.meta.url),
}: DiskOptions = {}): Disk => {
  if (threads === 0)
    return { run: async step => settled((await runSteps([step]))[0] as Outcome), close: async () => {} }
  const all = Array.from({ length: threads }, () => openThread(program))
  return {
    async run(step) {
      const idlest = all.reduce((best, one) => (one.load() < best.load() ? one : best))
      return settled(await idlest.run(step))
    },
    async close() {
      await Promise.all(all.map(thread => thread.close()))
    },
  }
}
