/**
 * `promptpost tune` and the privacy ledger: charged before the first step and for good, once for a run that goes on from
 * its checkpoint, refused when the budget is spent.
 * @module
 */
import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DataSetAccount, PrivacyReport } from '../privacy/index.js'
import { newFolder, PRIVATE_TEXT, runCli, startCli, tuneArgs, writeData } from './cli.test.support.js'

/** A folder with data and a ledger of its own, which is not there yet. */
const bench = async () => {
  const folder = await newFolder()
  const data = await writeData(folder)
  const settings = { cwd: folder, environment: { PROMPTPOST_LEDGER: join(folder, 'ledger') } }
  const args = (out: string, ...more: string[]): string[] =>
    tuneArgs(data, out, '--epsilon', '3', '--expected-batch', '6', ...more)
  return {
    folder,
    data,
    args,
    tune: (out: string, ...more: string[]) => runCli(args(out, ...more), settings),
    plain: (out: string) => runCli(tuneArgs(data, out), settings),
    start: (out: string, ...more: string[]) => startCli(args(out, ...more), settings),
    account: async (): Promise<DataSetAccount> =>
      JSON.parse((await runCli(['privacy', 'ledger', '--data', data, '--json'], settings)).stdout)
        .accounts[0],
    local: (out: string): Promise<string> => readFile(join(folder, out, 'privacy-report.md'), 'utf8'),
    report: async (out: string): Promise<PrivacyReport> =>
      JSON.parse(await readFile(join(folder, out, 'privacy-report.json'), 'utf8')),
  }
}

/** Number of the compute process of a running CLI. */
const computeOf = (pid: number): number => {
  const lines = execFileSync('ps', ['-eo', 'pid,ppid'], { encoding: 'utf8' }).split('\n')
  const child = lines.map(line => line.trim().split(/\s+/).map(Number)).find(([, parent]) => parent === pid)
  return child![0]!
}

/** Long enough to be caught at work. */
const LONG = ['--steps', '150']
const LONGER = ['--steps', '1000', '--checkpoint-seconds', '3600']
const PATIENT = { timeout: 180_000 }

