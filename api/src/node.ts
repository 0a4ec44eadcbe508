#!/usr/bin/env node
/**
 * The server program: `node api/dist/node.js --data DIR --models DIR`.
 *
 * Prints one line of JSON with its url on stdout when it is ready; its log goes to stderr. SIGTERM and SIGINT stop it
 * in good order, and so does the end of a process that started it with a channel: workers checkpoint, their jobs go back to
 * the queue and go on when the server starts again.
 * @module
 */
import { setFlagsFromString } from 'node:v8'
import { PromptPostError } from '@promptpost/base'
import { readOptions, USAGE } from './options.js'
import { type RunningServer, serve } from './serve.js'
import { startFailure } from './start-failure.js'

/**
 * V8 lets garbage come to several times of what lives before it collects: measured under load, 20 MB that live and 100 that do not, which
 * looks like a leak and is taken from the workers beside. Half of what lives is enough, at a collection every few seconds.
 */
setFlagsFromString('--heap-growing-percent=50')

const start = async (): Promise<RunningServer> => {
  const options = readOptions(process.argv.slice(2), process.env)
  return serve(options).catch(error => {
    throw startFailure(error, options)
  })
}

try {
  const server = await start()
  const stopping = new AbortController()
  stopping.signal.addEventListener('abort', () => void server.close().then(() => process.exit(0)))
  const stop = (): void => stopping.abort()
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.stdout.write(`${JSON.stringify({ url: server.url, pid: process.pid })}\n`)
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  const { reason = message, next } = error instanceof PromptPostError ? error : {}
  // Who started it with a channel tells its own user, whose flags are others than those of the usage here.
  if (process.send) process.send({ reason, ...(next !== USAGE && { next }) }, () => {})
  else process.stderr.write(`${message}\n`)
  process.exitCode = error instanceof PromptPostError && error.code === 'invalid-argument' ? 2 : 1
}
