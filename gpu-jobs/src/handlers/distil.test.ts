/**
 * A distillation by a worker's process: what the provider asked for is what the engine does.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestFile } from '@promptpost/base'
import { openJobStore } from '@promptpost/base/jobs'
import { keyOf, newIdentifier, openDirectoryStore } from '@promptpost/base/store'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const examples = fileURLToPath(new URL('../../../examples', import.meta.url))

it('keeps the layers that were named, compares where it was told to, behind random prompts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'promptpost-distil-'))
  try {
    const store = await openDirectoryStore(directory)
    const texts = Array.from({ length: 20 }, (_, i) => JSON.stringify(`text number ${i} of them all`))
    const key = keyOf({ tenant: 'acme', collection: 'datasets', id: 'dst_1', path: ['texts.jsonl'] })
    const { etag } = await store.put(key, texts.join('\n'))
    const model = join(examples, 'reviews-gpt2')
    const names = (await readdir(model)).sort()
    const files = await Promise.all(
      names.map(async name => ({ name, ...(await digestFile(join(model, name))) })),
    )
    const settings = { batch_tokens: 64, keep: [0, 3, 7], positions: 0.5, proxy_share: 1 }
    const jobs = openJobStore(store)
    const job = await jobs.createJob({
      id: newIdentifier('job'),
      tenant: 'acme',
      kind: 'distil',
      resource: { collection: 'students', id: 'stu_1' },
      input: {
        model: { id: 'mod_1', name: 'reviews-gpt2', files },
        dataset: { id: 'dst_1', key, sha256: etag, count: texts.length },
        ...{ layers: 3, license: 'none', steps: 2, settings },
      },
    })
    const named = ['--store', directory, '--models', examples, '--tenant', 'acme', '--job', job.id]
    const child = spawn(process.execPath, [program, ...named], { stdio: ['ignore', 'ignore', 'inherit'] })
    expect((await once(child, 'exit'))[0]).toBe(0)
    const facts = (await jobs.readJob(job))?.result?.facts
    expect(facts).toMatchObject({ kept_layers: [0, 3, 7], settings: { ...settings, proxy_tokens: 10 } })
  } finally {
    await rm(directory, { recursive: true, maxRetries: 3 })
  }
})
