/**
 * The common case as one call, with the shipped model over a real service: told before it starts, done once however often
 * it is killed, and refused where it would mix two runs.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createToken, openDirectoryStore } from '@promptpost/base/store'
import {
  JobError,
  openLedger,
  type TuneAndTransferOptions,
  type TuneAndTransferPlan,
  type TuneAndTransferProgress,
  type TunedAndTransferred,
  UserAbortError,
  verifyPromptFolder,
} from 'promptpost'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPOSITORY, type Service, startService } from '../support/service.js'

const LABELS = ['company', 'school', 'player', 'building', 'plant', 'film']
const DATA = join(REPOSITORY, 'examples/data/dbpedia/private.tsv')
const TEXTS = readFileSync(join(REPOSITORY, 'examples/data/dbpedia/public.txt'), 'utf8')
  .split('\n')
  .slice(0, 60)
const LONG = 400_000

let service: Service
let folder: string
let student: string
let dataset: string
let rounds = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'promptpost-one-call-'))
  service = await startService()
  const { provider } = service
  const model = await provider.models.create({ name: 'reviews-gpt2' })
  const articles = await provider.datasets.create({ name: 'articles', purpose: 'distillation', texts: TEXTS })
  const made = await provider.students.create({
    model: model.id,
    dataset: articles.id,
    layers: 2,
    steps: 2,
    settings: { batch_tokens: 256, sequence_length: 32 },
  })
  await provider.jobs.wait(made.job!)
  student = made.id
  dataset = (await provider.datasets.create({ name: 'public', purpose: 'public', texts: TEXTS })).id
}, LONG)

afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Options of a short private run, with a folder and a ledger of its own. */
const optionsFor = (
  name = `run-${rounds++}`,
): TuneAndTransferOptions & { ledger: { directory: string } } => ({
  model: 'reviews-gpt2',
  data: DATA,
  template: '{text} It is a',
  verbalizer: Object.fromEntries(LABELS.map(label => [label, [label]])),
  privacy: { epsilon: 8, expectedBatch: 32 },
  ledger: { directory: join(folder, `${name}-ledger`) },
  out: join(folder, name),
  students: join(folder, 'students'),
  tuning: { virtualTokens: 4, steps: 6, maxTokens: 32, checkpointSeconds: 0 },
  transfer: { steps: 4, settings: { texts: 40, batch_size: 8, max_tokens: 32 } },
})

/** Private runs in a ledger, on the data. */
const runsIn = async (directory: string): Promise<number> => {
  const { accounts } = await (await openLedger(directory)).survey()
  return accounts.reduce((sum, { runs }) => sum + runs, 0)
}

/** The plan alone: nothing is done. */
const planOf = async (options: TuneAndTransferOptions): Promise<TuneAndTransferPlan> => {
  const stop = new Error('enough')
  let told: TuneAndTransferPlan | undefined
  await service.client.prompts
    .tuneAndTransfer({
      ...options,
      onPlan(plan) {
        told = plan
        throw stop
      },
    })
    .catch((error: unknown) => {
      if (error !== stop) throw error
    })
  return told!
}

const onService = async (): Promise<{ prompts: string[]; transfers: string[] }> => ({
  prompts: (await service.client.prompts.list().all()).map(({ id }) => id),
  transfers: (await service.client.transfers.list().all()).map(({ id }) => id),
})

