/**
 * `promptpost tune --dry-run`: tells what the run would do and cost, and does nothing, in the ledger least of all.
 * @module
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newFolder, PRIVATE_TEXT, runCli, startCli, tuneArgs, writeData } from './cli.test.support.js'

const PRIVATE = ['--epsilon', '8', '--expected-batch', '8']

/** A folder with data and a ledger in it, and what runs there. */
const bench = async () => {
  const folder = await newFolder()
  const data = await writeData(folder)
  const settings = { cwd: folder, environment: { PROMPTPOST_LEDGER: join(folder, 'ledger') } }
  const tune = (...more: string[]) => runCli(tuneArgs(data, 'prompt', ...more), settings)
  const ledger = async (...more: string[]) =>
    JSON.parse((await runCli(['privacy', 'ledger', '--data', data, '--json', ...more], settings)).stdout)
  /** Every file below the folder with its digest. */
  const files = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const found = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const digest = async (file: string) =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex')
    return Object.fromEntries(await Promise.all(found.map(async file => [file, await digest(file)] as const)))
  }
  return { data, settings, tune, ledger, files }
}

describe('tune --dry-run', () => {
  it('shows a plain run with a pace measured on its examples, and writes nothing', async () => {
    const { tune, files } = await bench()
    const before = await files()
    const { code, stdout, stderr } = await tune('--dry-run')
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^tune {6}2 virtual tokens of width 256 on 24 examples: 4 steps of 4, on cpu$/m)
    expect(stdout).toMatch(/^time {6}about .* s a step, measured just now on \d steps? of these examples$/m)
    expect(stdout).toMatch(/^privacy {3}none:/m)
    expect(stdout).toMatch(/^leaves {4}nothing: tune opens no connection$/m)
    expect(stderr).toContain('nothing was done, and nothing was charged')
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
    expect(await files()).toEqual(before)
  })

  it('shows what a private run would be charged, begins no ledger and does not time the data', async () => {
    const { tune, ledger, files } = await bench()
    const before = await files()
    const { code, stdout, stderr } = await tune('--dry-run', '--json', ...PRIVATE)
    expect(code, stderr).toBe(0)
    expect(await files()).toEqual(before)
    const { plan } = JSON.parse(stdout)
    expect(plan).toMatchObject({ examples: 24, steps: 4, batch: 8, goesOn: false, uploads: [] })
    expect(plan.pace.textTokens).toBe(24)
    expect(plan.seconds).toBeCloseTo(4 * plan.pace.secondsPerStep)
    expect(plan.privacy).toMatchObject({ runs: 0, before: 0, isCharged: false, budget: null })
    const done = await tune(...PRIVATE)
    expect(done.code, done.stderr).toBe(0)
    const [account] = (await ledger()).accounts
    expect(account.epsilon).toBe(plan.privacy.after)
  })

  it('adds to what the ledger holds, leaves it as it is to the byte, and is refused where the run would be', async () => {
    const { tune, ledger, files } = await bench()
    await ledger('--set-budget', '9')
    expect((await tune(...PRIVATE, '--out', 'first')).code).toBe(0)
    const before = await files()
    const { code, stdout, stderr } = await tune('--dry-run', ...PRIVATE)
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/budget/)
    const less = JSON.parse((await tune('--dry-run', '--json', '--epsilon', '0.5')).stdout).plan.privacy
    expect(less).toMatchObject({ runs: 1, budget: 9, isCharged: false })
    expect(less.before).toBeGreaterThan(7)
    expect(less.after).toBeGreaterThan(less.before)
    expect(less.after).toBeLessThanOrEqual(9)
    expect(await files()).toEqual(before)
  })

  it('tells of the checkpoint from which a stopped run would go on, without another charge', async () => {
    const { data, settings, tune } = await bench()
    const long = tuneArgs(data, 'prompt', ...PRIVATE, '--steps', '400')
    const running = startCli(long, settings)
    await running.says(/tune {2}\d+ %/)
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    const { plan } = JSON.parse((await tune('--dry-run', '--json', ...PRIVATE, '--steps', '400')).stdout)
    expect(plan).toMatchObject({ goesOn: true, privacy: { runs: 1, isCharged: true } })
    expect(plan.privacy.after).toBe(plan.privacy.before)
  })

  it.each([
    [['--out', '.'], 2, /out: .*exists already/],
    [['--verbalizer', '{"0": "bad", "2": "good"}'], 2, /label/],
    [['--epsilon', '8', '--expected-batch', '25'], 2, /expected-batch/],
  ])('finds what is wrong with %j as the run would', async (args, code, says) => {
    const { tune } = await bench()
    const outcome = await tune('--dry-run', ...args)
    const real = await tune(...args)
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(says)
    expect(real.code).toBe(code)
    expect(outcome.stderr).toContain(real.stderr)
  })
})
