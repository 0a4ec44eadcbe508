/**
 * Many submissions of jobs through a proxy that loses requests and answers: each call of the SDK must succeed, and make one job.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobRecord } from '@promptpost/base/jobs'
import { PromptPost } from 'promptpost/client'
import { startKillable } from './killable-service.js'
import { chances } from './kills.js'
import { type Fate, startLosingProxy } from './losing-proxy.js'

const HANDLERS = join(import.meta.dirname, 'idle-handlers.mjs')
/** Calls at a time. */
const WIDTH = 24
/** Tries of a call after the first: all of them fail once in 10^6 calls. */
const RETRIES = 18

export type Lost = {
  calls: number
  failed: string[]
  /** Distinct predictions and jobs that the calls were told of. */
  told: { predictions: number; jobs: number }
  /** Jobs and texts in the store. */
  stored: { jobs: number; listed: number; texts: number }
  fates: Record<Fate, number>
}

const textOf = (i: number): string => `the text of call ${i} .`

/** Submits `calls` predictions of one text each. */
export const submitThroughLosses = async (calls: number, seed: number): Promise<Lost> => {
  const service = await startKillable(['--handlers', HANDLERS, '--max-jobs', String(calls + 10)])
  const proxy = await startLosingProxy(service.url, chances(seed))
  try {
    const { provider } = service
    const model = (await provider.models.create({ name: 'reviews-gpt2' })).id
    const client = new PromptPost({ baseUrl: proxy.url, token: service.providerToken, maxRetries: RETRIES })
    const task = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }
    const made: { id: string; job: string }[] = []
    const failed: string[] = []
    const rest = Array.from({ length: calls }, (_, i) => i)
    const submit = async (): Promise<void> => {
      for (let i = rest.pop(); i !== undefined; i = rest.pop())
        await client.predictions.create({ model, task, texts: [textOf(i)] }).then(
          prediction => made.push(prediction),
          error => failed.push(String(error)),
        )
    }
    await Promise.all(Array.from({ length: WIDTH }, submit))

    const listed = (await provider.jobs.list().all()).length
    await service.stop()
    const folder = join(service.data, 'objects/tenants/provider/jobs')
    const jobs = readdirSync(folder)
    const records = jobs.map(
      id => JSON.parse(readFileSync(join(folder, id, 'record.json'), 'utf8')) as JobRecord,
    )
    // Of all that was written for a job: a try that came too late must leave nothing.
    const texts = jobs.flatMap(id => {
      const input = join(folder, id, 'input')
      const files = readdirSync(input, { recursive: true, encoding: 'utf8' })
      return files
        .filter(file => file.endsWith('texts.jsonl'))
        .map(file => readFileSync(join(input, file), 'utf8').trim())
    })
    const wanted = new Set(Array.from({ length: calls }, (_, i) => JSON.stringify(textOf(i))))
    const told = new Set(made.map(({ id, job }) => `${id} ${job}`))
    return {
      calls,
      failed,
      told: {
        predictions: new Set(made.map(({ id }) => id)).size,
        jobs: new Set(made.map(({ job }) => job)).size,
      },
      stored: {
        jobs: records.filter(({ id, resource }) => told.has(`${resource.id} ${id}`)).length,
        listed,
        texts:
          texts.length === wanted.size ? new Set(texts.filter(text => wanted.has(text))).size : texts.length,
      },
      fates: proxy.fates,
    }
  } finally {
    await proxy.close()
    await service.close()
  }
}

/** What is wrong with the outcome, one line each. */
export const findingsOf = ({ calls, failed, told, stored }: Lost): string[] => [
  ...failed,
  ...Object.entries({ ...told, ...stored }).flatMap(([what, n]) =>
    n === calls ? [] : [`${n} ${what} of ${calls} calls`],
  ),
]
