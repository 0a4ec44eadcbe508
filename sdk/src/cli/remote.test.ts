/**
 * The remote commands against a real service, started by `promptpost serve`; its jobs count instead of computing.
 * @module
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  HANDLERS,
  MODELS,
  newFolder,
  type Outcome,
  type Running,
  runCli,
  startCli,
  tuneArgs,
  writeData,
} from './cli.test.support.js'

let home: string
let server: Running
let url: string
const tokens: Record<string, string> = {}

const makeToken = async (tenant: string, role: string): Promise<string> => {
  const args = [
    'tokens',
    'create',
    '--data',
    join(home, 'data'),
    '--tenant',
    tenant,
    '--role',
    role,
    '--json',
  ]
  const made = JSON.parse((await runCli(args)).stdout)
  expect(made).toEqual({ token: expect.stringMatching(/^pp_/), tenant, role })
  return made.token
}

const as = (role: string, args: string[]): Promise<Outcome> =>
  runCli(args, { cwd: home, environment: { PROMPTPOST_URL: url, PROMPTPOST_TOKEN: tokens[role] as string } })

// biome-ignore lint/suspicious/noExplicitAny: the shapes are what the tests check
const json = async (role: string, ...args: string[]): Promise<any> => {
  const outcome = await as(role, [...args, '--json'])
  expect(outcome.stderr).not.toContain('error')
  return JSON.parse(outcome.stdout)
}

/** Made once, in the order of the story. */
const made: Record<'model' | 'texts' | 'public' | 'student' | 'prompt' | 'transfer', string> =
  Object.create(null)

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'promptpost-remote-'))
  const args = ['serve', '--data', join(home, 'data'), '--models', MODELS, '--port', '0', '--json']
  server = startCli(args, { environment: { PROMPTPOST_HANDLERS: HANDLERS } })
  url = /"url":"([^"]+)"/.exec(await server.says(/"url":"[^"]+"/))?.[1] as string
  tokens.provider = await makeToken('acme', 'provider')
  tokens.client = await makeToken('acme', 'client')
  await writeFile(join(home, 'texts.txt'), 'One text.\n\nAnother text.\n')
  made.model = (await json('provider', 'models', 'register', 'reviews-gpt2')).id
  const create = (name: string): Promise<{ id: string }> =>
    json('provider', 'datasets', 'create', 'texts.txt', '--name', name, '--purpose', name)
  made.texts = (await create('distillation')).id
  made.public = (await create('public')).id
  const { model, texts } = made
  const distil = ['students', 'create', '--model', model, '--dataset', texts, '--layers', '2', '--steps', '3']
  made.student = (await json('provider', ...distil, '--wait')).id
  await runCli(tuneArgs(await writeData(home), 'prompt'), { cwd: home })
  made.prompt = (await json('client', 'prompts', 'upload', 'prompt', '--student', made.student)).id
  const { prompt, public: dataset } = made
  made.transfer = (
    await json(
      'client',
      'transfers',
      'create',
      '--prompt',
      prompt,
      '--dataset',
      dataset,
      '--steps',
      '3',
      '--wait',
    )
  ).id
}, 120_000)

afterAll(async () => {
  server.child.kill('SIGTERM')
  const { code } = await server.ended
  await rm(home, { recursive: true, force: true })
  expect(code).toBe(0)
}, 60_000)

