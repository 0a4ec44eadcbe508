/**
 * A job light enough to be killed hundreds of times: it hashes its way from step to step, saves each few, and writes every step
 * it takes to a file outside of the service's folder, so that a test can count those taken twice.
 */
import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeFileAtomic } from '@promptpost/base'

const STEP_MILLISECONDS = 15
const interval = Number(process.env.PROMPTPOST_FAULTS_INTERVAL)

const distil = async context => {
  const { steps, seed, layers } = context.job.input
  const trace = line => appendFileSync(join(process.env.PROMPTPOST_FAULTS_TRACE, context.job.id), `${line}\n`)
  const checkpoint = join(context.workDirectory, 'checkpoint', 'checkpoint.json')
  const saved = await readFile(checkpoint, 'utf8').catch(() =>
    JSON.stringify({ done: 0, state: String(seed) }),
  )
  let { done, state } = JSON.parse(saved)
  while (done < steps) {
    context.signal.throwIfAborted()
    await sleep(STEP_MILLISECONDS)
    state = createHash('sha256').update(`${state} ${++done}`).digest('hex')
    trace(`step ${done}`)
    if (done % interval === 0) await writeFileAtomic(checkpoint, JSON.stringify({ done, state }))
    await context.progress({ stage: 'counting', progress: done / steps, metrics: { step: done } })
  }
  trace('end')
  await context.putOutput('config.json', JSON.stringify({ model_type: 'gpt2', n_embd: 4, n_layer: layers }))
  await context.putOutput('model.safetensors', Buffer.alloc(300_000, state))
  await context.putOutput('promptpost.json', JSON.stringify({ state }))
  return { facts: { state } }
}

export const handlers = { distil }
