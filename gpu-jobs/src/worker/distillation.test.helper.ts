/**
 * For tests: a distillation of reviews-gpt2 by a worker's process, over a store in a folder.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestFile } from '@promptpost/base'
import { type JobRecord, openJobStore } from '@promptpost/base/jobs'
import { newIdentifier, type ObjectStore } from '@promptpost/base/store'
import { expect } from 'vitest'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const examples = fileURLToPath(new URL('../../../examples', import.meta.url))

const modelReference = async () => {
  const folder = join(examples, 'reviews-gpt2')
  const files = await Promise.all(
    (await readdir(folder)).sort().map(async name => ({ name, ...(await digestFile(join(folder, name))) })),
  )
  return { id: 'mod_1', name: 'reviews-gpt2', files }
}

/**
 * @param directory the store's
 * @param input of the job, beside the model: the data set, layers and settings
 * @returns the job, which succeeded after two steps
 */
export const distilledBy = async (
  store: ObjectStore,
  directory: string,
  input: { dataset: object; layers: number; settings: object },
  flags: readonly string[] = [],
): Promise<JobRecord> => {
  const jobs = openJobStore(store)
  const job = await jobs.createJob({
    id: newIdentifier('job'),
    tenant: 'acme',
    kind: 'distil',
    resource: { collection: 'students', id: 'stu_1' },
    input: { model: await modelReference(), license: 'none', steps: 2, ...input },
  })
  const named = ['--store', directory, '--models', examples, '--tenant', 'acme', '--job', job.id]
  const child = spawn(process.execPath, [program, ...named, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  expect((await once(child, 'exit'))[0]).toBe(0)
  const done = (await jobs.readJob(job)) as JobRecord
  expect(done.state).toBe('succeeded')
  return done
}
