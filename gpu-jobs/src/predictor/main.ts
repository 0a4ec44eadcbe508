#!/usr/bin/env node
/**
 * The resident predictor: `node gpu-jobs/dist/predictor/main.js --store DIR --models DIR`, started by a server that speaks
 * to it over IPC. It keeps models open between requests, and ends when the server is gone or nothing came for a while.
 * @module
 */
import { totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import type { FromPredictor, ToPredictor } from '@promptpost/base/jobs'
import { openDirectoryStore } from '@promptpost/base/store'
import { providersFolder } from '../models/index.js'
import { EXIT } from '../worker/exit-codes.js'
import { traceOf } from '../worker/failure.js'
import { readFlags } from '../worker/flags.js'
import { openBatches } from './batches.js'
import { openResidents } from './residents.js'

const USAGE = `usage: promptpost-predictor --store DIR --models DIR [--work DIR] [--model-bytes N] [--prompt-bytes N] [--idle-seconds N]
Answers predictions that a server sends over IPC. Every flag may be given as PROMPTPOST_STORE, PROMPTPOST_MODEL_BYTES, ... instead.`

const names = ['store', 'models', 'work', 'model-bytes', 'prompt-bytes', 'idle-seconds'] as const

/** What a model keeps of prompts: some hundred of an ordinary length on a model of a few billion weights. */
const PROMPT_BYTES = 1 << 30
const IDLE_SECONDS = 600

const log = (line: string): void => void process.stderr.write(`${line}\n`)

const main = async (): Promise<void> => {
  // A server that dies takes its predictor with it, whatever that is doing.
  process.on('disconnect', () => process.exit(EXIT.done))
  // The terminal sends Ctrl-C to the whole group; the server decides what it means.
  process.on('SIGINT', () => {})
  const { given, needed } = readFlags(names, process.argv.slice(2), process.env, USAGE)
  const whole = (name: (typeof names)[number], fallback: number): number => {
    const value = Number(given(name) ?? fallback)
    if (!Number.isInteger(value) || value < 1)
      throw new PromptPostError('invalid-argument', 'must be a whole number above 0', {
        field: `--${name}`,
        value: given(name),
        next: USAGE,
      })
    return value
  }
  if (!process.connected)
    throw new PromptPostError('invalid-argument', 'there is no server to speak to', { next: USAGE })
  const early: ToPredictor[] = []
  let receive = (message: ToPredictor): void => void early.push(message)
  process.on('message', message => receive(message as ToPredictor))
  const store = resolve(needed('store'))
  const residents = openResidents({
    store: await openDirectoryStore(store),
    models: providersFolder(resolve(needed('models'))),
    workRoot: resolve(given('work') ?? join(store, 'work')),
    modelBytes: whole('model-bytes', Math.floor(totalmem() / 2)),
    promptBytes: whole('prompt-bytes', PROMPT_BYTES),
  })
  const batches = openBatches(residents, (reply: FromPredictor) => void process.send?.(reply), log)
  receive = message => {
    if (message.type === 'cancel') batches.cancel(message.id)
    else batches.add(message)
  }
  for (const message of early) receive(message)

  const idle = whole('idle-seconds', IDLE_SECONDS) * 1000
  setInterval(async () => {
    if (!batches.isIdle()) return
    // Memory that ONNX Runtime has taken comes back with the process only.
    const open = await residents.closeIdle(idle)
    if (open === 0 && batches.isIdle()) process.exit(EXIT.done)
  }, idle)
}

main().catch(error => {
  log(traceOf(error))
  process.exit(
    error instanceof PromptPostError && error.code === 'invalid-argument' ? EXIT.usage : EXIT.broken,
  )
})
