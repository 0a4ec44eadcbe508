/**
 * `promptpost privacy`: what it prints, and what it keeps to this machine.
 * @module
 */
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  calibrateNoiseMultiplier,
  epsilonFor,
  ledgerDirectory,
  makePrivacyPlan,
  openLedger,
} from '../privacy/index.js'
import { newFolder, type Outcome, PRIVATE_TEXT, runCli, tuneArgs, writeData } from './cli.test.support.js'

/** Later flags win. */
const plan = (command: string, ...more: string[]): string[] => [
  ...['privacy', command, '--json', '--examples', '67349', '--expected-batch', '1024'],
  ...more,
]
const figures = async (args: string[]) => JSON.parse((await runCli(args)).stdout)

describe('privacy estimate', () => {
  it('gives the epsilon of a planned run, at a default delta or a given one', async () => {
    const run = ['--steps', '1315', '--noise-multiplier', '1.1']
    const own = makePrivacyPlan({
      examples: 67_349,
      expectedBatch: 1024,
      steps: 1315,
      noiseMultiplier: 1.1,
      clip: 1,
    })
    const { epsilon, delta, noiseMultiplier } = own
    const { epsilonLowerBound, ...found } = await figures(plan('estimate', ...run))
    expect(found).toEqual({
      ...{ epsilon, delta, noiseMultiplier, steps: 1315, examples: 67_349, expectedBatch: 1024 },
    })
    expect(epsilonLowerBound).toBeLessThan(epsilon)
    expect(epsilonLowerBound).toBeGreaterThan(epsilon * 0.999)
    expect((await figures(plan('estimate', ...run, '--delta', '1e-7'))).epsilon).toBeGreaterThan(epsilon)
    const shown = await runCli(plan('estimate', ...run).filter(word => word !== '--json'))
    const [, low, high] = /^epsilon is between (\S+) and (\S+)$/m.exec(shown.stdout) ?? []
    expect(Number(low)).toBeLessThanOrEqual(epsilonLowerBound)
    expect(Number(high)).toBeGreaterThanOrEqual(epsilon)
    expect(shown.stdout).toMatch(
      /^epsilon is between [\d.]+ and [\d.]+\nepsilon: +[\d.]+\ndelta: +0.000001\nnoiseMultiplier: +1.1\nsteps: +1315\n/,
    )
  })
})

describe('privacy calibrate', () => {
  const samplingRate = Number((1024n << 53n) / 67_349n) / 2 ** 53

  it('gives the least noise that keeps the budget', async () => {
    const found = await figures(plan('calibrate', '--epsilon', '3', '--steps', '1315'))
    const least = calibrateNoiseMultiplier({ epsilon: 3, delta: 1e-6, samplingRate, steps: 1315 })
    expect(found).toMatchObject({ noiseMultiplier: least, steps: 1315, delta: 1e-6 })
    expect(found.epsilon).toBeLessThanOrEqual(3)
  })

  it('gives the most steps that a noise allows within the budget', async () => {
    const noiseMultiplier = 1.1
    const { steps } = await figures(plan('calibrate', '--epsilon', '3', '--noise-multiplier', '1.1'))
    expect(epsilonFor([{ samplingRate, noiseMultiplier, steps }], 1e-6)).toBeLessThanOrEqual(3)
    expect(epsilonFor([{ samplingRate, noiseMultiplier, steps: steps + 1 }], 1e-6)).toBeGreaterThan(3)
  })
})

