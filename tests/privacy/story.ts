/**
 * The scene of a client run: a provider's service as a process of its own, a recording proxy before it, and a client's
 * machine with marked private data on it.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PromptPost } from 'promptpost/client'
import { furnish } from '../support/dbpedia.js'
import { REPOSITORY } from '../support/service.js'
import { CLI, clientMachine, type Machine, type Ran, type RunSettings, runCommand } from './client-machine.js'
import { type Keeper, type KeptFile, keepFiles } from './kept-files.js'
import { PRIVATE, writePrivateData } from './private-data.js'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.js'

const MODEL = join(REPOSITORY, 'examples/reviews-gpt2')

/** The provider's side: `promptpost serve`, with all it prints. */
type Provider = {
  url: string
  root: string
  said: Buffer[]
  child: ChildProcess
  tokens: { provider: string; client: string }
}

const runPlain = async (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> => {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.on('data', data => {
    stdout += data
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return stdout
}

const startProvider = async (root: string): Promise<Provider> => {
  const data = join(root, 'data')
  const models = join(root, 'models')
  const temporary = join(root, 'tmp')
  mkdirSync(temporary, { recursive: true })
  for (const file of ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(MODEL, file), join(models, 'reviews-gpt2', file))
  const environment = { PATH: process.env.PATH, HOME: root, TMPDIR: temporary, NO_COLOR: '1' }
  const tokens = { provider: '', client: '' }
  for (const role of ['provider', 'client'] as const) {
    const create = ['tokens', 'create', '--data', data, '--tenant', 'acme', '--role', role, '--json']
    tokens[role] = JSON.parse(await runPlain(create, environment)).token
  }
  const serve = [CLI, 'serve', '--data', data, '--models', models, '--port', '0', '--json']
  const child = spawn(process.execPath, serve, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => said.push(chunk))
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { url: JSON.parse(line).url, root, said, child, tokens }
}

const TEXTS = Array.from({ length: 24 }, (_, at) => `a ${at % 2 ? 'quiet' : 'loud'} film of ${1900 + at}`)

export const renamed = (files: readonly KeptFile[], rename: (name: string) => string): KeptFile[] =>
  files.map(file => ({ ...file, names: file.names.map(rename) }))

/** A path below the home begins with the home's own name, which is marked and which nothing can be done about. */
export const fromHome = (name: string): string => `client/${name.replace(join('home', PRIVATE.home), '~')}`

export type Story = {
  machine: Machine
  proxy: RecordingProxy
  provider: Provider
  student: string
  dataset: string
  /** The private file, from the working folder. */
  data: string
  /** Runs a command of the client, as a user who has set the service's address and keeps the token in a file. */
  client: (args: readonly string[], settings?: RunSettings) => Promise<Ran>
  /** Every file that the client's processes, or the service's, have written since the last call. */
  files: () => Promise<KeptFile[]>
  end: () => Promise<void>
}

export const beginStory = async (): Promise<Story> => {
  const folder = mkdtempSync(join(tmpdir(), 'promptpost-privacy-'))
  const provider = await startProvider(join(folder, 'provider'))
  const owner = new PromptPost({ baseUrl: provider.url, token: provider.tokens.provider })
  const material = { batch_tokens: 128, sequence_length: 32 }
  const furnished = await furnish(owner, TEXTS, material).catch(error => {
    provider.child.kill()
    throw error
  })
  const proxy = await startRecordingProxy(provider.url)
  const machine = clientMachine(join(folder, 'client'), { home: PRIVATE.home })
  const data = writePrivateData(machine.work)
  writeFileSync(join(machine.work, 'token'), provider.tokens.client)

  let round = 0
  const watch = (): Promise<Keeper[]> =>
    Promise.all([machine.root, provider.root].map(root => keepFiles(root, join(folder, `kept-${round++}`))))
  let keepers = await watch()
  return {
    ...furnished,
    machine,
    proxy,
    provider,
    data,
    client: (args, settings = {}) =>
      runCommand(machine, [...args, '--token-file', 'token'], {
        ...settings,
        environment: { PROMPTPOST_URL: proxy.url, ...settings.environment },
      }),
    async files() {
      const [client = [], service = []] = await Promise.all(keepers.map(keeper => keeper.stop()))
      keepers = await watch()
      return [...renamed(client, fromHome), ...renamed(service, name => `provider/${name}`)]
    },
    async end() {
      provider.child.kill('SIGTERM')
      if (provider.child.exitCode === null) await once(provider.child, 'exit')
      await Promise.all(keepers.map(keeper => keeper.stop()))
      await proxy.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
