/**
 * Times of shards, each done by a worker process of its own, one after the other, so that none waits for another's processors.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestFile } from '@promptpost/base'
import { type JobStore, type ModelReference, openJobStore, TEXTS_FILE } from '@promptpost/base/jobs'
import { newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { assign, batchSizes, openWorkbench } from '@promptpost/engine/post'
import { REPOSITORY } from '../support/service.js'
import type { Measured, MeasuredShard } from './simulate.js'
import { TASK } from './texts.js'

const MODELS = join(REPOSITORY, 'examples')
const MODEL = 'reviews-gpt2'
const TENANT = 'measure'

const modelReference = async (): Promise<ModelReference> => {
  const files: ModelReference['files'] = []
  for (const name of (await readdir(join(MODELS, MODEL))).sort())
    if (/\.(json|safetensors)$/.test(name))
      files.push({ name, ...(await digestFile(join(MODELS, MODEL, name))) })
  return { id: newIdentifier('mdl'), name: MODEL, files }
}

/** Seconds from one worker's start to its end. @throws Error when it does not succeed */
const runWorker = async (data: string, job: string, shard: number | undefined): Promise<number> => {
  const flags = ['--store', data, '--tenant', TENANT, '--job', job, '--models', MODELS]
  if (shard !== undefined) flags.push('--shard', String(shard))
  const begun = performance.now()
  const child = spawn(process.execPath, [join(REPOSITORY, 'gpu-jobs/dist/main.js'), ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`a worker ended with ${code}`)
  return (performance.now() - begun) / 1000
}

/** What whoever ended the last shard spent on the job after it. */
const mergeTime = async (jobs: JobStore, id: string): Promise<number> => {
  const events = await jobs.readEvents({ tenant: TENANT, id }, 0, 1000)
  const at = (type: string): number => Date.parse(events.findLast(event => event.type === type)?.at ?? '')
  return (at('succeeded') - at('started')) / 1000
}

/** @param counts into how many shards the job is divided, one job each */
export const measureShards = async (
  texts: readonly string[],
  counts: readonly number[],
  say: (line: string) => void,
): Promise<Measured> => {
  const data = await mkdtemp(join(tmpdir(), 'promptpost-shards-'))
  try {
    const jobs = openJobStore(await openDirectoryStore(data))
    const model = await modelReference()
    const batches = batchSizes(await openWorkbench(join(MODELS, MODEL)), { task: TASK, texts })
    const shards: MeasuredShard[] = []
    const mergeSeconds: number[] = []
    for (const of of counts) {
      const name = { tenant: TENANT, id: newIdentifier('job') }
      const lines = texts.map(text => `${JSON.stringify(text)}\n`).join('')
      const made = {
        ...name,
        kind: 'predict' as const,
        resource: { collection: 'predictions' as const, id: 'prd_1' },
        input: { model, task: TASK },
        ...(of > 1 && { shards: of }),
      }
      await jobs.createJob(made, { [TEXTS_FILE]: lines })
      for (const [index, own] of assign(batches, of).entries()) {
        const seconds = await runWorker(data, name.id, of > 1 ? index : undefined)
        const merge = of > 1 && index === of - 1 ? await mergeTime(jobs, name.id) : 0
        if (merge > 0) mergeSeconds.push(merge)
        const size = own.reduce((sum, at) => sum + (batches[at] as number), 0)
        shards.push({ of, size, seconds: seconds - merge })
        say(`${index + 1} of ${of}: ${size} tokens in ${seconds.toFixed(2)} s`)
      }
    }
    const machine = `${cpus()[0]?.model ?? 'unknown'} x ${cpus().length}, Node ${process.version}`
    return { machine, model: MODEL, texts: texts.length, batches, shards, mergeSeconds }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}
