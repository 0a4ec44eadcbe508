/**
 * `promptpost init` and `promptpost run` as a user has them: over a real service with real workers, killed in every stage.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import { openLedger } from 'promptpost'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { furnish, LABELS, PRIVATE_FILE, publicTexts, TASK } from '../support/dbpedia.js'
import { REPOSITORY, type Service, startService } from '../support/service.js'

const PROGRAM = join(REPOSITORY, 'sdk/dist/cli/main.js')
const LONG = 400_000

let service: Service
let root: string
let token: string

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'promptpost-run-'))
  service = await startService()
  await furnish(service.provider, publicTexts(60))
  const store = await openDirectoryStore(service.data)
  token = (await createToken(store, { tenant: 'client', role: 'client' })).token
}, LONG)

afterAll(async () => {
  await service.stop()
  rmSync(root, { recursive: true, force: true })
})

type Outcome = { code: number | null; stdout: string; stderr: string }
type Running = { child: ChildProcess; says: (pattern: RegExp) => Promise<void>; ended: Promise<Outcome> }

const start = (folder: string, args: string[]): Running => {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    // A process group of its own, so that its compute process is killed with it.
    detached: true,
    env: {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, 'config'),
      PROMPTPOST_LEDGER: join(folder, 'ledger'),
      PROMPTPOST_CACHE: join(folder, 'cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
      for (const listener of listeners) listener()
    })
  const ended = new Promise<Outcome>(done => child.once('close', code => done({ code, ...said })))
  const says = (pattern: RegExp): Promise<void> =>
    new Promise((done, fail) => {
      const look = () => pattern.test(said.stderr) && done()
      listeners.add(look)
      look()
      void ended.then(() => fail(new Error(`ended without ${pattern}: ${JSON.stringify(said)}`)))
    })
  return { child, says, ended }
}

const run = (folder: string, ...args: string[]): Promise<Outcome> => start(folder, args).ended

/** Runs until stderr matches, and kills the whole group there. */
const killedAt = async (folder: string, pattern: RegExp): Promise<Outcome> => {
  const running = start(folder, ['run', '--yes'])
  await running.says(pattern)
  process.kill(-running.child.pid!, 'SIGKILL')
  return running.ended
}

/** A folder with data, and the project that init makes of it; then short settings. */
const project = async (
  name: string,
  more: string[] = ['--epsilon', '8', '--budget', '20'],
): Promise<string> => {
  const folder = mkdtempSync(join(root, `${name}-`))
  copyFileSync(PRIVATE_FILE, join(folder, 'private.tsv'))
  writeFileSync(join(folder, 'client.token'), `${token}\n`)
  const verbalizer = JSON.stringify(TASK.verbalizer)
  const flags = ['--data', 'private.tsv', '--template', TASK.template, '--verbalizer', verbalizer]
  const service_ = ['--url', service.url, '--token-file', 'client.token', '--model', 'reviews-gpt2']
  const made = await run(folder, 'init', ...flags, ...service_, ...more)
  expect(made.code, made.stderr).toBe(0)
  const file = join(folder, 'promptpost.json')
  const settings = JSON.parse(readFileSync(file, 'utf8'))
  if (settings.privacy) settings.privacy.expectedBatch = 32
  settings.tuning = { virtualTokens: 4, steps: 40, maxTokens: 32 }
  settings.transfer = { steps: 4, texts: 40, batchSize: 8, maxTokens: 32 }
  writeFileSync(file, JSON.stringify(settings))
  return folder
}

const runsIn = async (folder: string): Promise<number> => {
  const { accounts } = await (await openLedger(join(folder, 'ledger'))).survey()
  return accounts.reduce((sum, { runs }) => sum + runs, 0)
}

const onService = async (): Promise<{ prompts: string[]; transfers: string[] }> => ({
  prompts: (await service.client.prompts.list().all()).map(({ id }) => id),
  transfers: (await service.client.transfers.list().all()).map(({ id }) => id),
})

