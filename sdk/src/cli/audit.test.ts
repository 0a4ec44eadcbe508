/**
 * `promptpost audit`: what it prints, that it says how private that is, and its exit codes.
 * @module
 */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  newFolder,
  PRIVATE_TEXT,
  runCli,
  STUDENT,
  TEMPLATE,
  VERBALIZER,
  writeData,
} from './cli.test.support.js'

let folder: string
let data: string
beforeAll(async () => {
  folder = await newFolder()
  data = await writeData(folder)
})

const args = (kind: 'lira' | 'canary', out: string, ...more: string[]): string[] => [
  ...['audit', kind, '--student', STUDENT, '--data', data, '--out', out],
  ...['--template', TEMPLATE, '--verbalizer', VERBALIZER],
  ...['--steps', '2', '--virtual-tokens', '2', '--max-tokens', '16'],
  ...more,
]
const privately = ['--epsilon', '4', '--expected-batch', '8']
const run = (words: string[]) => runCli(words, { cwd: folder })

describe('audit lira', () => {
  it('prints the figures that were asked for, and that they are private', async () => {
    const { code, stdout, stderr } = await run(args('lira', 'lira', '--shadows', '6', '--batch-size', '4'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/^attack +AUC +95 % +TPR % at FPR 1 %/m)
    expect(stdout).toMatch(/^LiRA +0\.\d{3} +0\.\d{3} – [01]\.\d{3}/m)
    expect(stdout).toContain('The report is in lira')
    expect(stderr).toContain('shadow 6/6: predict')
    expect(stderr).toMatch(/PRIVATE: .* do not share it/)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
    expect((await stat(join(folder, 'lira/result.json'))).mode & 0o777).toBe(0o600)
  })

  it.each([
    [['--shadows', '5'], '--shadows: must be an even number'],
    [['--examples', '3'], '--examples: must leave 20 different records'],
    [['--delta', '1e-6'], '--epsilon'],
  ])('refuses %j and writes nothing', async (more, message) => {
    const { code, stderr } = await run(args('lira', 'refused', ...more))
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(message)
    expect(await readdir(folder)).not.toContain('refused')
  })
})

describe('audit canary', () => {
  it('prints the bound beside the claim, as JSON when asked, and no time or loss of a private run', async () => {
    const { code, stdout, stderr } = await run(
      args('canary', 'canary', '--canaries', '60', ...privately, '--json'),
    )
    expect(code).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ out: 'canary', kind: 'gradient', canaries: 60, alarm: false })
    expect(result.bound.epsilon).toBeLessThan(result.claimed)
    expect(stderr).not.toMatch(/loss|examples\/s| left/)
    expect(stderr).toMatch(/PRIVATE: .* do not share it/)
  })

  it('ends with exit code 6 on an alarm', async () => {
    const file = join(folder, 'canary/result.json')
    const result = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...result, alarm: true, bound: { ...result.bound, epsilon: 9 } }))
    const { code, stdout } = await run(args('canary', 'canary', '--canaries', '60', ...privately))
    expect(code).toBe(6)
    expect(stdout).toMatch(/^ALARM: epsilon is at least 9 .*the bound is above the claim/)
  })

  it('refuses gradient canaries without privacy, and names the way out', async () => {
    const { code, stderr } = await run(args('canary', 'plain'))
    expect(code).toBe(5)
    expect(stderr).toMatch(/--epsilon: is missing: gradient canaries audit the mechanism.*text canaries/s)
  })

  it('charges nothing to the ledger that counts what is released', async () => {
    const { stdout } = await run(['privacy', 'ledger'])
    expect(stdout).toMatch(/^no ledger yet/)
  })
})
