/**
 * A distillation on a spot instance that is taken away: parameters and the optimiser's moments come back from the bucket on a machine
 * that has neither the work folder nor the model, and the student is the undisturbed one's to the last bit.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isFinished, type JobRecord, openJobStore } from '@promptpost/base/jobs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { type Cloud, startCloud } from './cloud.js'

const TEXTS = Array.from(
  { length: 40 },
  (_, i) => `a quiet film and the worst plot of the year , seen ${i} times .`,
)

let folder: string
let cloud: Cloud
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-spot-'))
  cpSync(join(REPOSITORY, 'examples/reviews-gpt2'), join(folder, 'reviews'), { recursive: true })
  cloud = await startCloud({ environment: { PROMPTPOST_CHECKPOINT_SECONDS: '0' } })
  await cloud.uploadModels(folder)
}, 120_000)
afterAll(async () => {
  await cloud?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('goes on elsewhere with its optimiser, and gives the same student', { timeout: 300_000 }, async () => {
  const { provider, store, batch } = cloud
  const model = await provider.models.create({ name: 'reviews' })
  const dataset = await provider.datasets.create({ name: 'texts', purpose: 'distillation', texts: TEXTS })
  const settings = { batch_tokens: 128 }
  const start = () =>
    provider.students.create({
      model: model.id,
      dataset: dataset.id,
      layers: 2,
      steps: 25,
      seed: 5,
      settings,
    })
  const jobs = openJobStore(store)
  const look = async (id: string): Promise<JobRecord> => (await jobs.readJob({ tenant: 'provider', id }))!

  const calm = await start()
  await provider.jobs.wait(calm.job!)
  const disturbed = await start()
  const id = disturbed.job!
  const hasCheckpoint = async (): Promise<boolean> =>
    (await store.list(`tenants/provider/jobs/${id}/checkpoint/1/`)).objects.length > 0
  while (!isFinished(await look(id)) && !(await hasCheckpoint())) await sleep(10)
  const isRunning = ({ jobName, status }: { jobName: string; status: string }) =>
    jobName === id && status === 'RUNNING'
  batch.machine.reclaim([...batch.machine.jobs.values()].find(isRunning)?.jobId ?? '')
  await provider.jobs.wait(id)
  expect(await look(id)).toMatchObject({ state: 'succeeded', attempt: 2, crashes: 0 })
  const digests = async (student: string) =>
    (await provider.students.get(student)).files.map(({ name, sha256 }) => [name, sha256])
  expect(await digests(disturbed.id)).toEqual(await digests(calm.id))
})