describe('promptpost run', () => {
  it(
    'shows its plan alone with --dry-run, and does nothing unasked where no one can be asked',
    async () => {
      const folder = await project('plan')
      const before = [readdirSync(folder), await onService()]
      const { code, stdout, stderr } = await run(folder, 'run', '--dry-run')
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/^1\. download student stu_\w+ \(\d+ bytes\)/)
      expect(stdout).toMatch(/^2\. tune a prompt on 1500 examples of private\.tsv/m)
      expect(stdout).toMatch(/^privacy {3}this run costs epsilon 8 at delta [\d.e-]+, for /m)
      expect(stdout).toMatch(
        /^ledger {4}at delta [\d.e-]+: 0 now \(0 runs before\), 8 with this run, of 20: 12 is left$/m,
      )
      expect(stdout).toMatch(
        /^uploads {3}adapter_model\.safetensors \(\d+ bytes and a header\), adapter_config\.json, task\.json, privacy-report\.json; nothing else$/m,
      )
      expect(stderr).toContain('nothing was done')
      const unasked = await run(folder, 'run')
      expect([unasked.code, unasked.stdout]).toEqual([2, ''])
      expect(unasked.stderr).toMatch(/no terminal to ask on\n.*--yes/)
      const told = JSON.parse((await run(folder, 'run', '--dry-run', '--json')).stdout)
      expect(told.plan).toMatchObject({
        examples: 1500,
        service: service.url,
        privacy: { before: 0, budget: 20, isCharged: false },
      })
      expect([readdirSync(folder), await onService()]).toEqual(before)
      writeFileSync(join(folder, 'My Texts.txt'), 'a brick house\na tall tree\n')
      const local = await run(folder, 'run', '--dry-run', '--public-texts', 'My Texts.txt')
      expect(local.stdout).toMatch(
        /^2\. upload the 2 public texts of My Texts\.txt \(48 bytes\) as data set my-texts$/m,
      )
      expect(local.stdout).toMatch(/^uploads .*; nothing else of the data$/m)
      expect(local.stdout).toMatch(
        /^public {4}2 texts \(48 bytes\) go up too, as data set my-texts: every one/m,
      )
      const both = await run(
        folder,
        'run',
        '--dry-run',
        '--public-texts',
        'My Texts.txt',
        '--dataset',
        'public',
      )
      expect([both.code, both.stderr]).toEqual([
        2,
        expect.stringContaining('--public-texts: was given together'),
      ])
    },
    LONG,
  )

  it(
    'killed in every stage it goes on: one charge, one prompt, one transfer',
    async () => {
      const folder = await project('killed')
      const before = await onService()
      await killedAt(folder, /^download /m)
      expect(existsSync(join(folder, 'ledger'))).toBe(false)
      // At the first step: no time has passed in which a checkpoint would be due.
      await killedAt(folder, /^tune /m)
      expect(await runsIn(folder)).toBe(1)
      const plan = await run(folder, 'run', '--dry-run')
      expect(plan.stdout).toMatch(/^privacy .* charged already: it goes on from its checkpoint$/m)
      await killedAt(folder, /^uploading the prompt$/m)
      expect(existsSync(join(folder, 'prompt'))).toBe(true)
      await killedAt(folder, /^(?!tune|download)[a-z ]+ {2}\d+ %/m)
      const last = await run(folder, 'run', '--yes', '--json')
      expect(last.code, last.stderr).toBe(0)
      const result = JSON.parse(last.stdout)
      const after = await onService()
      expect(after.prompts.filter(id => !before.prompts.includes(id))).toEqual([result.prompt.id])
      expect(after.transfers.filter(id => !before.transfers.includes(id))).toEqual([result.transfer.id])
      expect(await runsIn(folder)).toBe(1)
      expect(result.next).toBe(`promptpost predict --transfer ${result.transfer.id} --text TEXT`)
      // When all is done nobody is asked, and nothing is done again.
      const again = await run(folder, 'run')
      expect([again.code, again.stdout]).toEqual([
        0,
        expect.stringContaining(`transferred to ${result.transfer.model}`),
      ])
      expect(await onService()).toEqual(after)
      const predicted = await run(
        folder,
        'predict',
        '--transfer',
        result.transfer.id,
        '--text',
        'a brick house',
        '--json',
      )
      expect(LABELS).toContain(JSON.parse(predicted.stdout).results[0].label)
    },
    LONG,
  )

  it(
    'stops with Ctrl-C, keeps what is done and names the command that goes on',
    async () => {
      const folder = await project('stopped', ['--no-privacy'])
      const running = start(folder, ['run', '--yes'])
      await running.says(/^tune /m)
      running.child.kill('SIGINT')
      const { code, stderr } = await running.ended
      expect(code).toBe(130)
      expect(stderr).toMatch(/stopping in good order; Ctrl-C again quits at once/)
      expect(stderr).toMatch(/stopped; what is done is kept\nGo on with: promptpost run --yes/)
      const done = await run(folder, 'run', '--yes')
      expect(done.code, done.stderr).toBe(0)
      expect(done.stdout).toMatch(/^privacy {2}none/m)
      expect(done.stdout).toMatch(/^Predict with: promptpost predict --transfer trf_\w+ --text TEXT$/m)
    },
    LONG,
  )

  it(
    'is refused by the ledger where the budget is spent, before anything is done',
    async () => {
      const folder = await project('spent', ['--epsilon', '8', '--budget', '3'])
      const before = readdirSync(folder)
      for (const how of ['--dry-run', '--yes']) {
        const { code, stdout, stderr } = await run(folder, 'run', how)
        expect([code, stdout, stderr]).toEqual([5, '', expect.stringMatching(/may spend epsilon 3/)])
      }
      expect(readdirSync(folder)).toEqual(before)
      expect(existsSync(join(folder, 'prompt'))).toBe(false)
    },
    LONG,
  )

  it.each([
    [['--out', 'elsewhere', '--data', 'nowhere.tsv'], 2, /nowhere\.tsv: was not found/],
    [['--student', 'stu_none'], 4, /promptpost students list/],
    [['--template', 'no text'], 2, /needs exactly one \{text\}/],
    [['--dataset', 'nosuch'], 4, /dataset: is not on this service/],
  ])(
    'refuses %j',
    async (flags, expected, says) => {
      const folder = await project('refused')
      const { code, stderr } = await run(folder, 'run', '--yes', ...flags)
      expect([code, stderr]).toEqual([expected, expect.stringMatching(says)])
    },
    LONG,
  )

  it('refuses a unit that its figures do not fit', async () => {
    const folder = await project('unit')
    const file = join(folder, 'promptpost.json')
    const settings = JSON.parse(readFileSync(file, 'utf8'))
    for (const [privacy, says] of [
      [{ unit: 'user' }, /privacy\.recordsPerUser is missing/],
      [{ unit: 'example', recordsPerUser: 3 }, /privacy\.recordsPerUser goes with the unit user/],
    ] as const) {
      writeFileSync(file, JSON.stringify({ ...settings, privacy: { epsilon: 8, ...privacy } }))
      const { code, stderr } = await run(folder, 'run', '--dry-run')
      expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
    }
  })

  it('names the field and the flag that is missing', async () => {
    const folder = mkdtempSync(join(root, 'bare-'))
    const { code, stderr } = await run(folder, 'run', '--dry-run', '--url', service.url)
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/missing: --data <file>, or "data" in promptpost\.json\n.*promptpost init/),
    ])
  })
})
