/**
 * Runs of a job each, whole or divided, through the deployed service, while S3, Batch, EventBridge, functions, workers and clocks fail.
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BatchEvent } from '@promptpost/aws/testing/batch-double'
import { isFinished, type JobRecord, openJobStore } from '@promptpost/base/jobs'
import { PromptPost } from 'promptpost/client'
import { chances } from '../faults/kills.js'
import { REPOSITORY } from '../support/service.js'
import { type Cloud, startCloud } from './cloud.js'
import { leftovers } from './leftovers.js'
import { batchFault, faultName, type Plan, planOf, s3Fault } from './plan.js'

const STEPS = 60
/** In milliseconds. Whoever died over a submission is waited for two minutes. */
const PATIENCE = 200_000

export type Campaign = {
  runs: number
  /** How often each thing went wrong. */
  faults: Map<string, number>
  states: Map<string, number>
  attempts: number
  findings: string[]
}

const stateAfter = (seed: number | string, steps = STEPS): string => {
  let state = String(seed)
  for (let step = 1; step <= steps; step++)
    state = createHash('sha256').update(`${state} ${step}`).digest('hex')
  return state
}

/** Steps of each shard, and of the job after them. */
const SHARD_STEPS = 25

/** Where an undisturbed run comes to; the handlers are in tests/faults/counting-handlers.mjs. */
const expectedState = (seed: number, { shards }: Plan): string =>
  shards === 1
    ? stateAfter(seed)
    : stateAfter(
        Array.from({ length: shards }, (_, shard) => stateAfter(`shard ${shard}`, SHARD_STEPS)).join(' '),
        SHARD_STEPS,
      )

/** Lets things fail as planned; returns how to let them alone again, which delivers what was held back. */
const unleash = (cloud: Cloud, plan: Plan, chance: () => number, count: (what: string) => void) => {
  const deliver = cloud.deliver
  const held: BatchEvent[] = []
  let storm = plan.storm > 0 ? Date.now() + 300 + chance() * 800 : Number.POSITIVE_INFINITY
  cloud.s3.chance = ({ operation }) => {
    if (Date.now() > storm + plan.storm) storm = Number.POSITIVE_INFINITY
    if (Date.now() > storm) {
      count('S3 storm 503')
      return { kind: 'status', status: 503, code: 'SlowDown' }
    }
    if (chance() >= plan.trouble) return undefined
    const fault = s3Fault(operation, chance)
    count(`S3 ${faultName(fault)}`)
    return fault
  }
  cloud.batch.chance = () => {
    if (chance() >= plan.trouble * 3) return undefined
    const fault = batchFault(chance)
    count(`Batch ${faultName(fault)}`)
    return fault
  }
  cloud.deliver = async event => {
    count(`event ${plan.delivery}`)
    if (plan.delivery === 'never') return
    if (plan.delivery === 'late') await sleep(chance() * 3_000)
    if (plan.delivery === 'backwards') {
      held.push(event)
      if (held.length < 3) return
      for (const each of held.splice(0).reverse()) await deliver(each)
      return
    }
    await deliver(event)
    if (plan.delivery === 'twice') await deliver(event)
  }
  return async (): Promise<void> => {
    cloud.s3.chance = () => undefined
    cloud.batch.chance = () => undefined
    cloud.deliver = deliver
    for (const event of held) await deliver(event)
  }
}

const strike = async (
  cloud: Cloud,
  plan: Plan,
  job: string,
  chance: () => number,
  count: (what: string) => void,
): Promise<void> => {
  for (const { what, after } of plan.blows) {
    await sleep(after)
    const all = [...cloud.batch.machine.jobs.values()].filter(
      ({ jobName, status }) => jobName.startsWith(job) && status === 'RUNNING',
    )
    const running = all[Math.floor(chance() * all.length)]
    if (!running) continue
    count(`worker ${what}`)
    if (what === 'kill') cloud.batch.machine.kill(running.jobId)
    else cloud.batch.machine.reclaim(running.jobId)
  }
}

/** What is not as it must be after a run. */
const examine = async (
  cloud: Cloud,
  plan: Plan,
  job: JobRecord,
  seed: number,
  texts: string,
): Promise<string[]> => {
  const found: string[] = []
  const jobs = openJobStore(cloud.store)
  const kills = plan.blows.filter(({ what }) => what === 'kill').length
  if (job.state === 'cancelled' && !plan.isCancelled) found.push('cancelled, though nobody asked')
  // A worker that cannot reach its store any more ends like one that was killed.
  if (
    job.state === 'failed' &&
    (job.failure?.code !== 'worker-lost' || plan.trouble + plan.storm + kills === 0)
  )
    found.push(`failed: ${job.failure?.code} ${job.failure?.message}`)
  if (job.state === 'succeeded') {
    const { state } = (job.result as { facts: { state: string } }).facts
    if (state !== expectedState(seed, plan)) found.push('another result than an undisturbed run')
    for (const file of job.files ?? []) {
      const key = `tenants/provider/jobs/${job.id}/output/${job.attempt}/${file.name}`
      if ((await cloud.store.head(key))?.etag !== file.sha256) found.push(`${file.name} is not what was told`)
    }
  }
  const events: { type: string; sequence: number }[] = []
  for (;;) {
    const page = await jobs.readEvents(job, events.at(-1)?.sequence ?? 0, 100)
    if (page.length === 0) break
    events.push(...page)
  }
  if (events.some(({ sequence }, i) => sequence !== i + 1)) found.push('the feed has a gap')
  const ends = events.filter(({ type }) => ['succeeded', 'failed', 'cancelled'].includes(type))
  if (ends.length === 0 || new Set(ends.map(({ type }) => type)).size > 1)
    found.push(`the feed tells ${ends.map(({ type }) => type).join(' and ') || 'no end'}`)
  if (!(await cloud.store.head(`tenants/provider/datasets/${texts}/record.json`)))
    found.push('an accepted upload is gone')
  const alive = [...cloud.batch.machine.jobs.values()].filter(
    ({ status }) => !['SUCCEEDED', 'FAILED'].includes(status),
  )
  if (alive.length > 0) found.push('Batch still has a job')
  if (cloud.s3.bucket.uploads.size > 0) found.push('an upload is left open')
  return [...found, ...(await leftovers(cloud.store))]
}