describe('a private run', () => {
  it('is charged when its first step is shown, and stays charged when it is killed', PATIENT, async () => {
    const { tune, start, account } = await bench()
    const running = start('out', ...LONGER)
    await running.says(/tune {2}\d+ %/)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 1 })
    process.kill(computeOf(running.child.pid!), 'SIGKILL')
    expect((await running.ended).code).toBe(1)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 1 })
    expect((await tune('second')).code).toBe(0)
    expect(await account()).toMatchObject({ runs: 2, unfinished: 1 })
  })

  it('is charged once when it goes on from its checkpoint, killed or stopped', PATIENT, async () => {
    const { folder, tune, start, account, report, local } = await bench()
    const stopped = start('out', ...LONG)
    await stopped.says(/tune {2}\d+ %/)
    stopped.child.kill('SIGINT')
    expect((await stopped.ended).code).toBe(130)
    expect(await readdir(folder)).toContain('.out.checkpoint')
    const killed = start('out', ...LONG)
    await killed.says(/tune {2}\d+ %/)
    process.kill(computeOf(killed.child.pid!), 'SIGKILL')
    expect((await killed.ended).code).toBe(1)
    expect((await tune('out', ...LONG)).code).toBe(0)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 0 })
    const { guarantee, plan } = await report('out')
    expect(guarantee.epsilon).toBe(plan.epsilon)
    expect(await local('out')).toContain('0 earlier runs on these records; all together epsilon <= ')
  })

  it.each([
    ['other texts', 'dull', 'grey'],
    ['other labels of the same texts', '\t0\n', '\t1\n'],
  ])('does not go on from the checkpoint of %s', async (_, before, after) => {
    const { data, tune, start } = await bench()
    const stopped = start('out', ...LONG)
    await stopped.says(/tune {2}\d+ %/)
    stopped.child.kill('SIGINT')
    await stopped.ended
    await writeFile(data, (await readFile(data, 'utf8')).replace(before, after))
    const { code, stderr } = await tune('out', ...LONG)
    expect([code, stderr]).toEqual([2, expect.stringContaining('belongs to work with other inputs')])
  })

  it.each([
    ['', /^error: --out: is empty/m],
    ['x'.repeat(225), /^error: --out: is too long a name/m],
  ])('is refused and not charged where its prompt could not be put at %j', async (out, says) => {
    const { folder, tune } = await bench()
    for (const more of [['--dry-run'], []]) {
      const { code, stderr } = await tune(out, ...more)
      expect([code, stderr]).toEqual([2, expect.stringMatching(says)])
    }
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })

  it('is refused and not charged while another makes a prompt of its name', PATIENT, async () => {
    const { tune, start, account } = await bench()
    const running = start('out', ...LONGER)
    await running.says(/tune {2}\d+ %/)
    const { code, stderr } = await tune('out', ...LONGER)
    expect([code, stderr]).toEqual([2, expect.stringContaining('--out: is being worked on by another call')])
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 1 })
  })

  it(
    'leaves its prompt beside its place when that was taken meanwhile, and says where',
    PATIENT,
    async () => {
      const { folder, start, account, report } = await bench()
      const running = start('out', ...LONG)
      await running.says(/tune {2}\d+ %/)
      await mkdir(join(folder, 'out'))
      await writeFile(join(folder, 'out', 'note.txt'), 'of another program')
      const { code, stderr } = await running.ended
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('--out: was taken while the prompt was tuned'),
      ])
      const kept = /The finished prompt is in (out-\w+)/.exec(stderr)![1]!
      expect((await readdir(folder)).sort()).toEqual(['ledger', 'out', kept, 'private.tsv'])
      expect((await report(kept)).guarantee.epsilon).toBeGreaterThan(0)
      expect(await account()).toMatchObject({ runs: 1, unfinished: 0 })
    },
  )

  it('says what all runs on its records come to, in the files that stay and not in the one that goes up', async () => {
    const { tune, report, local } = await bench()
    await tune('first')
    const { stdout, stderr } = await tune('second')
    const { ledger, notCovered } = await report('second')
    expect(ledger).toEqual({ kept: true, where: 'client', since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
    expect(notCovered[0]).toContain('it does not know')
    const told = /Ledger, begun .*: 1 earlier run on these records; all together epsilon <= \d\..*/
    expect(stdout).toMatch(told)
    expect(await local('second')).toMatch(told)
    expect(stderr).toContain('promptpost privacy ledger --data FILE --set-budget EPSILON')
  })

  it('is refused before its first step when the budget is spent, and what still fits is let in', async () => {
    const { folder, tune, account } = await bench()
    expect((await tune('first', '--budget', '3.5')).code).toBe(0)
    const { code, stdout, stderr } = await tune('second')
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/^error: --budget: data set [0-9a-f]{12} may spend epsilon 3.5 at/m)
    expect(stderr).not.toContain('tune  ')
    expect((await readdir(folder)).sort()).toEqual(['first', 'ledger', 'private.tsv'])
    const largest = /At most epsilon ([\d.]+) still fits/.exec(stderr)![1]!
    expect((await tune('second', '--epsilon', largest)).code).toBe(0)
    expect(await account()).toMatchObject({ runs: 2, unfinished: 0, budget: { epsilon: 3.5 } })
  })

  it.each<[why: string, spoil: (folder: string) => Promise<void>, says: RegExp]>([
    [
      'was edited',
      folder => appendFile(join(folder, 'ledger', 'journal.jsonl'), '{}\n'),
      /a line was edited.*Put back a copy/,
    ],
    [
      'lost its key',
      folder => writeFile(join(folder, 'ledger', 'key'), ''),
      /key of the privacy ledger is damaged.*Put back/,
    ],
  ])('is refused when the ledger %s; a plain one only warns', async (_, spoil, says) => {
    const { folder, tune, plain } = await bench()
    await tune('first')
    await spoil(folder)
    const { code, stderr } = await tune('second')
    expect([code, stderr]).toEqual([5, expect.stringMatching(says)])
    expect(stderr).not.toContain(PRIVATE_TEXT)
    const without = await plain('third')
    expect([without.code, without.stderr]).toEqual([
      0,
      expect.stringMatching(/warning: the run is not in the privacy ledger/),
    ])
    expect((await readdir(folder)).sort()).toEqual(['first', 'ledger', 'private.tsv', 'third'])
  })

  it('is refused where no ledger can be written', async () => {
    const { folder, args } = await bench()
    const environment = { PROMPTPOST_LEDGER: join(folder, 'private.tsv', 'ledger') }
    const { code, stderr } = await runCli(args('out'), { cwd: folder, environment })
    expect([code, stderr]).toEqual([5, expect.stringMatching(/cannot be read or written there \(ENOTDIR\)/)])
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })
})

describe('a plain run', () => {
  it('begins no ledger, and is noted in one that there is', async () => {
    const { folder, tune, plain, account, report, local } = await bench()
    await plain('plain')
    expect(await readdir(folder)).not.toContain('ledger')
    await tune('private')
    const { stderr } = await plain('again')
    expect(stderr).toMatch(
      /warning: 1 private run on these records before: this prompt has no such guarantee/,
    )
    expect(await account()).toMatchObject({ runs: 1, plainRuns: 1 })
    const { stdout, stderr: said } = await tune('private-again')
    expect((await report('private-again')).ledger).not.toHaveProperty('plainRuns')
    expect(await local('private-again')).toContain('Tuned on these records without privacy: 1.')
    expect(stdout).toContain('Tuned on these records without privacy: 1.')
    expect(said).toMatch(/warning: 1 prompt tuned on these records without privacy/)
  })
})