describe('privacy refuses', () => {
  const noise = ['--noise-multiplier', '1']
  const cases: [args: string[], code: number, says: RegExp][] = [
    [['privacy'], 2, /Usage: promptpost privacy/],
    [['privacy', 'estimate'], 2, /missing: '--examples <n>', .*'--noise-multiplier <x>'/],
    [
      plan('estimate', '--steps', '10', '--noise-multiplier', '0'),
      2,
      /--noise-multiplier: must be a number above 0/,
    ],
    [
      plan('estimate', '--steps', '10', ...noise, '--expected-batch', '99999'),
      2,
      /--expected-batch: must be a whole/,
    ],
    [plan('estimate', '--steps', '10', '--noise-multiplier', '1e-9'), 5, /--noise-multiplier: must be from/],
    [plan('estimate', '--steps', '10', ...noise, '--delta', '0.1'), 5, /--delta: must be less than 1 over/],
    [plan('calibrate', '--epsilon', '3'), 2, /give either --steps or --noise-multiplier/],
    [
      plan('calibrate', '--epsilon', '3', '--steps', '9', ...noise),
      2,
      /give either --steps or --noise-multiplier/,
    ],
    [plan('calibrate', '--epsilon', '1e-9', ...noise), 5, /--epsilon: is exceeded by a single step/],
    [['privacy', 'ledger', '--set-budget', '3'], 2, /--set-budget needs --data/],
    [['privacy', 'ledger', '--data', 'no.tsv', '--delta', '1e-6'], 2, /--delta.* go with --set-budget/],
    [['privacy', 'ledger', '--data', 'no.tsv'], 2, /no\.tsv: was not found/],
  ]
  it.each(cases)('%j', async (args, code, says) => {
    const outcome = await runCli(args)
    expect(outcome.stdout + outcome.stderr).toMatch(says)
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).not.toMatch(/^\s+at /m)
  })
})

describe('privacy ledger', () => {
  let folder: string
  let environment: Record<string, string>
  const show = (...more: string[]): Promise<Outcome> =>
    runCli(['privacy', 'ledger', ...more], { cwd: folder, environment })
  const charge = async (from: number, to: number, epsilon: number) => {
    const ledger = await openLedger(ledgerDirectory(environment))
    const texts = Array.from({ length: to - from }, (_, i) => `${PRIVATE_TEXT} ${from + i}`)
    const own = makePrivacyPlan({ examples: 100, expectedBatch: 25, steps: 20, epsilon, clip: 1 })
    return ledger.charge(ledger.identify(texts), own)
  }

  beforeAll(async () => {
    folder = await newFolder()
    environment = { PROMPTPOST_LEDGER: join(folder, 'ledger') }
    const rows = Array.from({ length: 100 }, (_, i) => `${i % 2}\t${PRIVATE_TEXT} ${i}`)
    await writeFile(join(folder, 'data.tsv'), `label\ttext\n${rows.join('\n')}\n`)
  })

  it('shows nothing and makes nothing where there is no ledger', async () => {
    const { code, stdout } = await show('--data', 'data.tsv')
    expect([code, stdout]).toEqual([0, `no ledger yet in ${join(folder, 'ledger')}\n`])
    expect(await readdir(folder)).toEqual(['data.tsv'])
  })

  it('sets a budget, and shows what runs on these records or some of them have spent', async () => {
    const set = await show('--data', 'data.tsv', '--set-budget', '8', '--delta', '1e-5')
    expect(set.code).toBe(0)
    await charge(0, 100, 3)
    await charge(90, 190, 1)
    const { stdout, stderr } = await show()
    expect(stderr).toBe('')
    expect(stdout.split('\n').map(line => line.replace(/ +/g, ' '))).toEqual([
      expect.stringMatching(/^ledger in .*, begun \d{4}-\d\d-\d\d$/),
      'DATA RECORDS RUNS UNFINISHED PLAIN EPSILON DELTA BUDGET FOR LEFT SHARES',
      expect.stringMatching(
        /^[0-9a-f]{12} 100 2 2 0 3\.\d+ 0.00001 8 one record zeroed [67]\.\d+ 10 with [0-9a-f]{12}$/,
      ),
      expect.stringMatching(/^[0-9a-f]{12} 100 2 2 0 3\.\d+ 0.00001 - - - 10 with [0-9a-f]{12}$/),
      '',
    ])
    const one = JSON.parse((await show('--data', 'data.tsv', '--json')).stdout)
    expect(one.accounts).toHaveLength(1)
    expect(one.accounts[0]).toMatchObject({
      records: 100,
      isKnown: true,
      runs: 2,
      budget: { epsilon: 8, delta: 1e-5 },
    })
  })

  it('refuses a ledger that was edited, with the way out and no text', async () => {
    await appendFile(join(folder, 'ledger', 'journal.jsonl'), '{}\n')
    const { code, stdout, stderr } = await show()
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(
      /^error: .*journal\.jsonl:\d+: a line was edited.* Put back a copy of .*move the folder away/,
    )
    expect(stderr).not.toContain(PRIVATE_TEXT)
  })
})