describe('tuneAndTransfer', () => {
  it('says what it will do, does it, and gives the same when it is called again', {
    timeout: LONG,
  }, async () => {
    const options = optionsFor()
    const plans: TuneAndTransferPlan[] = []
    const stages: string[] = []
    const call = () =>
      service.client.prompts.tuneAndTransfer({
        ...options,
        onPlan(plan) {
          if (plans.length === 0)
            expect([options.out, options.ledger.directory, options.students!].some(existsSync)).toBe(false)
          plans.push(plan)
        },
        onProgress: ({ stage }) => stages.push(stage),
      })
    const first = await call()
    expect([...new Set(stages)]).toEqual(['download', 'tune', 'upload', 'transfer'])
    expect(plans[0]).toMatchObject({
      service: service.url,
      student: { id: student },
      dataset: { id: dataset },
      examples: 1500,
      privacy: { steps: 6, expectedBatch: 32 },
      out: options.out,
    })
    expect(plans[0]!.steps.map(({ name, isDone }) => [name, isDone])).toEqual([
      ['download', false],
      ['tune', false],
      ['upload', false],
      ['transfer', false],
    ])
    expect(plans[0]!.steps[1]!.text).toContain('1500 examples')
    const { epsilon, delta } = plans[0]!.privacy!
    const none = { runs: 0, before: 0, after: epsilon, delta, isCharged: false }
    expect(plans[0]!.ledger).toEqual({ ...none, directory: options.ledger.directory })
    expect(plans[0]!.steps[1]!.text).toContain('0 private runs on these records spent epsilon 0')
    expect(first.folder).toBe(options.out)
    expect(first.report!.guarantee.epsilon).toBe(plans[0]!.privacy!.epsilon)
    expect(first.prompt.privacy_report).toEqual(JSON.parse(JSON.stringify(first.report)))
    expect(first.transfer).toMatchObject({ status: 'succeeded', prompt: first.prompt.id, steps: 4, dataset })
    expect(typeof first.effect.worth_using).toBe('boolean')
    expect(first.effect.verdict).toMatch(/worth using/)
    expect(first.effect.histogram).toHaveLength(LABELS.length)
    expect(first.tuned?.privacy?.epsilon).toBe(first.report!.guarantee.epsilon)
    await verifyPromptFolder(options.out)
    const record = join(folder, `.${options.out.split('/').at(-1)}.run.json`)
    expect(statSync(record).mode & 0o777).toBe(0o600)

    const before = await onService()
    stages.length = 0
    const second = await call()
    expect({ ...second, tuned: undefined }).toEqual({ ...first, tuned: undefined })
    expect(stages).toEqual([])
    expect(plans[1]!.steps.every(({ isDone }) => isDone)).toBe(true)
    expect(plans[1]!.ledger).toMatchObject({ runs: 1, before: epsilon, after: epsilon, isCharged: true })
    const budgeted = {
      ...options,
      ledger: { ...options.ledger, budget: { epsilon: 20 } },
      out: `${options.out}-2`,
    }
    const other = await planOf(budgeted)
    expect(other.ledger).toMatchObject({
      runs: 1,
      before: epsilon,
      isCharged: false,
      budget: { epsilon: 20, delta },
    })
    expect(other.ledger!.after).toBeGreaterThan(epsilon)
    expect(other.ledger!.after).toBeLessThan(2 * epsilon)
    expect(other.steps[1]!.text).toMatch(/1 private run .* of a budget of 20/)
    const refused = { ...budgeted, ledger: { ...options.ledger, budget: { epsilon: 9 } } }
    await expect(planOf(refused)).rejects.toMatchObject({ code: 'privacy-refused', field: 'budget' })
    expect(await runsIn(options.ledger.directory)).toBe(1)
    expect(await onService()).toEqual(before)
    expect(await runsIn(options.ledger.directory)).toBe(1)
  })

  it('goes on after kills: one charge, one prompt, one transfer', { timeout: LONG }, async () => {
    const options = optionsFor()
    const before = await onService()
    const store = await openDirectoryStore(service.data)
    const { token } = await createToken(store, { tenant: 'client', role: 'client' })
    type Said = {
      plan?: TuneAndTransferPlan
      progress?: TuneAndTransferProgress
      result?: TunedAndTransferred
    }
    /** Runs the call until it says what is waited for, and kills it there; gives the result of a call that ends. */
    const run = async (isEnough: (said: Said) => boolean): Promise<Said[]> => {
      const program = join(import.meta.dirname, 'call.mjs')
      const child = spawn(process.execPath, [program, JSON.stringify(options)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, PROMPTPOST_URL: service.url, PROMPTPOST_TOKEN: token },
      })
      const closed = once(child, 'close')
      const said: Said[] = []
      for await (const line of createInterface({ input: child.stdout })) {
        said.push(JSON.parse(line) as Said)
        if (isEnough(said.at(-1)!)) child.kill('SIGKILL')
      }
      await closed
      return said
    }
    const tuning = await run(({ progress }) => progress?.stage === 'tune' && progress.progress.step >= 2)
    expect(tuning.at(-1)!.result).toBeUndefined()
    expect(existsSync(options.out)).toBe(false)
    const uploading = await run(({ progress }) => progress?.stage === 'upload')
    expect(uploading[0]!.plan!.steps.find(({ name }) => name === 'tune')!.isDone).toBe(false)
    expect(uploading[0]!.plan!.ledger).toMatchObject({ runs: 1, isCharged: true })
    const transferring = await run(({ progress }) => progress?.stage === 'transfer')
    expect(transferring[0]!.plan!.steps.find(({ name }) => name === 'tune')!.isDone).toBe(true)
    const last = await run(() => false)
    const { result } = last.at(-1)!
    expect(result?.transfer.status).toBe('succeeded')
    expect(last.some(({ progress }) => progress?.stage === 'tune')).toBe(false)
    const after = await onService()
    expect(after.prompts.filter(id => !before.prompts.includes(id))).toEqual([result!.prompt.id])
    expect(after.transfers.filter(id => !before.transfers.includes(id))).toEqual([result!.transfer.id])
    expect(await runsIn(options.ledger.directory)).toBe(1)
    expect(readdirSync(folder).filter(name => name.includes('checkpoint'))).toEqual([])
  })

  it('stops when it is aborted, keeps the reason, and goes on', { timeout: LONG }, async () => {
    const options = { ...optionsFor(), privacy: undefined as never }
    const control = new AbortController()
    const stopped = service.client.prompts.tuneAndTransfer({
      ...options,
      signal: control.signal,
      onProgress: ({ stage }) => stage === 'tune' && control.abort('enough'),
    })
    await expect(stopped).rejects.toBeInstanceOf(UserAbortError)
    await expect(stopped).rejects.toMatchObject({ cause: 'enough' })
    const { report, effect, prompt } = await service.client.prompts.tuneAndTransfer(options)
    expect(report).toBeUndefined()
    expect(prompt.privacy_report).toBeUndefined()
    expect(effect.verdict).toMatch(/worth using/)
  })

  it('begins a new transfer of the same prompt when one has failed', { timeout: LONG }, async () => {
    const options = optionsFor()
    /** Never ends by itself; cancelled as soon as it runs. */
    const endless = { ...options, transfer: { ...options.transfer, steps: 100_000 } }
    const newest = async () => (await service.client.transfers.list({ order: 'desc', limit: 1 })).data[0]!
    const cancelled = async () => {
      const call = service.client.prompts.tuneAndTransfer({
        ...endless,
        onProgress: progress => {
          if (progress.stage === 'transfer' && progress.event.type === 'started')
            void newest().then(({ job }) => service.client.jobs.cancel(job))
        },
      })
      await expect(call).rejects.toBeInstanceOf(JobError)
      return newest()
    }
    const [first, second] = [await cancelled(), await cancelled()]
    expect([first.status, second.status]).toEqual(['cancelled', 'cancelled'])
    expect(second.id).not.toBe(first.id)
    expect(second.prompt).toBe(first.prompt)
  })
})

