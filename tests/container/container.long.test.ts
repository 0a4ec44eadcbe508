/** A real job by a worker in the container's files: state in a bucket, a clean environment, nothing to write to but three folders. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPlace } from '@promptpost/aws/testing'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from '@promptpost/aws/testing/s3-double'
import { digestFile, sha256 } from '@promptpost/base'
import { checkpointFolder, type JobRecord, type JobStore, openJobStore } from '@promptpost/base/jobs'
import { modelFileKey, newIdentifier, type ObjectStore } from '@promptpost/base/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { buildTree, startInTree, unlockTree } from './tree.js'

const MODEL = join(REPOSITORY, 'examples/reviews-gpt2')
const FILES = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json']
const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64'
const TEXTS = Array.from(
  { length: 40 },
  (_, i) => `a quiet film , seen ${i} times , and a dull one ${i * 7} times .`,
)

let folder: string
let tree: string
let double: S3Double
let store: ObjectStore
let jobs: JobStore

/** An archive as ONNX Runtime's releases are. Its library is npm's, its providers are libraries that do nothing here. */
const makeArchive = (place: string): string => {
  const top = join(place, 'onnxruntime-linux-x64-gpu_cuda12-test')
  mkdirSync(join(top, 'lib'), { recursive: true })
  const { version } = JSON.parse(
    readFileSync(join(REPOSITORY, 'node_modules/onnxruntime-node/package.json'), 'utf8'),
  ) as { version: string }
  writeFileSync(join(top, 'VERSION_NUMBER'), `${version}\n`)
  for (const name of [
    `libonnxruntime.so.${version}`,
    'libonnxruntime_providers_shared.so',
    'libonnxruntime_providers_cuda.so',
  ])
    copyFileSync(join(REPOSITORY, LIBRARIES, 'libonnxruntime.so.1'), join(top, 'lib', name))
  execFileSync('tar', ['-czf', `${top}.tgz`, '-C', place, 'onnxruntime-linux-x64-gpu_cuda12-test'])
  return `${top}.tgz`
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-container-'))
  execFileSync('chmod', ['a+rx', folder])
  tree = join(folder, 'root')
  mkdirSync(tree)
  buildTree(tree, { isCompiled: true, archive: makeArchive(folder) })
  double = await startS3Double()
  store = await openPlace(double.endpoint)
  jobs = openJobStore(store)
}, 240_000)
afterAll(async () => {
  await double?.close()
  unlockTree(folder)
  rmSync(folder, { recursive: true, force: true })
})

const createJob = async (): Promise<JobRecord> => {
  const files = await Promise.all(
    FILES.map(async name => ({ name, ...(await digestFile(join(MODEL, name))) })),
  )
  for (const { name } of files) await store.putFile(modelFileKey('reviews', name), join(MODEL, name))
  const texts = Buffer.from(TEXTS.map(text => JSON.stringify(text)).join('\n'))
  const key = 'tenants/acme/datasets/dat_1/texts.jsonl'
  await store.put(key, texts)
  return jobs.createJob({
    id: newIdentifier('job'),
    tenant: 'acme',
    kind: 'distil',
    resource: { collection: 'students', id: 'stu_1' },
    input: {
      model: { id: 'mod_1', name: 'reviews', files },
      dataset: { id: 'dat_1', key, sha256: sha256(texts), count: TEXTS.length },
      layers: 1,
      license: 'none',
      steps: 24,
      settings: { batch_tokens: 128 },
    },
  })
}

/** What the job's definition and its submission add: cdk/src/compute/jobs.ts, aws/src/batch/calls.ts. */
const given = ({ tenant, id }: JobRecord): Record<string, string> => ({
  AWS_REGION: REGION,
  AWS_ENDPOINT_URL_S3: double.endpoint,
  AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  PROMPTPOST_STORE: `s3://${BUCKET}`,
  PROMPTPOST_CHECKPOINT_SECONDS: '0',
  PROMPTPOST_DEVICE: 'cpu',
  PROMPTPOST_TENANT: tenant,
  PROMPTPOST_JOB: id,
})

it('has what a worker needs, and nothing for tests or other systems', () => {
  const app = join(tree, 'app')
  expect(readdirSync(app).sort()).toEqual(
    [
      '.npmrc',
      'aws',
      'base',
      'engine',
      'gpu-jobs',
      'node_modules',
      'package-lock.json',
      'package.json',
    ].sort(),
  )
  expect(readdirSync(join(app, LIBRARIES)).sort()).toEqual([
    'libonnxruntime.so.1',
    'libonnxruntime_providers_cuda.so',
    'libonnxruntime_providers_shared.so',
    'onnxruntime_binding.node',
  ])
  for (const absent of [
    'node_modules/vitest',
    'node_modules/typescript',
    'node_modules/onnxruntime-node/bin/napi-v6/win32',
    'aws/dist/testing',
  ])
    expect(existsSync(join(app, absent)), absent).toBe(false)
  const files = readdirSync(join(app, 'gpu-jobs'), { recursive: true, encoding: 'utf8' })
  expect(files.filter(name => /\.test\.|\.d\.ts$|\.map$/.test(name))).toEqual([])
})

it('works on a job, gives it back at SIGTERM, and ends it when started again', {
  timeout: 120_000,
}, async () => {
  const job = await createJob()
  const look = async (): Promise<JobRecord> => (await jobs.readJob(job)) as JobRecord
  const first = startInTree(tree, given(job))
  for (const deadline = Date.now() + 60_000; (await look()).progress === 0; await sleep(20))
    if (Date.now() > deadline || first.exitCode !== null) throw new Error('the worker does not get on')
  first.kill('SIGTERM')
  expect((await once(first, 'exit'))[0]).toBe(75)
  expect(await look()).toMatchObject({ state: 'queued', attempt: 1 })
  expect((await store.list(`${checkpointFolder(job)}/`)).objects).not.toEqual([])

  const second = startInTree(tree, given(job))
  expect((await once(second, 'exit'))[0]).toBe(0)
  const { state, files, device } = await look()
  expect([state, device]).toEqual(['succeeded', 'cpu'])
  expect(files!.map(({ name }) => name)).toContain('model.safetensors')
  // It kept the weights, and nothing of the job.
  expect(readdirSync(join(tree, 'models'))).toHaveLength(1)
  expect(readdirSync(join(tree, 'work')).filter(name => name !== 'computed')).toEqual([])
})