describe('--json', () => {
  it.each([
    ['models', 'model', ['id', 'name', 'config', 'files', 'sha256', 'created_at']],
    ['datasets', 'public', ['id', 'name', 'purpose', 'count', 'created_at']],
    ['students', 'student', ['id', 'model', 'layers', 'status', 'files', 'created_at']],
    ['prompts', 'prompt', ['id', 'student', 'virtual_tokens', 'task', 'files', 'created_at']],
    ['transfers', 'transfer', ['id', 'prompt', 'model', 'status', 'job', 'created_at']],
  ] as const)('%s list and show have the shapes of the contract', async (group, name, keys) => {
    const page = await json('client', group, 'list')
    expect(Object.keys(page).sort()).toEqual(['data', 'next_cursor'])
    const one = await json('client', group, 'show', made[name])
    expect(Object.keys(one)).toEqual(expect.arrayContaining([...keys]))
    expect(page.data.map(({ id }: { id: string }) => id)).toContain(one.id)
  })

  it('of predict has labels and one result per text', async () => {
    const args = ['predict', '--transfer', made.transfer, '--text', 'one', '--text', 'four']
    const result = await json('client', ...args)
    expect(result.labels).toEqual(['0', '1'])
    expect(result.results.map(({ label }: { label: string }) => label)).toEqual(['1', '0'])
    expect(result.predictions).toEqual([expect.stringMatching(/^prd_/)])
    const task = ['--template', '{text} It was', '--verbalizer', '{"n": "bad", "p": "good"}']
    const zeroShot = await json('client', 'predict', '--model', made.model, ...task, '--file', 'private.tsv')
    expect(zeroShot.labels).toEqual(['n', 'p'])
    expect(zeroShot.results).toHaveLength(24)
  })

  it('of job events is one object a line', async () => {
    const { job } = await json('client', 'transfers', 'show', made.transfer)
    const { stdout } = await as('client', ['jobs', 'events', job, '--json'])
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
    expect(events.at(-1).type).toBe('succeeded')
    expect((await json('client', 'jobs', 'wait', job)).status).toBe('succeeded')
  })
})

describe('for people', () => {
  it('lists are tables and one thing is fields', async () => {
    const list = await as('client', ['students', 'list'])
    expect(list.stdout).toMatch(/^ID +MODEL +LAYERS +STATUS +CREATED\nstu/)
    const one = await as('client', ['models', 'show', made.model])
    expect(one.stdout).toMatch(/^name: +reviews-gpt2$/m)
  })

  it('waiting shows the progress of the job, with its loss', async () => {
    const { job } = await json('client', 'transfers', 'show', made.transfer)
    const { stderr } = await as('client', ['jobs', 'wait', job])
    expect(stderr).toMatch(/^counting {2}33 % {2}loss 1\.000$/m)
    expect(stderr).toMatch(/^counting {2}100 % {2}loss 0\.3333$/m)
  })

  it('a page that is not the last names the command for the next', async () => {
    const { stderr } = await as('client', ['datasets', 'list', '--limit', '1'])
    const more = /more with: promptpost (datasets list --cursor \S+)/.exec(stderr)?.[1] as string
    expect((await as('client', more.split(' '))).code).toBe(0)
  })
})

describe('files', () => {
  it('come down whole, and a second download changes nothing', async () => {
    const folder = await newFolder()
    const target = join(folder, 'student')
    const first = await json('client', 'students', 'download', made.student, target)
    expect(first.files.map(({ name }: { name: string }) => name).sort()).toEqual(
      (await readdir(target)).sort(),
    )
    expect((await as('client', ['students', 'download', made.student, target])).code).toBe(0)
    await json('client', 'prompts', 'download', made.prompt, join(folder, 'prompt'))
    const name = 'adapter_model.safetensors'
    expect(await readFile(join(folder, 'prompt', name))).toEqual(await readFile(join(home, 'prompt', name)))
  })

  it('of a deleted prompt are gone', async () => {
    const { id } = await json('client', 'prompts', 'upload', 'prompt', '--student', made.student)
    expect(await json('client', 'prompts', 'delete', id)).toEqual({ id, deleted: true })
    const gone = await as('client', ['prompts', 'show', id])
    expect([gone.code, gone.stderr]).toEqual([4, expect.stringContaining('promptpost prompts list')])
  })
})

describe('a token', () => {
  it('may come from a file or stdin', async () => {
    await writeFile(join(home, 'token'), `${tokens.client}\n`)
    const fromFile = await runCli(['jobs', 'list', '--url', url, '--token-file', 'token'], { cwd: home })
    expect(fromFile.code).toBe(0)
    const fromStdin = await runCli(['jobs', 'list', '--url', url, '--token-file', '-'], {
      input: tokens.client as string,
    })
    expect(fromStdin.code).toBe(0)
  })

  it('that is unknown or of the wrong role ends with exit code 3', async () => {
    const environment = { PROMPTPOST_URL: url, PROMPTPOST_TOKEN: `pp_${'A'.repeat(43)}` }
    const unknown = await runCli(['jobs', 'list'], { environment })
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('promptpost tokens create')])
    expect(unknown.stderr).not.toContain('AAAA')
    const wrong = await as('client', ['models', 'register', 'reviews-gpt2'])
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('--role provider')])
  })

  it.each([
    [['--tenant', 'No Good', '--role', 'client'], /tenant: is not a valid tenant name/],
    [['--tenant', 'acme', '--role', 'admin'], /Allowed choices are provider, client/],
    [['--tenant', 'acme'], /missing: '--role <role>'/],
  ])('is not made for %j', async (args, says) => {
    const outcome = await runCli(['tokens', 'create', '--data', join(home, 'data'), ...args])
    expect([outcome.code, outcome.stdout]).toEqual([2, ''])
    expect(outcome.stderr).toMatch(says)
  })
})

