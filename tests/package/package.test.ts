/**
 * The packages as they would be published, on this Node: what is in them, that they load, that types and bundlers find their
 * way. `npm run package:check` installs them from the registry and tries other versions of Node.
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { type Packed, pack, RESOLUTIONS, ROOMS, unpack, writeUserProgram } from './packed.js'

/** Bytes of a tarball, and of the client alone as a browser gets it: about a fifth above what they have now. */
const MOST_BYTES: Record<string, number> = {
  promptpost: 480_000,
  '@promptpost/engine': 244_000,
  '@promptpost/base': 88_000,
}
const MOST_CLIENT_BYTES = 41_000

/** Entries that are about running models. */
const LOADS_ENGINE = ['./evaluation']

let folder: string
let modules: string
let packed: Packed[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-package-'))
  modules = join(folder, 'node_modules')
  packed = pack(folder)
  unpack(packed, folder, modules)
  // What others publish is taken from here; package:check installs it.
  const ours = new Set(['promptpost', '@promptpost', '.bin', '.cache', '.package-lock.json'])
  for (const name of readdirSync(join(REPOSITORY, 'node_modules')))
    if (!ours.has(name)) symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

describe('each package', () => {
  it.each(ROOMS)('%s names what a registry wants to know, and the others by exact version', room => {
    const manifest = JSON.parse(readFileSync(join(REPOSITORY, room, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ license: 'Apache-2.0', type: 'module', engines: { node: '>=20.19.0' } })
    expect(manifest.description).toBeTruthy()
    for (const [name, version] of Object.entries(manifest.dependencies ?? {}))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    const license = readFileSync(join(REPOSITORY, 'LICENSE'), 'utf8')
    expect(readFileSync(join(REPOSITORY, room, 'LICENSE'), 'utf8')).toBe(license)
  })

  it('holds code and types, and nothing that only tests need', () => {
    for (const { name, size, files } of packed) {
      const paths = files.map(({ path }) => path)
      expect(paths.filter(path => /\.test\.|\.map$|tsbuildinfo|\/testing\/|^src\//.test(path))).toEqual([])
      expect(paths).toEqual(
        expect.arrayContaining(['LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
      )
      expect(size, `bytes of ${name}`).toBeLessThan(MOST_BYTES[name]!)
    }
  })

  it('brings whatever its pages link to', () => {
    const broken = packed.flatMap(({ name, files }) =>
      files
        .filter(({ path }) => path.endsWith('.md'))
        .flatMap(({ path }) => {
          const text = readFileSync(join(modules, name, path), 'utf8')
          const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link!)
          const places = [...text.matchAll(/`(dist\/[^`]+)`/g)].map(([, place]) => place!)
          return [...links.filter(link => !/^https?:/.test(link)), ...places]
            .filter(link => !existsSync(join(modules, name, dirname(path), link)))
            .map(link => `${name}/${path}: ${link}`)
        }),
    )
    expect(broken).toEqual([])
  })

  it.each(ROOMS)('%s has no finding of publint', async room => {
    const pkgDir = join(modules, room === 'sdk' ? 'promptpost' : `@promptpost/${room}`)
    const { messages, pkg } = await publint({ pkgDir, strict: true })
    expect(messages.map(message => formatMessage(message, pkg))).toEqual([])
  })
})

describe('promptpost, installed', () => {
  it('loads by every entry, and nothing of ONNX Runtime with it', () => {
    const { exports } = JSON.parse(readFileSync(join(modules, 'promptpost/package.json'), 'utf8'))
    const names = Object.keys(exports).filter(
      name => !LOADS_ENGINE.includes(name) && name !== './package.json',
    )
    const imports = names.map(name => `await import('promptpost${name.slice(1)}')`)
    const shown = `console.log(process.report.getReport().sharedObjects.filter(name => /onnxruntime/.test(name)).length)`
    expect(run('--input-type=module', '-e', `${imports.join(';')};${shown}`).trim()).toBe('0')
  })

  it('has a command that runs, engine and all', () => {
    const { version, bin } = JSON.parse(readFileSync(join(modules, 'promptpost/package.json'), 'utf8'))
    const program = join(modules, 'promptpost', bin.promptpost)
    expect(run(program, '--version').trim()).toBe(version)
    const { devices } = JSON.parse(run(program, 'doctor', '--json'))
    expect(devices).toEqual(
      expect.arrayContaining([expect.objectContaining({ device: 'cpu', available: true })]),
    )
  })

  it('without ONNX Runtime says so when something is to be run, and charges nothing', () => {
    const library = join(modules, 'onnxruntime-node')
    renameSync(library, `${library}-away`)
    try {
      const program = `
        import { makePrivacyPlan, PromptPost, tunePrompt } from 'promptpost'
        new PromptPost({ baseUrl: 'http://127.0.0.1:1', token: 'pp_x' })
        makePrivacyPlan({ examples: 1000, expectedBatch: 100, steps: 1, clip: 1, epsilon: 8 })
        const task = { template: '{text} It was', verbalizer: { a: ['a'], b: ['b'] } }
        const books = { privacy: { epsilon: 8 }, ledger: { directory: 'ledger' } }
        const options = { student: 'student', data: 'data.tsv', task, out: 'prompt', ...books }
        const { code, field, message } = await tunePrompt(options).catch(error => error)
        console.log(JSON.stringify({ code, field, message }))`
      expect(JSON.parse(run('--input-type=module', '-e', program))).toEqual({
        code: 'unavailable',
        field: 'onnxruntime-node',
        message: expect.stringMatching(/cannot be loaded: Cannot find package.*Linux with glibc/),
      })
      expect(existsSync(join(folder, 'ledger'))).toBe(false)
      const command = join(modules, 'promptpost/bin/promptpost.js')
      const doctor = spawnSync(process.execPath, [command, 'doctor', '--json'], { encoding: 'utf8' })
      const { devices } = JSON.parse(doctor.stdout)
      const detail = expect.stringMatching(/^onnxruntime-node: cannot be loaded/)
      expect(devices).toEqual([{ device: 'cpu', available: false, detail }])
    } finally {
      renameSync(`${library}-away`, library)
    }
  })

  it('has types that a strict compiler finds, declarations checked too', { timeout: 180_000 }, () => {
    // The other resolutions are package:check's: a compiler's run is long.
    writeUserProgram(folder, RESOLUTIONS[1])
    run(join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json')
  })
})

/** The client as a browser gets it. */
const bundle = async (code: string): Promise<string> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'iife',
    globalName: 'entry',
    platform: 'browser',
    target: 'es2022',
  })
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([])
  return outputFiles[0]!.text
}

describe('the client alone', () => {
  it('is small, and has nothing of Node in it', async () => {
    const text = await bundle(`export { PromptPost } from 'promptpost/client'`)
    expect(text).not.toMatch(/node:|onnxruntime/)
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_CLIENT_BYTES)
  })

  it('works in an edge runtime, where files are told to be missing', async () => {
    const server = createServer((request, response) => {
      const isStream = request.headers.accept === 'text/event-stream'
      response.setHeader('content-type', isStream ? 'text/event-stream' : 'application/json')
      if (isStream) return response.end('data: {"sequence":1,"type":"succeeded"}\n\n')
      const { authorization, 'user-agent': agent } = request.headers
      response.end(JSON.stringify({ id: 'job_x', status: 'succeeded', authorization, agent, files: [] }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      const text = await bundle(`
        import { PromptPost, PromptPostError } from 'promptpost/client'
        export const run = async baseUrl => {
          const client = new PromptPost({ baseUrl, token: 'pp_x' })
          const seen = []
          const job = await client.jobs.wait('job_x', { onProgress: event => seen.push(event.type) })
          const refusal = await client.prompts.upload('folder', { student: 'stu_x' }).catch(error => error)
          return { job, seen, refusal: refusal.message, code: refusal.code }
        }`)
      const edge = new EdgeVM()
      edge.evaluate(text)
      const found = await edge.evaluate(`entry.run('http://127.0.0.1:${port}')`)
      expect(found).toMatchObject({
        job: { authorization: 'Bearer pp_x', agent: expect.stringMatching(/^promptpost\/\d/) },
        seen: ['succeeded'],
        code: 'unavailable',
        refusal: expect.stringContaining('prompts.create'),
      })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