describe('privacy verify', () => {
  let folder: string
  let fingerprint: string
  const verify = (...args: string[]): Promise<Outcome> =>
    runCli(['privacy', 'verify', ...args], { cwd: folder })
  const editReport = async (
    edit: (report: Record<string, Record<string, unknown>>) => void,
  ): Promise<void> => {
    const file = join(folder, 'prompt', 'privacy-report.json')
    const report = JSON.parse(await readFile(file, 'utf8'))
    edit(report)
    await writeFile(file, JSON.stringify(report))
  }

  beforeAll(async () => {
    folder = await newFolder()
    const data = await writeData(folder)
    const tuned = await runCli(
      tuneArgs(data, join(folder, 'prompt'), '--epsilon', '5', '--expected-batch', '6', '--json'),
    )
    expect(tuned.code, tuned.stderr).toBe(0)
    fingerprint = JSON.parse(tuned.stdout).report.signature.fingerprint
  }, 60_000)

  it('accepts what tuning wrote, and says whose signature nobody vouched for', async () => {
    const { code, stdout } = await verify('prompt')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^The report in prompt holds: its claim follows from its plan/)
    expect(stdout).toMatch(/epsilon <= [45][.\d]* at delta = 0\.00001/)
    expect(stdout).toContain(`Signed by ${fingerprint}; whether that is the sender's key, ask the sender`)
    const pinned = await verify('prompt', '--key', fingerprint, '--json')
    expect(JSON.parse(pinned.stdout)).toMatchObject({
      verified: true,
      signedBy: fingerprint,
      keyPinned: true,
    })
  })

  it('needs a fingerprint that is one, and the key that it names', async () => {
    expect(await verify('prompt', '--key', 'abc')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--key must be a fingerprint of 64 hexadecimal digits'),
    })
    const other = await verify('prompt', '--key', '0'.repeat(64))
    expect([other.code, other.stdout]).toEqual([5, ''])
    expect(other.stderr).toMatch(
      /privacy-report\.json: signature\.fingerprint: is not the key that was asked for/,
    )
  })

  it('names the field and shows no epsilon when something is off', async () => {
    const refused = async (code: number, says: RegExp): Promise<void> => {
      for (const json of [[], ['--json']]) {
        const outcome = await verify('prompt', ...json)
        expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringMatching(says)])
        expect(outcome.stdout).not.toMatch(/epsilon <=|"verified"|"guarantee"/)
      }
    }
    await editReport(report => {
      report.mechanism!.expectedBatch = 7
    })
    await refused(
      5,
      /^error: privacy-report\.json: mechanism\.expectedBatch: is not what the recorded plan gives, 6 \(got 7\)/,
    )
    await editReport(report => {
      report.preconditions!.noPrivateControl = false
    })
    await refused(5, /preconditions\.noPrivateControl: does not hold: no epsilon may be claimed/)
    for (const command of [
      ['explain-upload', 'prompt'],
      ['prompts', 'upload', 'prompt', '--explain-upload', '--student', 'x'],
    ]) {
      const outcome = await runCli(command, { cwd: folder })
      expect([outcome.code, outcome.stdout]).toEqual([5, ''])
    }
    await rm(join(folder, 'prompt', 'privacy-report.json'))
    await refused(4, /^error: privacy-report\.json: is missing/)
  })
})
