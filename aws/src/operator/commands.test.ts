import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sha256 } from '@promptpost/base'
import { type ObjectStore, verifyToken } from '@promptpost/base/store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPlace } from '../testing/open-s3.js'
import { ACCESS, BUCKET, REGION, type S3Double, startS3Double } from '../testing/s3-double/index.js'

const run = promisify(execFile)
const EXAMPLE = fileURLToPath(new URL('../../../examples/reviews-gpt2', import.meta.url))
const program = fileURLToPath(new URL('../../dist/operator/main.js', import.meta.url))

let double: S3Double
let store: ObjectStore
let model: string
beforeAll(async () => {
  double = await startS3Double()
  model = await mkdtemp(join(tmpdir(), 'promptpost-operator-'))
  await writeFile(join(model, 'config.json'), '{}')
  await writeFile(join(model, 'model.safetensors'), Buffer.alloc(9 * 2 ** 20, 7))
  await writeFile(join(model, '.hidden'), 'x')
})
afterAll(async () => {
  await double.close()
  await rm(model, { recursive: true })
})
beforeEach(async () => {
  double.bucket.objects.clear()
  store = await openPlace(double.endpoint)
})

/** The program itself, as an operator starts it. */
const operate = async (...args: string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [program, ...args], {
    env: {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL_S3: double.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ACCESS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ACCESS.secretAccessKey,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  })
  return stdout
}
const refused = async (...args: string[]): Promise<{ code: number; stderr: string }> =>
  operate(...args).then(
    () => {
      throw new Error('it was not refused')
    },
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  )

describe('a model', () => {
  it('is put with its digests, once', async () => {
    const said = await operate('models', 'put', 'tiny', model, '--bucket', BUCKET)
    expect(said).toBe('model.safetensors  9437184 bytes\nconfig.json  2 bytes\nregister it as: tiny\n')
    expect(await store.head('weights/tiny/model.safetensors')).toMatchObject({
      size: 9 * 2 ** 20,
      etag: sha256(Buffer.alloc(9 * 2 ** 20, 7)),
    })
    const tag = double.bucket.objects.get('weights/tiny/config.json')?.etag
    expect(await operate('models', 'put', 'tiny', model, '--bucket', BUCKET)).toBe(said)
    expect(double.bucket.objects.get('weights/tiny/config.json')?.etag).toBe(tag)
    expect([...double.bucket.objects.keys()].sort()).toEqual([
      'weights/tiny/config.json',
      'weights/tiny/model.safetensors',
    ])
  })

  it('that others rely on is not replaced', async () => {
    await store.put('weights/tiny/config.json', '{"other":1}')
    const { code, stderr } = await refused('models', 'put', 'tiny', model, '--bucket', BUCKET)
    expect(code).toBe(1)
    expect(stderr).toContain('weights/tiny/config.json: is there with other content')
  })
})

describe('a token', () => {
  it('is made, told of and ended', async () => {
    const place = ['--bucket', BUCKET, '--tenant', 'acme']
    const token = (
      await operate('tokens', 'create', ...place, '--role', 'provider', '--expires', '90d')
    ).trim()
    const credential = await verifyToken(store, token)
    expect(credential).toMatchObject({ tenant: 'acme', role: 'provider' })
    const listed = await operate('tokens', 'list', ...place)
    expect(listed).toContain(`${credential?.token}  provider  full`)
    expect(listed).not.toContain(token)
    await operate('tokens', 'revoke', credential?.token ?? '', ...place)
    expect(await verifyToken(store, token)).toBeUndefined()
  })
})

it.each([
  [['tokens', 'create', '--bucket', BUCKET, '--tenant', 'acme'], '--role: is missing'],
  [
    ['tokens', 'create', '--bucket', BUCKET, '--tenant', 'acme', '--role', 'root'],
    '--role: must be provider or client',
  ],
  [['tokens', 'list', '--tenant', 'acme'], '--bucket: is missing'],
  [['models', 'put', 'tiny', '--bucket', BUCKET], 'command: cannot be used'],
  [['models', 'put', 'tiny', tmpdir(), '--bucket', BUCKET], 'the folder: holds no config.json'],
  [['models', 'put', '../x', EXAMPLE, '--bucket', BUCKET], 'model: is not a valid name'],
  [['tokens', 'list', '--bukket', BUCKET], "command line: Unknown option '--bukket'"],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await refused(...args)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
