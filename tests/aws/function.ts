/**
 * Functions of the deployment, started from their bundles with nothing but what Lambda gives them.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Lambda takes and gives so many bytes of JSON. */
const PAYLOAD = 6 * 2 ** 20

export type LambdaFunction = {
  /** @throws Error when the handler throws, or what goes in or comes out is larger than Lambda allows */
  invoke(event: unknown): Promise<unknown>
  /** All that it has written to its log. */
  log(): string
  /** Kills it in the middle of whatever it does; the next call starts it anew. */
  kill(): void
  stop(): Promise<void>
}

type Reply = { id: number; result?: unknown; error?: string }

/** @param folder of its bundle; its name is the function's */
export const startFunction = (folder: string, environment: Record<string, string>): LambdaFunction => {
  const name = basename(folder)
  const bundle = pathToFileURL(join(folder, 'index.mjs')).href
  const waiting = new Map<number, (reply: Reply) => void>()
  let calls = 0
  let text = ''
  let child: ChildProcess | undefined
  let ready: Promise<unknown> = Promise.resolve()

  const start = (): ChildProcess => {
    const started = spawn(process.execPath, [join(import.meta.dirname, 'function-process.mjs')], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        TEST_BUNDLE: bundle,
        TZ: ':UTC',
        LANG: 'en_US.UTF-8',
        AWS_LAMBDA_FUNCTION_NAME: name,
        ...environment,
      },
    })
    for (const stream of [started.stdout!, started.stderr!])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
    ready = Promise.race([once(started, 'message'), once(started, 'exit')])
    started.on('message', (reply: Reply) => {
      waiting.get(reply.id)?.(reply)
      waiting.delete(reply.id)
    })
    started.once('exit', () => {
      if (child === started) child = undefined
      for (const [id, settle] of waiting) settle({ id, error: 'the function was killed' })
      waiting.clear()
    })
    return started
  }
  const checkSize = (what: string, value: unknown): void => {
    const size = Buffer.byteLength(JSON.stringify(value ?? null))
    if (size > PAYLOAD) throw new Error(`${name}: ${what} has ${size} bytes, more than Lambda takes`)
  }

  return {
    async invoke(event) {
      checkSize('the event', event)
      child ??= start()
      const running = child
      await ready
      const id = ++calls
      const reply = await new Promise<Reply>(resolve => {
        waiting.set(id, resolve)
        const gone = (): void => resolve({ id, error: 'the function was killed' })
        if (!running.connected) gone()
        else running.send({ id, event }, error => error && gone())
      })
      if (reply.error !== undefined) throw new Error(`${name}: ${reply.error}`)
      checkSize('the answer', reply.result)
      return reply.result
    },
    log: () => text,
    kill: () => void child?.kill('SIGKILL'),
    async stop() {
      if (!child) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
