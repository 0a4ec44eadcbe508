/**
 * A Predictor that is one child process on this machine, started when the first request comes.
 *
 * The process is given about two batches at a time, so that while one runs the next can gather; the rest waits here, where
 * tenants take turns. When it dies, what it had is sent once more, one request at a time: a request that kills it twice takes
 * no other with it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { type FromPredictor, SYNCHRONOUS_TEXTS, type ToPredictor } from '@promptpost/base/jobs'
import { createTurns } from '../queue/turns.js'
import type { PredictionOutcome, PredictionRequest, Predictor } from './predictor.js'

export type PredictorLimits = {
  /** Requests of one tenant that wait for their turn. */
  waitingPerTenant: number
  /** Requests of all tenants that wait. */
  waiting: number
  /** From a request's arrival to its answer, milliseconds. */
  timeout: number
}

export const PREDICTOR_LIMITS: PredictorLimits = { waitingPerTenant: 64, waiting: 512, timeout: 30_000 }

export type LocalPredictorOptions = {
  /** The predictor program and what it is told. */
  program: string
  arguments: readonly string[]
  limits?: Partial<PredictorLimits>
  log: (entry: Record<string, unknown>) => void
}

export type LocalPredictor = Predictor & {
  /** Ends the process. When it resolves none is left. */
  stop(): Promise<void>
}

/** Texts the process has at a time: the batch that runs, and the one that gathers. */
const IN_HAND = 2 * SYNCHRONOUS_TEXTS
/** How often a request is sent to a process before it is given up. */
const ATTEMPTS = 2
/** Wait before a process that died is started again, milliseconds. */
const CRASH_DELAY = 250
/** Time the process has to end when told to, milliseconds. */
const GRACE = 5_000
/** Seconds after which to ask again when too many wait. */
const RETRY_SECONDS = 1

type Flight = {
  id: string
  request: PredictionRequest
  attempts: number
  /** It has its outcome. */
  isOver: boolean
  finish: (outcome: PredictionOutcome) => void
}

export const openLocalPredictor = (options: LocalPredictorOptions): LocalPredictor => {
  const { log } = options
  const limits = { ...PREDICTOR_LIMITS, ...options.limits }
  const turns = createTurns()
  const waiting = new Map<string, Flight>()
  /** What the process has, by number. */
  const sent = new Map<string, Flight>()
  /** What a process had when it died. */
  let suspects: Flight[] = []
  let running: { child: ChildProcess; ended: Promise<void> } | undefined
  let resting: NodeJS.Timeout | undefined
  let isStopping = false
  let lastId = 0

  const start = (): ChildProcess => {
    const child = spawn(process.execPath, [options.program, ...options.arguments], {
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    log({ level: 'info', event: 'predictor-started', pid: child.pid })
    child.on('message', message => answered(message as FromPredictor))
    const ended = new Promise<string>(resolve => {
      child.once('exit', (code, signal) => resolve(signal ?? String(code)))
      child.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? 'error'))
    })
    // A message to a process that has just gone is no error; its exit is what counts.
    child.on('error', () => {})
    running = { child, ended: ended.then(exit => lost(exit)) }
    return child
  }

  const send = (message: ToPredictor): void => {
    const { child } = running ?? { child: start() }
    if (child.connected) child.send(message, () => {})
  }

  const answered = ({ id, ...outcome }: FromPredictor): void => {
    const flight = sent.get(`${id}`)
    sent.delete(`${id}`)
    flight?.finish(outcome)
    pump()
  }

  /** The process is gone: at its own wish, when nothing came for long, or not. */
  const lost = (exit: string): void => {
    log({ level: exit === '0' ? 'info' : 'error', event: 'predictor-exited', exit })
    running = undefined
    const flights = [...sent.values()].filter(({ isOver }) => !isOver)
    sent.clear()
    for (const flight of flights) {
      if (exit === '0') flight.attempts--
      if (flight.attempts < ATTEMPTS) suspects.push(flight)
      else flight.finish({ refused: 'crashed' })
    }
    const wait = exit === '0' ? 0 : CRASH_DELAY
    resting = setTimeout(() => {
      resting = undefined
      pump()
    }, wait)
  }

  const launch = (flight: Flight): void => {
    flight.attempts++
    sent.set(flight.id, flight)
    const { input, texts } = flight.request
    send({ type: 'predict', id: Number(flight.id), input, texts })
  }

  function pump(): void {
    if (resting || isStopping) return
    const isAlone = [...sent.values()].some(({ attempts }) => attempts > 1)
    if (isAlone) return
    if (suspects.length > 0) {
      const next = sent.size === 0 ? suspects.shift() : undefined
      if (next) launch(next)
      return
    }
    const inHand = (): number =>
      [...sent.values()].reduce((sum, { request }) => sum + request.texts.length, 0)
    while (inHand() < IN_HAND) {
      const next = turns.next()
      if (!next) return
      const flight = waiting.get(next.id) as Flight
      waiting.delete(next.id)
      launch(flight)
    }
  }

  const isFull = (tenant: string): boolean => {
    const own = [...waiting.values()].filter(({ request }) => request.tenant === tenant)
    return waiting.size >= limits.waiting || own.length >= limits.waitingPerTenant
  }

  /** Nobody waits for it any more. */
  const drop = (flight: Flight): void => {
    turns.remove({ tenant: flight.request.tenant, id: flight.id })
    waiting.delete(flight.id)
    suspects = suspects.filter(other => other !== flight)
    // It is in hand until the process answers, with a result if it had begun.
    if (sent.has(flight.id) && running) send({ type: 'cancel', id: Number(flight.id) })
  }

  return {
    predict: request =>
      new Promise<PredictionOutcome>(resolve => {
        if (isStopping || request.signal.aborted) return resolve({ refused: 'closed' })
        const flight: Flight = {
          id: `${++lastId}`,
          request,
          attempts: 0,
          isOver: false,
          finish: outcome => {
            flight.isOver = true
            clearTimeout(timer)
            request.signal.removeEventListener('abort', leave)
            resolve(outcome)
          },
        }
        const leave = (): void => {
          drop(flight)
          flight.finish({ refused: 'closed' })
        }
        const timer = setTimeout(() => {
          drop(flight)
          flight.finish({ refused: 'late' })
        }, limits.timeout)
        request.signal.addEventListener('abort', leave, { once: true })
        if (isFull(request.tenant)) return flight.finish({ refused: 'busy', seconds: RETRY_SECONDS })
        waiting.set(flight.id, flight)
        turns.add({ tenant: request.tenant, id: flight.id })
        pump()
      }),
    async stop() {
      isStopping = true
      for (const flight of [...waiting.values(), ...suspects, ...sent.values()])
        flight.finish({ refused: 'closed' })
      suspects = []
      sent.clear()
      clearTimeout(resting)
      if (!running) return
      const { child, ended } = running
      if (child.connected) child.disconnect()
      const killer = setTimeout(() => child.kill('SIGKILL'), GRACE)
      await ended
      clearTimeout(killer)
      clearTimeout(resting)
    },
  }
}
