/**
 * A service with one of everything in it, made through the CLI alone; it ends with its test file.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import {
  HANDLERS,
  MODELS,
  type Outcome,
  type Running,
  runCli,
  startCli,
  tuneArgs,
  writeData,
} from './cli.test.support.js'

/** Whatever a command may answer, as far as the tests look at it. */
export type Answer = {
  id: string
  job: string
  status: string
  token: string
  secret: string
  flops: number
  total: object
  data: { id: string }[]
  labels: string[]
  results: { label: string; answeredBy?: string }[]
  predictions: string[]
  files: { name: string; sha256: string }[]
  uploaded: boolean
  destination: string
  stays: string[]
}

export type Story = {
  home: string
  url: string
  tokens: { provider: string; client: string }
  made: Record<'model' | 'texts' | 'public' | 'student' | 'prompt' | 'transfer', string>
  /** Runs a command as one of the two roles. */
  as: (role: 'provider' | 'client', args: string[]) => Promise<Outcome>
  /** The same with --json, parsed; the command must succeed. */
  json: (role: 'provider' | 'client', ...args: string[]) => Promise<Answer>
}

const fill = async (story: Story): Promise<void> => {
  const { home, made, json } = story
  await writeFile(join(home, 'texts.txt'), 'One text.\n\nAnother text.\n')
  made.model = (await json('provider', 'models', 'register', 'reviews-gpt2')).id
  const create = (name: string): Promise<Answer> =>
    json('provider', 'datasets', 'create', 'texts.txt', '--name', name, '--purpose', name)
  made.texts = (await create('distillation')).id
  made.public = (await create('public')).id
  const { model, texts } = made
  const distil = ['students', 'create', '--model', model, '--dataset', texts, '--layers', '2', '--steps', '3']
  made.student = (await json('provider', ...distil, '--wait')).id
  await runCli(tuneArgs(await writeData(home), 'prompt'), { cwd: home })
  made.prompt = (await json('client', 'prompts', 'upload', 'prompt', '--student', made.student)).id
  const { prompt, public: dataset } = made
  const transfer = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--steps', '3']
  made.transfer = (await json('client', ...transfer, '--wait')).id
}

/** Registers the service with the test file; its fields are set once the first test runs. */
export const tellStory = (): Story => {
  let server: Running
  const as: Story['as'] = (role, args) =>
    runCli(args, {
      cwd: story.home,
      environment: { PROMPTPOST_URL: story.url, PROMPTPOST_TOKEN: story.tokens[role] },
    })
  const story: Story = {
    home: '',
    url: '',
    tokens: { provider: '', client: '' },
    made: { model: '', texts: '', public: '', student: '', prompt: '', transfer: '' },
    as,
    async json(role, ...args) {
      const outcome = await as(role, [...args, '--json'])
      expect(outcome.code, outcome.stderr).toBe(0)
      return JSON.parse(outcome.stdout)
    },
  }

  beforeAll(async () => {
    story.home = await mkdtemp(join(tmpdir(), 'promptpost-remote-'))
    const data = join(story.home, 'data')
    const folders = ['--data', data, '--models', MODELS]
    // The handlers count; the predictor would compute.
    const args = ['serve', ...folders, '--port', '0', '--predictor', 'off', '--json']
    server = startCli(args, { environment: { PROMPTPOST_HANDLERS: HANDLERS } })
    story.url = /"url":"([^"]+)"/.exec(await server.says(/"url":"[^"]+"/))?.[1] as string
    for (const role of ['provider', 'client'] as const) {
      const create = ['tokens', 'create', '--data', data, '--tenant', 'acme', '--role', role, '--json']
      const token = JSON.parse((await runCli(create)).stdout)
      expect(token).toMatchObject({ token: expect.stringMatching(/^pp_/), tenant: 'acme', role })
      story.tokens[role] = token.token
    }
    await fill(story)
  }, 120_000)

  afterAll(async () => {
    server.child.kill('SIGTERM')
    const { code } = await server.ended
    await rm(story.home, { recursive: true, force: true })
    expect(code).toBe(0)
  }, 60_000)

  return story
}