const run = async (
  cloud: Cloud,
  seed: number,
  count: (what: string) => void,
): Promise<{ job: JobRecord; findings: string[] }> => {
  const chance = chances(seed)
  const plan = planOf(chance)
  cloud.workerEnvironment.TEST_SKEW = String(plan.skew)
  if (plan.skew !== 0) count('clock off by 3 minutes')
  const provider = new PromptPost({ baseUrl: cloud.url, token: cloud.tokens.provider, maxRetries: 8 })
  const models = await provider.models.list().all()
  const calm = unleash(cloud, plan, chance, count)
  const texts = await provider.datasets.create({ name: `run-${seed}`, purpose: 'public', texts: ['a', 'b'] })
  if (plan.functionKills > 0) {
    count('function killed')
    setTimeout(() => cloud.functions.api.kill(), chance() * 50)
  }
  if (plan.shards > 1) count('divided')
  const made =
    plan.shards > 1
      ? await provider.predictions.create({
          model: models[0]!.id,
          task: { template: `{text} ${SHARD_STEPS}`, verbalizer: { a: ['a'], b: ['b'] } },
          texts: ['a', 'b', 'c'],
          shards: plan.shards,
        })
      : await provider.students.create({
          model: models[0]!.id,
          dataset: texts.id,
          layers: 1,
          steps: STEPS,
          seed,
        })
  const name = { tenant: 'provider', id: made.job! }
  const jobs = openJobStore(cloud.store)
  const striking = strike(cloud, plan, name.id, chance, count)
  if (plan.isCancelled) {
    count('cancelled')
    await sleep(chance() * 2_000)
    await provider.jobs.cancel(name.id).catch(() => {})
  }
  const reconcile = () => cloud.functions.reconciler.invoke({}).catch(() => count('reconciler failed'))
  // The trouble ends at some time; the schedule goes on.
  const calmAt = Date.now() + 6_000
  let isCalm = false
  for (const deadline = Date.now() + PATIENCE; ; await sleep(250)) {
    const job = await jobs.readJob(name).catch(() => undefined)
    const isOver = job !== undefined && isFinished(job)
    if (!isCalm && (isOver || Date.now() > calmAt)) {
      await striking
      await calm()
      isCalm = true
    }
    if (isOver) break
    if (Date.now() > deadline)
      return { job: job!, findings: [`still ${job?.state} after ${PATIENCE / 1000} s`] }
    if (isCalm || plan.delivery === 'never') await reconcile()
  }
  await cloud.batch.machine.idle()
  await cloud.settled()
  await reconcile()
  const job = (await jobs.readJob(name))!
  return { job, findings: await examine(cloud, plan, job, seed, texts.id) }
}

/** Marks that must stand in no log: a token, a text, a link. */
const searched = (cloud: Cloud): string[] => {
  const logs = [...Object.values(cloud.functions).map(each => each.log()), cloud.workerLog()].join('\n')
  const marks: [string, RegExp][] = [
    ['a token', /pp_[A-Za-z0-9_-]{20}/],
    ['a signed address', /X-Amz-Signature/],
    ['a key of AWS', /secret-of-the-double/],
  ]
  return marks.filter(([, pattern]) => pattern.test(logs)).map(([what]) => `${what} stands in a log`)
}

/** @param say told of each run that is done */
export const runCampaign = async (
  runs: number,
  seed: number,
  say: (line: string) => void,
): Promise<Campaign> => {
  const trace = mkdtempSync(join(tmpdir(), 'promptpost-campaign-'))
  const cloud = await startCloud({
    reconcileEvery: 0,
    environment: {
      PROMPTPOST_HANDLERS: join(REPOSITORY, 'tests/faults/counting-handlers.mjs'),
      PROMPTPOST_FAULTS_INTERVAL: '5',
      PROMPTPOST_FAULTS_TRACE: trace,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'skewed-clock.mjs')}`,
    },
  })
  const campaign: Campaign = { runs: 0, faults: new Map(), states: new Map(), attempts: 0, findings: [] }
  const add = (map: Map<string, number>, what: string): void => void map.set(what, (map.get(what) ?? 0) + 1)
  try {
    await cloud.store.put(
      'weights/reviews/config.json',
      readFileSync(join(REPOSITORY, 'examples/reviews-gpt2/config.json')),
    )
    await cloud.store.put('weights/reviews/model.safetensors', 'not read here')
    await cloud.provider.models.create({ name: 'reviews' })
    for (let i = 0; i < runs; i++) {
      const { job, findings } = await run(cloud, seed + i, what => add(campaign.faults, what))
      campaign.runs++
      campaign.attempts += job?.attempt ?? 0
      add(campaign.states, job?.state ?? 'none')
      campaign.findings.push(...findings.map(finding => `seed ${seed + i}: ${finding}`))
      say(
        `seed ${seed + i}: ${job?.state}, attempt ${job?.attempt}${findings.length > 0 ? `  WRONG: ${findings.join('; ')}` : ''}`,
      )
    }
    campaign.findings.push(...searched(cloud))
  } finally {
    await cloud.stop()
    rmSync(trace, { recursive: true, force: true })
  }
  return campaign
}
