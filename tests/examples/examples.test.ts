/**
 * Every example that readers see compiles as it stands; those that need no more than a service are run against one, with
 * identifiers and addresses of that service in place of theirs.
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { collectExamples, type Example } from './collect.js'
import { type Compiled, compileExamples } from './compile.js'
import { createWorld, type Identifiers, type World } from './world.js'

/** Examples that are not run, and why. */
const ONLY_COMPILED: Record<string, string> = {
  'base/src/errors.ts#1': 'throws the error it shows',
  'sdk/src/audit/audit.ts#1': 'tunes many prompts; the README test runs the same audit',
  'sdk/src/audit/audit.ts#2': 'tunes a prompt; the README test runs the same audit',
  'sdk/src/client/resources/prompts.ts#2': 'stands for bytes that only tuning makes',
  'sdk/src/client/resources/prompts.ts#3': 'tunes at length; tests/tune-and-transfer runs the call',
  'sdk/src/client/resources/transfers.ts#3': 'needs a newer model than the one that has the prompt',
  'sdk/src/evaluation/evaluate-method.ts#1': 'trains for hours at its defaults',
  'sdk/src/local/tune-prompt.ts#1': 'tunes at length; the README test runs the call',
  'sdk/src/local/tuning-plan.ts#1': 'wants a student and data; the test of tune --dry-run runs the call',
  'README.md#1': 'the README test runs it',
  'sdk/README.md#1': 'tunes at length; tests/tune-and-transfer runs the call',
}

const examples = collectExamples()
let compiled: Compiled

beforeAll(() => {
  compiled = compileExamples(examples)
}, 300_000)

describe('examples', () => {
  it('are found in doc comments and on pages', () => {
    const folders = new Set(examples.map(({ id }) => id.replace(/\/[^/]*$/, '')))
    expect([...folders]).toEqual(
      expect.arrayContaining(['sdk/src/client/resources', 'sdk/src/privacy', 'docs']),
    )
    expect(examples.every(({ text }) => text.trim() !== '')).toBe(true)
  })

  it('compile as they stand', () => {
    expect(compiled.problems).toEqual([])
  })

  it('that are only compiled are still there', () => {
    const ids = new Set(examples.map(({ id }) => id))
    expect(Object.keys(ONLY_COMPILED).filter(id => !ids.has(id))).toEqual([])
  })
})

describe('examples that need a service at most', () => {
  let world: World
  const home = process.cwd()

  beforeAll(async () => {
    world = await createWorld()
    mkdirSync(world.folder, { recursive: true })
    process.chdir(world.folder)
    vi.stubEnv('PROMPTPOST_URL', world.url)
    vi.stubEnv('PROMPTPOST_TOKEN', world.token)
    const tokenFile = join(world.folder, 'client.token')
    writeFileSync(tokenFile, `${world.token}\n`)
    vi.stubEnv('TOKEN_FILE', tokenFile)
    vi.stubEnv('PROMPTPOST_LEDGER', join(world.folder, 'ledger'))
    vi.stubEnv('WEBHOOK_SECRET', world.received.secret)
    for (const name of ['log', 'error'] as const) vi.spyOn(console, name).mockImplementation(() => {})
  }, 300_000)

  afterAll(async () => {
    process.chdir(home)
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    await world?.close()
  })

  /** Those of the world, and spare ones for what the example does away with. */
  const identifiersFor = async ({ text }: Example): Promise<Identifiers> => {
    const deleted = /client\.\w+\.delete\('(\w+)_/.exec(text)?.[1]
    if (deleted !== undefined) return { ...world.ids, [deleted]: await world.spare(deleted) }
    if (text.includes('jobs.cancel(')) return { ...world.ids, job: await world.runningJob() }
    return world.ids
  }

  const isForProvider = ({ text }: Example): boolean =>
    /client\.(models|students)\.(create|estimate|update|delete)\(/.test(text)

  const run = examples
    .filter(({ id }) => !(id in ONLY_COMPILED))
    .map(example => [example.id, example] as const)

  it.each(run)('%s', { timeout: 120_000 }, async (_, example) => {
    const ids = await identifiersFor(example)
    const code = compiled
      .javascript(example)
      .replace(/'(\w{3})_01h455vb4pex5vsknk084sn02q'/g, (_, prefix: string) => `'${ids[prefix]}'`)
      .replaceAll('https://example.com/hooks', world.hooks)
      .replaceAll('http://127.0.0.1:8080', world.url)
      .replaceAll('http://127.0.0.1:9090', world.issuer)
    const file = join(compiled.folder, `run-${example.id.replace(/[^\w]+/g, '-')}.mjs`)
    writeFileSync(file, code)
    const client = isForProvider(example) ? world.provider : world.client
    Object.assign(globalThis, { client, request: world.received.request() })
    await expect(import(pathToFileURL(file).href)).resolves.toBeDefined()
  })
})
