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

/** Hashes its way from `seed` on. @returns where it came to */
const walk = async (context, steps, seed) => {
  const name = context.job.shard === undefined ? context.job.id : `${context.job.id}.${context.job.shard}`
  const trace = line => appendFileSync(join(process.env.PROMPTPOST_FAULTS_TRACE, name), `${line}\n`)
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
  return state
}

const distil = async context => {
  const { steps, seed, layers } = context.job.input
  const state = await walk(context, steps, seed)
  await context.putOutput('config.json', JSON.stringify({ model_type: 'gpt2', n_embd: 4, n_layer: layers }))
  await context.putOutput('model.safetensors', Buffer.alloc(300_000, state))
  await context.putOutput('promptpost.json', JSON.stringify({ state }))
  return { facts: { state } }
}

/** What is divided, as a divided prediction is: each shard walks from its own number, the job from all of theirs. */
const predict = async context => {
  const { job, parts } = context
  const steps = Number(job.input.task.template.replace(/\D/g, ''))
  if (job.shard !== undefined) {
    await context.putOutput('part', await walk(context, steps, `shard ${job.shard}`))
    return {}
  }
  const states = []
  for (let shard = 0; shard < parts.count; shard++)
    states.push(Buffer.from(await parts.read(shard, 'part')).toString('utf8'))
  const state = await walk(context, steps, states.join(' '))
  await context.putOutput('predictions.json', JSON.stringify([{ label: state, scores: [] }]))
  return { count: 1, facts: { state } }
}

export const handlers = { distil, predict }
