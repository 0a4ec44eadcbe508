/**
 * Compute in a child process: the parent stays responsive, cancelling works between steps, a crash is a clean error and
 * all memory comes back when it ends. ONNX Runtime's run() blocks the event loop, and cannot be interrupted.
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process'
import { type ErrorCode, PromptPostError } from '@promptpost/base'

export type ComputeMonitor<P> = { onProgress?: (progress: P) => void; signal?: AbortSignal }

type ToChild = { type: 'start'; input: unknown } | { type: 'cancel' }
type WireError = {
  message: string
  code?: ErrorCode
  stack?: string
  /** Of an error of the system, as ENOSPC, and the file it is about. */
  system?: { code: string; path?: string }
}
type FromChild =
  | { type: 'progress'; progress: unknown }
  | { type: 'done'; result: unknown }
  | { type: 'failed'; error: WireError }

/** How long a cancelled child may go on with its step before it is killed, milliseconds. */
const GRACE = 15_000
/** What is kept of the child's last words, characters. */
const STDERR_TAIL = 2000

/**
 * Runs a module that calls {@link serveCompute} in a process of its own.
 * @param module file URL of the built module
 * @param input structured-cloneable; typed arrays are fine
 * @throws PromptPostError the child's own; 'cancelled'; or 'compute-crashed' when it died
 */
export const runInChild = <Result, P>(
  module: URL,
  input: unknown,
  monitor: ComputeMonitor<P> = {},
): Promise<Result> =>
  new Promise((resolve, reject) => {
    if (monitor.signal?.aborted) return reject(new PromptPostError('cancelled', 'the work was cancelled'))
    const child = fork(module, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    let words = ''
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-STDERR_TAIL)
    })
    let outcome: (() => void) | undefined
    const stop = () => cancelChild(child)
    monitor.signal?.addEventListener('abort', stop, { once: true })
    child.on('message', (message: FromChild) => {
      if (message.type === 'progress') return monitor.onProgress?.(message.progress as P)
      outcome =
        message.type === 'done'
          ? () => resolve(message.result as Result)
          : () => reject(revive(message.error))
    })
    child.on('error', error => {
      outcome ??= () =>
        reject(
          new PromptPostError('compute-crashed', 'could not be started', { field: 'compute', cause: error }),
        )
    })
    child.on('close', (code, signal) => {
      monitor.signal?.removeEventListener('abort', stop)
      if (outcome) return outcome()
      if (monitor.signal?.aborted) return reject(new PromptPostError('cancelled', 'the work was cancelled'))
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
      reject(
        new PromptPostError('compute-crashed', `the compute process ${how}`, {
          next:
            signal === 'SIGKILL'
              ? 'It may have run out of memory: lower the batch size or maxTokens.'
              : words.trim() || undefined,
        }),
      )
    })
    child.send({ type: 'start', input } satisfies ToChild)
  })

const cancelChild = (child: ChildProcess): void => {
  if (child.connected) child.send({ type: 'cancel' } satisfies ToChild)
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE)
  child.once('close', () => clearTimeout(timer))
}

const revive = ({ message, code, stack, system }: WireError): Error => {
  if (!code) {
    const error = Object.assign(new Error(message), system)
    if (stack) error.stack = stack
    return error
  }
  const error = new PromptPostError(code, message)
  return error
}

const wire = (error: Error): WireError => {
  const { message, stack } = error
  if (error instanceof PromptPostError) return { message, code: error.code, stack }
  const { code, path } = error as NodeJS.ErrnoException
  return { message, stack, ...(typeof code === 'string' && { system: { code, ...(path && { path }) } }) }
}

/** The child's side: does the work once, reports, and ends when its parent is gone. */
export const serveCompute = <Input, Result, P>(
  work: (input: Input, monitor: ComputeMonitor<P>) => Promise<Result>,
): void => {
  const controller = new AbortController()
  // The terminal sends Ctrl-C to the whole group; the parent decides what it means.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => {
    controller.abort(new Error('the parent process is gone'))
    // Nobody is left who would end one that hangs.
    setTimeout(() => process.exit(1), GRACE)
  })
  const send = (message: FromChild) =>
    new Promise<void>(resolve => (process.connected ? process.send!(message, () => resolve()) : resolve()))
  process.on('message', async (message: ToChild) => {
    if (message.type === 'cancel') return controller.abort()
    try {
      const result = await work(message.input as Input, {
        onProgress: progress => void send({ type: 'progress', progress }),
        signal: controller.signal,
      })
      await send({ type: 'done', result })
    } catch (error) {
      await send({ type: 'failed', error: wire(error as Error) })
    }
    process.exit(0)
  })
}
