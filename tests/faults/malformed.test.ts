/**
 * Broken input of every kind gets a clear error and leaves nothing behind: a third of the cases, taken evenly; all of them are in
 * malformed.long.test.ts.
 * @module
 */
import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { freshBench, preparePristine, problemsOf, run } from './malformed.js'
import { malformedCases } from './malformed-cases.js'

const SHARE = 3

preparePristine()

describe('malformed input', () => {
  const cases = malformedCases()

  it('is tried in at least two hundred ways, and the benches are sound', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(200)
    const bench = freshBench()
    for (const args of [cases[0]!, cases.at(-25)!].map(item => item.command(bench))) {
      const { code, stderr } = await run(args, bench.folder)
      expect(code === 0 || stderr.includes('verbalizer') || stderr.includes('template') ? '' : stderr).toBe(
        '',
      )
    }
    rmSync(bench.folder, { recursive: true, force: true })
  })

  it('gets a clear error and leaves nothing behind', async () => {
    expect(await problemsOf(cases.filter((_, i) => i % SHARE === 0))).toEqual([])
  }, 900_000)
})
