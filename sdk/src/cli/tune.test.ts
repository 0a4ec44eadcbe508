/**
 * `promptpost tune`: what it prints, what it keeps to itself, and how it stops.
 * @module
 */
import { access, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  newFolder,
  PRIVATE_TEXT,
  runCli,
  STUDENT,
  startCli,
  tuneArgs,
  writeData,
} from './cli.test.support.js'

const tensor = (folder: string, out: string): Promise<Buffer> =>
  readFile(join(folder, out, 'adapter_model.safetensors'))

describe('tune', () => {
  it('writes a prompt, says where it is and names the next command', async () => {
    const folder = await newFolder()
    const outcome = await runCli(tuneArgs(await writeData(folder), 'out'), { cwd: folder })
    expect(outcome.code).toBe(0)
    expect(outcome.stdout).toMatch(/^The prompt is in out \(4 steps, [\d.]+ s, loss [\d.]+\)\n$/)
    expect(outcome.stderr).toContain('promptpost explain-upload out --student ID')
    expect((await readdir(folder)).sort()).toEqual(['out', 'private.tsv'])
    expect(outcome.stdout + outcome.stderr).not.toContain(PRIVATE_TEXT)
  })

  it('prints one JSON document with --json, and plain progress where there is no terminal', async () => {
    const folder = await newFolder()
    const outcome = await runCli(tuneArgs(await writeData(folder), 'out', '--json'), { cwd: folder })
    const result = JSON.parse(outcome.stdout)
    expect(result).toEqual({
      out: 'out',
      losses: expect.any(Array),
      seconds: expect.any(Number),
      privacy: null,
    })
    expect(result.losses).toHaveLength(4)
    expect(outcome.stderr).toMatch(/^tune {2}25 % {2}1\/4 {2}loss [\d.]+/m)
    expect(outcome.stderr).toMatch(/^tune {2}100 % {2}4\/4 {2}loss [\d.]+/m)
    expect(outcome.stderr).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  it('writes nothing to stderr with --quiet', async () => {
    const folder = await newFolder()
    const outcome = await runCli(tuneArgs(await writeData(folder), 'out', '-q'), { cwd: folder })
    expect([outcome.code, outcome.stderr]).toEqual([0, ''])
  })

  it('refuses less memory than a step on one example takes, and says how much would do', async () => {
    const folder = await newFolder()
    const { code, stderr } = await runCli(tuneArgs(await writeData(folder), 'out', '--memory', '50MB'), {
      cwd: folder,
    })
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /memory: is too little for a step on one example \(got 50000000\)\. Give \d+ bytes or more/,
    )
    expect(await readdir(folder)).toEqual(['private.tsv'])
  })

  it('makes another prompt with weights of eight bits, and knows no others', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    const run = async (out: string, ...more: string[]) =>
      await runCli([...tuneArgs(data, out), ...more], { cwd: folder })
    expect((await run('whole')).code).toBe(0)
    expect((await run('light', '--weights', 'int8')).code).toBe(0)
    expect(await tensor(folder, 'light')).not.toEqual(await tensor(folder, 'whole'))
    const refused = await run('lighter', '--weights', 'int4')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/--weights .*int8/)])
  })

  it('reads the verbalizer from a file', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'words.json'), '{"0": ["bad"], "1": ["good"]}')
    const args = tuneArgs(await writeData(folder), 'out', '--verbalizer', 'words.json')
    expect((await runCli(args, { cwd: folder })).code).toBe(0)
  })

  it('gives a prompt that evaluate-local and predict-local use', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    await runCli(tuneArgs(data, 'out'), { cwd: folder })
    const both = ['--model', STUDENT, '--prompt', 'out', '--json']
    const evaluated = await runCli(['evaluate-local', ...both, '--data', data], { cwd: folder })
    expect(JSON.parse(evaluated.stdout)).toEqual({
      accuracy: expect.any(Number),
      interval: [expect.any(Number), expect.any(Number)],
      examples: 24,
      predicted: { 0: expect.any(Number), 1: expect.any(Number) },
    })
    const predicted = await runCli(['predict-local', ...both, '--file', data], { cwd: folder })
    const { labels, results } = JSON.parse(predicted.stdout)
    expect(labels).toEqual(['0', '1'])
    expect(results).toHaveLength(24)
    const shown = await runCli(['predict-local', ...both.slice(0, -1), '--text', PRIVATE_TEXT], {
      cwd: folder,
    })
    expect(shown.stdout).toMatch(/^TEXT {2}LABEL {2}PROBABILITY\n1 {5}[01] {6}[\d.]+\n$/)
  })
})

