/**
 * The common case as one call, with the shipped model over a real service: told before it starts, and done once however
 * often it is killed.
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  JobError,
  type TuneAndTransferPlan,
  type TuneAndTransferProgress,
  type TunedAndTransferred,
  UserAbortError,
  verifyPromptFolder,
} from 'promptpost'
import { describe, expect, it } from 'vitest'
import { LABELS } from '../support/dbpedia.js'
import { LONG, runsIn, setScene } from './scene.js'

const scene = setScene()
const { optionsFor, planOf, onService } = scene

describe('tuneAndTransfer', () => {
  it('says what it will do, does it, and gives the same when it is called again', {
    timeout: LONG,
  }, async () => {
    const options = optionsFor()
    const plans: TuneAndTransferPlan[] = []
    const stages: string[] = []
    const call = () =>
      scene.service.client.prompts.tuneAndTransfer({
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
      service: scene.service.url,
      student: { id: scene.student },
      dataset: { id: scene.dataset },
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
    expect(first.transfer).toMatchObject({
      status: 'succeeded',
      prompt: first.prompt.id,
      steps: 4,
      dataset: scene.dataset,
    })
    expect(typeof first.effect.worth_using).toBe('boolean')
    expect(first.effect.verdict).toMatch(/^((not )?worth using|undecided): /)
    expect(first.effect.histogram).toHaveLength(LABELS.length)
    expect(first.tuned?.privacy?.epsilon).toBe(first.report!.guarantee.epsilon)
    await verifyPromptFolder(options.out)
    const record = join(scene.folder, `.${options.out.split('/').at(-1)}.run.json`)
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
        env: {
          ...process.env,
          PROMPTPOST_URL: scene.service.url,
          PROMPTPOST_TOKEN: scene.service.tokens.client,
        },
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
    expect(readdirSync(scene.folder).filter(name => name.includes('checkpoint'))).toEqual([])
  })

  it('stops when it is aborted, keeps the reason, and goes on', { timeout: LONG }, async () => {
    const options = { ...optionsFor(), privacy: undefined as never }
    const control = new AbortController()
    const stopped = scene.service.client.prompts.tuneAndTransfer({
      ...options,
      signal: control.signal,
      onProgress: ({ stage }) => stage === 'tune' && control.abort('enough'),
    })
    await expect(stopped).rejects.toBeInstanceOf(UserAbortError)
    await expect(stopped).rejects.toMatchObject({ cause: 'enough' })
    const { report, effect, prompt } = await scene.service.client.prompts.tuneAndTransfer(options)
    expect(report).toBeUndefined()
    expect(prompt.privacy_report).toBeUndefined()
    expect(effect.verdict).toMatch(/^((not )?worth using|undecided): /)
  })

  it('begins a new transfer of the same prompt when one has failed', { timeout: LONG }, async () => {
    const options = optionsFor()
    /** Never ends by itself; cancelled as soon as it runs. */
    const endless = { ...options, transfer: { ...options.transfer, steps: 100_000 } }
    const newest = async () =>
      (await scene.service.client.transfers.list({ order: 'desc', limit: 1 })).data[0]!
    const cancelled = async () => {
      const call = scene.service.client.prompts.tuneAndTransfer({
        ...endless,
        onProgress: progress => {
          if (progress.stage === 'transfer' && progress.event.type === 'started')
            void newest().then(({ job }) => scene.service.client.jobs.cancel(job))
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
