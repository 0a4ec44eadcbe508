/**
 * Kill -9 of the worker in the middle of distillation and of transfer: the job goes on from its checkpoint and ends with
 * the bytes of an undisturbed run.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkbench, tuneWith, writeSoftPrompt } from '@promptpost/engine/post'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Service, startService } from '../support/service.js'

const WORDS = [
  'a quiet film',
  'the worst plot of the year',
  'charming actors',
  'dull and long',
  'a small wonder',
  'noise without sense',
]
const TEXTS = Array.from(
  { length: 120 },
  (_, i) => `${WORDS[i % 6]} and ${WORDS[(i * 7 + 1) % 6]} , seen ${i} times .`,
)
const TASK = { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } }

let service: Service
let folder: string
const wait = { timeout: 300_000 }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-resume-'))
  service = await startService({ PROMPTPOST_CHECKPOINT_SECONDS: '0' })
}, 60_000)

afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Process numbers of the workers that run a job. */
const workersOf = (job: string): number[] => {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  return lines.filter(line => line.includes(`--job ${job}`)).map(line => Number.parseInt(line, 10))
}

/** Follows a job and kills its worker once in each of the stages, in turn, each time after it has got further. */
const killWhileRunning = async (
  client: Service['client'],
  job: string,
  stages: readonly string[],
): Promise<number> => {
  let killed = 0
  let last = 0
  for await (const event of client.jobs.events(job)) {
    const step = (event.metrics as { step?: number } | undefined)?.step ?? 0
    if (event.stage !== stages[killed] || step <= last + 2) continue
    for (const pid of workersOf(job)) process.kill(pid, 'SIGKILL')
    killed++
    last = event.stage === stages[killed] ? step : 0
  }
  return killed
}

describe('a killed worker', () => {
  let model: string
  let students: string[]

  it(
    'resumes distillation and gives the same student, bit for bit',
    async () => {
      const { provider } = service
      model = (await provider.models.create({ name: 'reviews-gpt2' })).id
      const dataset = await provider.datasets.create({ name: 'texts', purpose: 'distillation', texts: TEXTS })
      const start = () =>
        provider.students.create({
          model,
          dataset: dataset.id,
          layers: 2,
          steps: 30,
          seed: 5,
          settings: { batch_tokens: 512 },
        })
      const calm = await start()
      await provider.jobs.wait(calm.job!)
      const disturbed = await start()
      expect(await killWhileRunning(provider, disturbed.job!, ['distil', 'distil'])).toBe(2)
      expect((await provider.jobs.get(disturbed.job!)).status).toBe('succeeded')
      const digests = async (id: string) =>
        (await provider.students.get(id)).files.map(({ name, sha256 }) => `${name} ${sha256}`)
      expect(await digests(disturbed.id)).toEqual(await digests(calm.id))
      students = [calm.id, disturbed.id]
    },
    wait.timeout,
  )

  it(
    'resumes transfer and gives the same prompt, bit for bit',
    async () => {
      const { client } = service
      const student = join(folder, 'student')
      await client.students.download(students[0]!, student)
      const workbench = await openWorkbench(student)
      const examples = TEXTS.map((text, i) => ({ text, label: i % 2 ? 'good' : 'bad', line: i + 1 }))
      const { prompt } = await tuneWith(workbench, {
        examples,
        task: TASK,
        virtualTokens: 4,
        steps: 5,
        maxTokens: 32,
      })
      await writeSoftPrompt(join(folder, 'prompt'), prompt, { layers: 2, heads: 8, kind: 'causal' })
      const uploaded = await client.prompts.upload(join(folder, 'prompt'), { student: students[0]! })
      const dataset = await client.datasets.create({ name: 'public', purpose: 'public', texts: TEXTS })
      const settings = { batch_size: 16, max_tokens: 32 }
      const start = () =>
        client.transfers.create({ prompt: uploaded.id, dataset: dataset.id, steps: 80, seed: 5, settings })
      const calm = await start()
      await client.jobs.wait(calm.job)
      const disturbed = await start()
      expect(await killWhileRunning(client, disturbed.job, ['trials', 'transfer'])).toBe(2)
      const outcomes = await Promise.all(
        [calm, disturbed].map(async ({ id, job }) => {
          expect((await client.jobs.get(job)).status).toBe('succeeded')
          return (await client.transfers.get(id)).facts as { losses: number[]; held_out_loss: object }
        }),
      )
      expect(outcomes[1]!.losses).toEqual(outcomes[0]!.losses)
      expect(outcomes[1]!.held_out_loss).toEqual(outcomes[0]!.held_out_loss)
      const predictions = await Promise.all(
        [calm, disturbed].map(async ({ id }) => {
          const prediction = await client.predictions.create({ transfer: id, texts: TEXTS.slice(0, 20) })
          await client.jobs.wait(prediction.job)
          return (await client.predictions.get(prediction.id)).results
        }),
      )
      expect(predictions[1]).toEqual(predictions[0])
    },
    wait.timeout,
  )
})