describe('without template and verbalizer', () => {
  const offer = async (...names: string[]): Promise<void> => {
    const template = '{text} It is a'
    const verbalizer = Object.fromEntries(LABELS.map(label => [label, [label]]))
    const { data } = await service.provider.models.list({ name: 'reviews-gpt2' })
    const templates = names.map(name => ({ name, template, verbalizer }))
    await service.provider.models.update(data[0]!.id, { templates })
  }
  const bare = (): TuneAndTransferOptions => {
    const { template: _template, verbalizer: _verbalizer, ...rest } = optionsFor()
    return rest
  }

  it('takes what the model offers, when it offers one, and keeps to it', { timeout: LONG }, async () => {
    await offer('kinds')
    const options = { ...bare(), privacy: undefined as never }
    const control = new AbortController()
    const begun = service.client.prompts.tuneAndTransfer({
      ...options,
      signal: control.signal,
      onProgress: ({ stage }) => stage === 'tune' && control.abort(),
    })
    await expect(begun).rejects.toBeInstanceOf(UserAbortError)
    await offer('kinds', 'others')
    const plan = await planOf(options)
    expect(plan).toMatchObject({ offered: 'kinds', task: { template: '{text} It is a' } })
    expect(plan.ledger).toBeUndefined()
    expect(plan.steps[1]!.text).toContain(`with the model's template kinds ("{text} It is a")`)
  })

  it('says what there is when the model offers several, or none, and what is missing of a half', async () => {
    await offer('kinds', 'others')
    await expect(planOf(bare())).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'template',
      message: expect.stringMatching(/kinds .*others /),
    })
    await offer()
    await expect(planOf(bare())).rejects.toMatchObject({ code: 'invalid-argument', field: 'template' })
    await expect(planOf({ ...bare(), template: '{text} It is a' })).rejects.toMatchObject({
      code: 'invalid-argument',
      field: 'template',
      message: expect.stringContaining('without a verbalizer'),
    })
  })
})

