/**
 * The likelihood ratio audit through the real trainer: it finds what is there, nothing where there is nothing, goes on after
 * being killed, and leaves nothing behind that could be passed on by mistake.
 * @module
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttackName } from '../../sdk/src/audit/lira/attack.js'
import type { LiraResult } from '../../sdk/src/audit/lira/result.js'
import { liraWork } from '../../sdk/src/audit/lira/work.js'
import { openLedger } from '../../sdk/src/privacy/index.js'
import { MARK, writeAudited } from './audited-data.js'

let folder: string
let audited: Awaited<ReturnType<typeof writeAudited>>
let found: LiraResult
const overfit = () => ({
  ...audited,
  out: join(folder, 'overfit'),
  steps: 250,
  learningRate: 0.1,
  shadows: 8,
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-lira-'))
  audited = await writeAudited(folder, 30)
  found = await liraWork(overfit())
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const attack = (result: LiraResult, name: AttackName) =>
  result.attacks.find(candidate => candidate.attack === name)!

const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

describe('the audit of prompts that learn their records by heart', () => {
  it('finds the members', () => {
    const { auc, aucInterval, tpr } = attack(found, 'lira')
    expect(aucInterval[0]).toBeGreaterThan(0.6)
    expect(auc).toBeGreaterThan(0.75)
    expect(tpr[0]!.tpr).toBeGreaterThan(0.03)
    expect(found.sure.members).toBeGreaterThan(found.sure.others + 0.2)
    expect(found.decisions).toEqual({ members: 120, others: 120 })
    expect([found.claim, found.alarm]).toEqual([null, false])
  })

  it('writes files for the owner alone, marked private, and no prompt', () => {
    const files = filesOf(join(folder, 'overfit'))
    expect(files.map(file => file.slice(join(folder, 'overfit').length + 1)).sort()).toEqual(
      [
        ...['PRIVATE.txt', 'audit.json', 'report.html', 'report.md', 'result.json', 'roc.svg'],
        ...Array.from({ length: 8 }, (_, shadow) => `shadows/${shadow}.json`),
      ].sort(),
    )
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file, 'utf8')).not.toContain(MARK)
    }
    for (const name of ['PRIVATE.txt', 'report.md', 'report.html', 'result.json'])
      expect(readFileSync(join(folder, 'overfit', name), 'utf8')).toContain('do not share')
    expect(statSync(join(folder, 'overfit')).mode & 0o777).toBe(0o700)
  })

  it('writes a report that asks nothing of any network', () => {
    const html = readFileSync(join(folder, 'overfit/report.html'), 'utf8')
    expect(html.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|src=|href=|url\(|<script/,
    )
    expect(html).toContain('<polyline')
    const rows = readFileSync(join(folder, 'overfit/report.md'), 'utf8').match(/^\| /gm)
    expect(rows).toHaveLength(1 + found.attacks.length)
  })
})

describe('an audit that was broken off', () => {
  it('goes on in the shadow it was in and finds the same, members included', async () => {
    const out = join(folder, 'broken')
    const stopping = new AbortController()
    const broken = liraWork(
      { ...overfit(), out },
      {
        signal: stopping.signal,
        // A stage's first step is reported always, later ones as time passes.
        onProgress: ({ stage }) => {
          if (stage === 'shadow 3/8: tune') stopping.abort()
        },
      },
    )
    await expect(broken).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(join(out, 'shadows')).sort()).toEqual(['0.json', '1.json'])
    const first: Record<string, number> = {}
    const resumed = await liraWork(
      { ...overfit(), out },
      {
        onProgress: ({ stage, step }) => {
          first[stage] ??= step
        },
      },
    )
    expect(Object.keys(first)[0]).toBe('shadow 3/8: tune')
    expect(first['shadow 3/8: tune']).toBe(2)
    expect(resumed).toEqual(found)
  })

  it('computes nothing again when it is finished', async () => {
    const stages: string[] = []
    const again = await liraWork(overfit(), { onProgress: ({ stage }) => stages.push(stage) })
    expect([again, stages]).toEqual([found, []])
  })

  it('takes a shadow that is missing for one that is to be made, and makes the same', async () => {
    rmSync(join(folder, 'overfit/shadows/5.json'))
    expect(await liraWork(overfit())).toEqual(found)
  })
})

describe('the audit of prompts under strong privacy', () => {
  it('finds nothing, raises no alarm, and charges a ledger of its own', async () => {
    const out = join(folder, 'private')
    const options = { ...audited, out, steps: 10, shadows: 8, privacy: { epsilon: 0.2, expectedBatch: 8 } }
    const result = await liraWork(options)
    // The noise is never seeded: 0.2 is five standard deviations of 240 guesses.
    for (const { auc } of result.attacks) expect(Math.abs(auc - 0.5)).toBeLessThan(0.2)
    expect(result.alarm).toBe(false)
    expect(result.claim!.auc).toBeGreaterThan(0.5)
    expect(result.claim!.auc).toBeLessThan(0.55)
    expect(result.costIfReleased).toBeGreaterThan(result.facts.plan!.epsilon)
    expect(filesOf(join(out, 'ledger')).map(file => file.split('/').at(-1))).toContain('journal.jsonl')
    expect(filesOf(out).filter(file => /safetensors|privacy-report/.test(file))).toEqual([])
    const { accounts } = await (await openLedger(process.env.PROMPTPOST_LEDGER!)).survey()
    expect(accounts).toEqual([])
  })
})

describe('what cannot be audited is refused, before anything is written', () => {
  it.each([
    [{ shadows: 7 }, 'invalid-argument', /shadows: must be an even number/],
    [{ examples: 12 }, 'invalid-argument', /examples: must leave 20 different records or more/],
    [{ data: 'nowhere.tsv' }, 'invalid-data', /nowhere\.tsv/],
    [
      { task: { template: '{text} it was', verbalizer: { bad: ['bad'], fine: ['good'] } } },
      'invalid-data',
      /lacks/,
    ],
    [{ privacy: { epsilon: 1, delta: 0.5 } }, 'privacy-refused', /delta/],
  ])('%j', async (wrong, code, message) => {
    const out = join(folder, 'refused')
    const work = liraWork({ ...overfit(), out, ...wrong })
    await expect(work).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(readdirSync(folder)).not.toContain('refused')
  })

  it('a folder that holds another audit, or something else', async () => {
    await expect(liraWork({ ...overfit(), steps: 249 })).rejects.toMatchObject({
      code: 'conflict',
      field: 'out',
    })
    const swapped = { ...overfit(), read: { labels: { bad: 'good', good: 'bad' } } }
    await expect(liraWork(swapped)).rejects.toMatchObject({ code: 'conflict', field: 'out' })
    await expect(liraWork({ ...overfit(), out: audited.student })).rejects.toMatchObject({ code: 'conflict' })
  })
})
