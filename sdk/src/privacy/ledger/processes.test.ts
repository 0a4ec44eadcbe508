/**
 * The ledger between real processes: charged before anything else and for good, never twice past a budget, refused cleanly
 * where it cannot be written.
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from './ledger.js'
import { newFolder, PRIVATE_TEXT, planOf, startCharging, texts } from './ledger.test.support.js'

const runsIn = async (directory: string): Promise<number> =>
  (await (await openLedger(directory)).survey()).accounts[0]?.runs ?? 0

describe('a killed process', () => {
  it('leaves its charge, and a ledger that others can use', async () => {
    const directory = join(await newFolder(), 'ledger')
    const running = startCharging([directory, '3', '4', 'stay'])
    await running.says('charged')
    running.child.kill('SIGKILL')
    expect((await running.ended).signal).toBe('SIGKILL')
    expect(await runsIn(directory)).toBe(1)
    const ledger = await openLedger(directory)
    await expect(ledger.charge(ledger.identify(texts(0, 100)), planOf(3))).rejects.toMatchObject({
      code: 'privacy-refused',
    })
  })

  it('leaves a whole ledger wherever it is hit', { timeout: 120_000 }, async () => {
    const directory = join(await newFolder(), 'ledger')
    await openLedger(directory)
    let charged = 0
    for (let delay = 0; delay < 16; delay++) {
      const running = startCharging([directory, '1', '0', 'stay'])
      const timer = setTimeout(() => running.child.kill('SIGKILL'), 150 + 40 * delay)
      await running.says('charged').then(
        () => running.child.kill('SIGKILL'),
        () => {},
      )
      clearTimeout(timer)
      if ((await running.ended).stdout.includes('charged')) charged++
      // Each run that said so is there; one may be there that had no time to say so.
      expect(await runsIn(directory)).toBeGreaterThanOrEqual(charged)
    }
    expect(await runsIn(directory)).toBeLessThanOrEqual(16)
  })
})

describe('processes at once', () => {
  it('cannot together exceed a budget that one of them fills', async () => {
    const directory = join(await newFolder(), 'ledger')
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => startCharging([directory, '3', '4', 'leave']).ended),
    )
    expect(ended.filter(({ code }) => code === 0)).toHaveLength(1)
    for (const { code, stderr } of ended.filter(({ code: own }) => own !== 0))
      expect([code, stderr]).toEqual([5, expect.stringMatching(/^privacy-refused: .*may spend epsilon 4/)])
    expect(await runsIn(directory)).toBe(1)
  })

  it('are all counted where there is no budget', async () => {
    const directory = join(await newFolder(), 'ledger')
    const ended = await Promise.all(
      Array.from({ length: 6 }, () => startCharging([directory, '1', '0', 'leave']).ended),
    )
    expect(ended.map(({ stderr }) => stderr)).toEqual(Array(6).fill(''))
    expect(await runsIn(directory)).toBe(6)
  })
})

describe('a ledger that cannot be written', () => {
  const refused = (says: RegExp) => [5, '', expect.stringMatching(says)]

  it('under something that is no folder is refused, with the next step', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'file'), '')
    const { code, stdout, stderr } = await startCharging([join(folder, 'file', 'ledger'), '3', '0', 'leave'])
      .ended
    expect([code, stdout, stderr]).toEqual(
      refused(/^privacy-refused: .*\(ENOTDIR\)\. Free space.*PROMPTPOST_LEDGER.*Nothing was tuned/),
    )
  })

  it('because there is no room for a line is refused, charges nothing and stays whole', async () => {
    const directory = join(await newFolder(), 'ledger')
    const ledger = await openLedger(directory)
    // Past what the process below may write, and no more.
    while ((await readFile(join(directory, 'journal.jsonl'))).length < 3800)
      await ledger.charge(ledger.identify(texts(0, 100)), planOf(1))
    const before = await readFile(join(directory, 'journal.jsonl'), 'utf8')
    const runs = await runsIn(directory)
    const { code, stdout, stderr } = await startCharging([directory, '1', '0', 'leave'], 4).ended
    expect([code, stdout, stderr]).toEqual(refused(/^privacy-refused: .*\(EFBIG\)\. Free space/))
    expect(stderr).not.toContain(PRIVATE_TEXT)
    expect(await readFile(join(directory, 'journal.jsonl'), 'utf8')).toBe(before)
    expect(await runsIn(directory)).toBe(runs)
    expect((await startCharging([directory, '1', '0', 'leave']).ended).code).toBe(0)
    expect(await runsIn(directory)).toBe(runs + 1)
  })

  it('because there is no room at all is refused, and begins where there is', async () => {
    const directory = join(await newFolder(), 'ledger')
    const { code, stdout, stderr } = await startCharging([directory, '3', '0', 'leave'], 0).ended
    expect([code, stdout, stderr]).toEqual(refused(/^privacy-refused: .*\(EFBIG\)/))
    expect((await readdir(directory)).sort()).toEqual(['locks'])
    expect((await startCharging([directory, '3', '0', 'leave']).ended).code).toBe(0)
    expect(await runsIn(directory)).toBe(1)
  })
})
