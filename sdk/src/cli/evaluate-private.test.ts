/**
 * `promptpost evaluate-local --epsilon`: a noised accuracy, charged when all is ready and before it is computed.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DataSetAccount } from '../privacy/index.js'
import { newFolder, PRIVATE_TEXT, runCli, STUDENT, startCli, writeData } from './cli.test.support.js'

const TASK = ['--template', '{text} It was', '--verbalizer', '{"0": ["bad"], "1": ["good"]}']

const bench = async () => {
  const folder = await newFolder()
  const data = await writeData(folder)
  const settings = { cwd: folder, environment: { PROMPTPOST_LEDGER: join(folder, 'ledger') } }
  const run = (...args: string[]) => runCli(args, settings)
  const evaluation = ['evaluate-local', '--model', STUDENT, ...TASK, '--data', data]
  return {
    data,
    evaluate: (...more: string[]) => run(...evaluation, ...more),
    start: (...more: string[]) => startCli([...evaluation, ...more], settings),
    account: async (): Promise<DataSetAccount> =>
      JSON.parse((await run('privacy', 'ledger', '--data', data, '--json')).stdout).accounts[0],
  }
}

describe('an accuracy with --epsilon', () => {
  it('is noised, charged, and shows neither the true one nor predictions', async () => {
    const { evaluate, account } = await bench()
    const { code, stdout, stderr } = await evaluate('--epsilon', '1', '--json')
    expect(code).toBe(0)
    expect(stderr).not.toMatch(/examples\/s|left/)
    expect(stdout + stderr).not.toContain(PRIVATE_TEXT)
    const result = JSON.parse(stdout)
    const keys = ['accuracy', 'delta', 'deviation', 'epsilon', 'examples', 'interval']
    expect(Object.keys(result).sort()).toEqual(keys)
    // Noise of sigma right answers among 24, sigma at epsilon 1 between 2.5 and 4.
    expect(24 * result.deviation).toBeGreaterThan(2.5)
    expect(24 * result.deviation).toBeLessThan(4)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 0 })
  })

  it('is refused once the budget is spent, before anything is computed', async () => {
    const { evaluate, account } = await bench()
    expect((await evaluate('--epsilon', '1', '--budget', '1.2')).code).toBe(0)
    const { code, stdout, stderr } = await evaluate('--epsilon', '1')
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/may spend epsilon 1.2/)
    expect(await account()).toMatchObject({ runs: 1 })
  })

  it.each([
    [['--prompt', 'nowhere'], /nowhere/],
    [['--model', 'nowhere'], /nowhere/],
    [['--verbalizer', '{"0":'], /--verbalizer/],
    [['--verbalizer', '{"0": ["bad"], "2": ["good"]}'], /label/],
    [['--verbalizer', '{"0": ["an unusually long answer"], "1": ["good"]}'], /token/],
  ])('is not charged for what can be refused before, as %j', async (mistake, says) => {
    const { evaluate, account } = await bench()
    const { code, stderr } = await evaluate('--epsilon', '1', ...mistake)
    expect(code).not.toBe(0)
    expect(stderr).toMatch(says)
    expect(await account()).toBeUndefined()
  })

  it('is charged before the first text is read, and stays charged when it is stopped', async () => {
    const { data, start, account } = await bench()
    const rows = Array.from(
      { length: 1500 },
      (_, i) => `${'a long and winding film '.repeat(40)}${i}\t${i % 2}`,
    )
    await writeFile(data, `text\tlabel\n${rows.join('\n')}\n`)
    const running = start('--epsilon', '1')
    await running.says(/^predict/m)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 1 })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect(await account()).toMatchObject({ runs: 1, unfinished: 1 })
  })

  it('says what goes with it', async () => {
    const { evaluate } = await bench()
    const { code, stderr } = await evaluate('--budget', '3')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/go with --epsilon/)])
  })
})
