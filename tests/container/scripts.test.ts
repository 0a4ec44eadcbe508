/** The scripts that the Dockerfile runs refuse what is not what it should be. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@promptpost/base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'

const LIBRARIES = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-scripts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const run = (name: string, ...args: string[]): { status: number | null; stderr: string } =>
  spawnSync(join(REPOSITORY, 'gpu-jobs/container', name), args, { encoding: 'utf8' })

describe('fetch.sh', () => {
  it('takes a file with the digest that it was told, and deletes any other', () => {
    const file = join(folder, 'archive')
    writeFileSync(file, 'content')
    expect(run('fetch.sh', 'https://localhost/archive', sha256('content'), file)).toMatchObject({
      status: 0,
      stderr: '',
    })
    const refused = run('fetch.sh', 'https://localhost/archive', sha256('other'), file)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain(`has the digest ${sha256('content')}, not ${sha256('other')}`)
    expect(existsSync(file)).toBe(false)
  })

  it('wants a digest before it asks anyone', () => {
    const refused = run('fetch.sh', 'https://localhost/archive', '', join(folder, 'archive'))
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('--build-arg')
  })

  it('fails when there is nothing to be had, and does not speak plain HTTP', () => {
    for (const url of ['https://localhost:1/archive', 'http://localhost:1/archive'])
      expect(run('fetch.sh', url, sha256(''), join(folder, 'archive')).status).not.toBe(0)
    expect(existsSync(join(folder, 'archive'))).toBe(false)
  })
})

/** An app of which only ONNX Runtime is there. */
const makeApp = (): string => {
  const libraries = join(folder, 'app', LIBRARIES)
  mkdirSync(libraries, { recursive: true })
  for (const name of ['libonnxruntime.so.1', 'onnxruntime_binding.node'])
    copyFileSync(join(REPOSITORY, LIBRARIES, name), join(libraries, name))
  for (const name of ['shared', 'cuda'])
    copyFileSync(
      join(REPOSITORY, LIBRARIES, 'libonnxruntime.so.1'),
      join(libraries, `libonnxruntime_providers_${name}.so`),
    )
  copyFileSync(
    join(REPOSITORY, 'node_modules/onnxruntime-node/package.json'),
    join(folder, 'app/node_modules/onnxruntime-node/package.json'),
  )
  return join(folder, 'app')
}

describe('onnxruntime.sh', () => {
  it('refuses the library of another version', () => {
    const app = makeApp()
    mkdirSync(join(folder, 'other/lib'), { recursive: true })
    writeFileSync(join(folder, 'other/VERSION_NUMBER'), '1.2.3\n')
    spawnSync('tar', ['-czf', join(folder, 'other.tgz'), '-C', folder, 'other'])
    const refused = run('onnxruntime.sh', join(folder, 'other.tgz'), app)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toMatch(/is ONNX Runtime 1\.2\.3, but onnxruntime-node is \d+\.\d+\.\d+/)
  })
})

describe('linked.sh', () => {
  it('names the library that is missing, but for the driver’s', () => {
    const app = makeApp()
    expect(run('linked.sh', app)).toMatchObject({ status: 0, stderr: '' })
    const cuda = join(app, LIBRARIES, 'libonnxruntime_providers_cuda.so')
    const link = (name: string): void => {
      const bytes = readFileSync(join(REPOSITORY, LIBRARIES, 'libonnxruntime.so.1'))
      const at = bytes.indexOf('libpthread.so.0\0')
      // As long as the name in its place.
      bytes.write(name.padEnd(15, '\0'), at, 'latin1')
      writeFileSync(cuda, bytes)
    }
    link('libcuda.so.1')
    expect(run('linked.sh', app)).toMatchObject({ status: 0, stderr: '' })
    link('libcudart.so.99')
    const refused = run('linked.sh', app)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain(
      'libonnxruntime_providers_cuda.so: links to what is not there: libcudart.so.99',
    )
  })

  it('fails where the provider itself is missing', () => {
    const app = makeApp()
    rmSync(join(app, LIBRARIES, 'libonnxruntime_providers_cuda.so'))
    expect(run('linked.sh', app).status).not.toBe(0)
  })
})