describe('tune under differential privacy', () => {
  it('prints the claim and its report, and nothing derived from the data', async () => {
    const folder = await newFolder()
    const args = tuneArgs(await writeData(folder), 'out', '--epsilon', '5', '--expected-batch', '6')
    const { code, stdout, stderr } = await runCli(args, { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/Differentially private with epsilon <= 5 at delta = [\d.e-]+\./)
    expect(stdout).toContain('Not covered:')
    expect(stderr).toMatch(/^tune {2}100 % {2}4\/4$/m)
    expect(stdout + stderr).not.toMatch(/loss [\d.]|examples\/s/)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
  })

  it('says before it begins that so few examples hardly teach anything, and of no larger batch', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    const run = (out: string, ...more: string[]) =>
      runCli(tuneArgs(data, out, '--epsilon', ...more), { cwd: folder })
    const { stderr } = await run('poor', '0.5', '--expected-batch', '6')
    expect(stderr).toMatch(/times as much noise as the data can say/)
    expect(stderr.indexOf('times as much noise')).toBeLessThan(stderr.search(/^tune /m))
    expect((await run('fair', '500', '--expected-batch', '24')).stderr).not.toMatch(/as much noise/)
  })

  it('gives epsilon, delta, noise and the report as JSON, and no loss or time', async () => {
    const folder = await newFolder()
    const args = tuneArgs(await writeData(folder), 'out', '--epsilon', '5', '--json')
    const result = JSON.parse((await runCli(args, { cwd: folder })).stdout)
    expect(Object.keys(result).sort()).toEqual(['out', 'privacy', 'report'])
    expect(Object.keys(result.privacy).sort()).toEqual(['delta', 'epsilon', 'noiseMultiplier'])
    expect(result.report.guarantee.epsilon).toBe(result.privacy.epsilon)
    expect(result.privacy.epsilon).toBeLessThanOrEqual(5)
  })
})

describe('Ctrl-C', () => {
  it('stops tuning between steps, keeps a checkpoint, and the same command ends as if undisturbed', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    const args = (out: string): string[] => tuneArgs(data, out, '--steps', '60', '--seed', '3')
    expect((await runCli(args('undisturbed'), { cwd: folder })).code).toBe(0)

    const running = startCli(args('resumed'), { cwd: folder })
    await running.says(/tune {2}1 %/)
    running.child.kill('SIGINT')
    const stopped = await running.ended
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toContain('stopping after this step; Ctrl-C again quits at once')
    expect(stopped.stderr).toMatch(/stopped; a checkpoint is kept in \.resumed\.checkpoint/)
    expect(stopped.stderr).toMatch(
      /Go on with: promptpost tune --student .*--out resumed --template '\{text\} It was'/,
    )
    expect((await readdir(folder)).sort()).toEqual(['.resumed.checkpoint', 'private.tsv', 'undisturbed'])

    const resumed = await runCli(args('resumed'), { cwd: folder })
    expect(resumed.code).toBe(0)
    expect(Number(/^tune.* (\d+)\/60/m.exec(resumed.stderr)?.[1])).toBeGreaterThan(1)
    expect(await tensor(folder, 'resumed')).toEqual(await tensor(folder, 'undisturbed'))
    expect((await readdir(folder)).sort()).toEqual(['private.tsv', 'resumed', 'undisturbed'])
  })

  it('refuses to resume with other options', async () => {
    const folder = await newFolder()
    const data = await writeData(folder)
    const running = startCli(tuneArgs(data, 'out', '--steps', '500'), { cwd: folder })
    await running.says(/tune {2}0 %/)
    running.child.kill('SIGINT')
    await running.ended
    const other = await runCli(tuneArgs(data, 'out', '--steps', '501'), { cwd: folder })
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/\.out\.checkpoint\/checkpoint\.safetensors: belongs to work with other/)
  })

  it('twice quits at once; the step in hand is still kept', async () => {
    const folder = await newFolder()
    const rows = Array.from({ length: 64 }, (_, i) => `${i % 2}\t${'a long and winding film '.repeat(60)}`)
    await writeFile(join(folder, 'slow.tsv'), `label\ttext\n${rows.join('\n')}\n`)
    const slow = ['--batch-size', '12', '--max-tokens', '192', '--steps', '100']
    const running = startCli(tuneArgs('slow.tsv', 'out', ...slow), { cwd: folder })
    await running.says(/tune {2}1 %/)
    running.child.kill('SIGINT')
    await running.says(/Ctrl-C again/)
    running.child.kill('SIGINT')
    const { code, stderr } = await running.ended
    expect(code).toBe(130)
    expect(stderr).not.toContain('Go on with')
    const checkpoint = join(folder, '.out.checkpoint/checkpoint.safetensors')
    while (await access(checkpoint).catch(() => 'not yet')) await sleep(100)
  })
})