describe('tuneAndTransfer refuses', () => {
  const call = (changed: Partial<TuneAndTransferOptions>) =>
    service.client.prompts.tuneAndTransfer({ ...optionsFor(), ...changed })

  it.each<[what: string, changed: Partial<TuneAndTransferOptions>, error: object]>([
    ['a model that is not there', { model: 'nothing' }, { code: 'not-found', field: 'model' }],
    [
      'a student and a model',
      { student: `stu_${'0'.repeat(26)}` },
      { code: 'invalid-argument', field: 'model' },
    ],
    ['public texts that are not there', { dataset: 'nothing' }, { code: 'not-found', field: 'dataset' }],
    ['a label without a word', { verbalizer: { film: ['film'] } }, { code: 'invalid-data' }],
    ['a file that is not there', { data: '/nowhere.tsv' }, { code: 'invalid-data' }],
    ['an epsilon of nothing', { privacy: { epsilon: 0 } }, { code: 'invalid-argument', field: 'epsilon' }],
    ['a folder that is there', { out: join(REPOSITORY, 'examples') }, { code: 'conflict', field: 'out' }],
  ])('%s, with nothing done', async (_, changed, error) => {
    const before = readdirSync(folder)
    await expect(call(changed)).rejects.toMatchObject(error)
    expect(readdirSync(folder)).toEqual(before)
  })

  it('what onPlan throws at, with nothing done', async () => {
    const before = [readdirSync(folder), await onService()]
    const no = new Error('no')
    await expect(
      call({
        onPlan: () => {
          throw no
        },
      }),
    ).rejects.toBe(no)
    expect([readdirSync(folder), await onService()]).toEqual(before)
  })

  it('other settings in the folder of a run, naming the one that differs, and a second call at once', async () => {
    const options = optionsFor()
    const control = new AbortController()
    let second: Promise<unknown> | undefined
    const begun = service.client.prompts.tuneAndTransfer({
      ...options,
      signal: control.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'tune' || second) return
        second = service.client.prompts.tuneAndTransfer(options).catch((error: unknown) => error)
        void second.then(() => control.abort())
      },
    })
    await expect(begun).rejects.toBeInstanceOf(UserAbortError)
    expect(await second).toMatchObject({ code: 'conflict', field: 'out' })
    for (const [field, changed] of [
      ['template', { template: '{text} This is a' }],
      ['privacy', { privacy: { epsilon: 4, expectedBatch: 32 } }],
      ['tuning', { tuning: { ...options.tuning, steps: 7 } }],
      ['data', { data: join(REPOSITORY, 'examples/data/dbpedia/test.tsv') }],
    ] as const)
      await expect(call({ ...options, ...changed }), field).rejects.toMatchObject({ code: 'conflict', field })
  })
})