describe('the service’s refusals', () => {
  it.each([
    [['models', 'show', 'mod_nothing'], 4, /promptpost models list/],
    [['models', 'show', '../../etc'], 4, /error: 404/],
    [['prompts', 'upload', 'prompt', '--student', 'stu_nothing'], 2, /\/student/],
    [['transfers', 'create', '--prompt', 'pro_nothing', '--dataset', 'x'], 2, /promptpost prompts list/],
  ])('%j end with %i', async (args, code, says) => {
    const outcome = await as('client', args)
    expect([outcome.code === 4 || outcome.code === 2, outcome.stdout]).toEqual([true, ''])
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).toMatch(says)
  })

  it('of a job are told with their next step', async () => {
    const { prompt, public: dataset } = made
    const args = ['transfers', 'create', '--prompt', prompt, '--dataset', dataset, '--seed', '666', '--wait']
    const { code, stderr } = await as('client', args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/the job failed: .*is unfit.*\n?.*promptpost jobs events job/)
  })
})

describe('Ctrl-C while waiting', () => {
  it('stops the waiting, not the job, and says how to follow or cancel it', async () => {
    const { prompt, public: dataset } = made
    const args = [
      'transfers',
      'create',
      '--prompt',
      prompt,
      '--dataset',
      dataset,
      '--steps',
      '2000',
      '--wait',
    ]
    const environment = { PROMPTPOST_URL: url, PROMPTPOST_TOKEN: tokens.client as string }
    const running = startCli(args, { cwd: home, environment })
    await running.says(/counting/)
    running.child.kill('SIGINT')
    const { code, stderr, stdout } = await running.ended
    expect([code, stdout]).toEqual([130, ''])
    const job = /Follow it with: promptpost jobs wait (\S+); cancel it with/.exec(stderr)?.[1] as string
    expect((await json('client', 'jobs', 'show', job)).status).toBe('running')
    await json('client', 'jobs', 'cancel', job)
    const end = await as('client', ['jobs', 'wait', job, '--json'])
    expect(end.code).toBe(1)
    expect(JSON.parse(end.stdout).error.code).toBe('job-cancelled')
  })
})

describe('--explain-upload', () => {
  it('lists every file with size and digest, and sends nothing', async () => {
    await writeFile(join(home, 'prompt/diary.txt'), 'dear diary')
    const args = ['prompts', 'upload', 'prompt', '--student', made.student, '--explain-upload']
    const before = (await json('client', 'prompts', 'list')).data.length
    const told = await json('client', ...args)
    expect(told.uploaded).toBe(false)
    expect(told.destination).toBe(`${url}/v1/prompts`)
    expect(told.stays).toEqual(['diary.txt'])
    const sent = await json('client', 'prompts', 'show', made.prompt)
    const tensor = 'adapter_model.safetensors'
    const digestOf = (files: { name: string; sha256: string }[]): string | undefined =>
      files.find(({ name }) => name === tensor)?.sha256
    expect(digestOf(told.files)).toBe(digestOf(sent.files))
    expect(told.files.map(({ name }: { name: string }) => name)).toEqual(
      sent.files.map(({ name }: { name: string }) => name),
    )
    expect((await json('client', 'prompts', 'list')).data).toHaveLength(before)
    const { stdout } = await runCli(args, { cwd: home })
    expect(stdout).toContain('Nothing else leaves this machine')
    expect(stdout).toContain('prompt_embeddings [2, 256] float32')
    expect(stdout).toContain('stays: diary.txt')
  })
})
