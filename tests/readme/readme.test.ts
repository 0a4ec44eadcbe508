/**
 * The README's stories, each from end to end over HTTP against one served provider. Every command is run as it stands there,
 * in a copy-free checkout folder of its own.
 * @module
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PromptPost } from 'promptpost/client'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY } from '../support/service.js'
import { type Block, blocksOf, README } from './blocks.js'
import { openShell, type Shell } from './shell.js'

const blocks = blocksOf(README)
const LABELS = ['company', 'school', 'player', 'building', 'plant', 'film']

/** Under which headings each story is told. */
const STORIES = {
  provider: ['A provider'],
  cli: ['A client', 'On another server'],
  sdk: ['From TypeScript'],
  curl: ['With curl'],
} as const
type Story = keyof typeof STORIES

const told = (story: Story, language = 'sh'): Block[] =>
  blocks.filter(
    block => (STORIES[story] as readonly string[]).includes(block.heading) && block.language === language,
  )

/** Blocks without a language are those that a fresh clone is tried with: this run, and that of examples/demo. */
const OF_A_CLONE = ['npm ci && npm run demo', 'npm ci && npm test']

const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

describe('README', () => {
  it('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'))
    const named = [...README.matchAll(/npm run ([\w:]+)/g)].map(match => match[1]!)
    expect(named.filter(name => !(name in scripts))).toEqual([])
    expect(scripts.test).toBeDefined()
  })

  it('has no block of commands that no test runs', () => {
    const run: Block[] = [
      ...(Object.keys(STORIES) as Story[]).flatMap(story => told(story)),
      ...told('sdk', 'ts'),
      ...blocks.filter(({ language, text }) => language === '' && OF_A_CLONE.includes(text.trim())),
    ]
    expect(blocks.filter(block => !run.includes(block))).toEqual([])
  })
})

describe('a story of the README', () => {
  let folder: string
  let shell: Shell
  let url: string
  const prepared = new Map<Story, Promise<string>>()
  const token = (role: string): string => readFileSync(join(folder, `${role}.token`), 'utf8').trim()
  const as = (role: 'provider' | 'client') => new PromptPost({ baseUrl: url, token: token(role) })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'promptpost-readme-'))
    for (const name of ['examples', 'node_modules', 'package.json'])
      symlinkSync(join(REPOSITORY, name), join(folder, name))
    url = `http://127.0.0.1:${await freePort()}`
    const home = { HOME: folder, PROMPTPOST_LEDGER: join(folder, 'ledger') }
    shell = openShell(folder, home)
  })

  afterAll(async () => {
    await shell.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = async (script: string): Promise<string> =>
    shell.run(script.replaceAll('http://127.0.0.1:8080', url).replaceAll('8080', new URL(url).port))

  const tell = async (story: Story): Promise<string> => {
    let output = ''
    for (const { text } of told(story)) {
      output += await run(text)
      if (!/promptpost serve /.test(text)) continue
      await run(`for i in $(seq 150); do curl -sf ${url}/health > /dev/null && break; sleep 0.2; done`)
      // npx has been seen to work; from here on what it starts is started without its second.
      await run('npx() { node_modules/.bin/"$@"; }')
    }
    return output
  }

  /** Each is told once, whoever needs what it leaves. */
  const done = (story: Story): Promise<string> => {
    const output = prepared.get(story) ?? tell(story)
    prepared.set(story, output)
    return output
  }

  it('provider by CLI', { timeout: 300_000 }, async () => {
    await done('provider')
    const provider = as('provider')
    const { data: students } = await provider.students.list()
    expect(students).toMatchObject([{ status: 'succeeded', layers: 2 }])
    const { data: datasets } = await provider.datasets.list()
    expect(datasets.map(({ purpose }) => purpose).sort()).toEqual(['distillation', 'public'])
  })

  it('client by CLI', { timeout: 300_000 }, async () => {
    await done('provider')
    const output = await done('cli')
    expect(output).toContain('epsilon <= ')
    const { data: transfers } = await as('client').transfers.list()
    expect(transfers.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  })

  it('client by SDK', { timeout: 300_000 }, async () => {
    await done('provider')
    const [block] = told('sdk', 'ts')
    const { outputText } = ts.transpileModule(block!.text, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
    })
    const built = "\nconsole.log('from', import.meta.resolve('promptpost'))"
    writeFileSync(join(folder, 'story.mjs'), outputText + built)
    const output = await run('PROMPTPOST_TOKEN=$(cat client.token) node story.mjs')
    expect(output).toContain(`from file://${realpathSync(join(REPOSITORY, 'sdk/dist/index.js'))}`)
    const label = /label: '(\w+)'/.exec(output)?.[1]
    expect(LABELS).toContain(label)
    const report = JSON.parse(readFileSync(join(folder, 'prompt-ts/privacy-report.json'), 'utf8'))
    expect(report.guarantee.epsilon).toBeLessThanOrEqual(8)
  })

  it('client by curl', { timeout: 300_000 }, async () => {
    await done('provider')
    // It sends the body that the command line wrote.
    await done('cli')
    const known = (await as('client').transfers.list().all()).map(({ id }) => id)
    const output = await tell('curl')
    expect(output).toMatch(/^event: succeeded$/m)
    expect(LABELS).toContain(/"results":\[\{"label":"(\w+)"/.exec(output)?.[1])
    const made = (await as('client').transfers.list().all()).filter(({ id }) => !known.includes(id))
    expect(made).toMatchObject([{ status: 'succeeded' }])
    const inParts = await as('client').datasets.list({ name: 'in-parts' })
    expect(inParts.data).toMatchObject([{ purpose: 'public', count: 1998 }])
    const { files } = await as('client').prompts.get(made[0]!.prompt)
    const sent = JSON.parse(readFileSync(join(folder, 'body.json'), 'utf8'))
    expect(files.find(({ name }) => name === 'adapter_model.safetensors')?.size).toBe(
      Buffer.from(sent.adapter_model, 'base64').length,
    )
    expect(readFileSync(join(folder, 'openapi.yaml'), 'utf8')).toContain('openapi: 3')
  })
})
