import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../privacy/index.js'
import type { EvaluationOptions, EvaluationTable } from './types.js'
import { type EvaluationProgress, evaluationWork } from './work.js'

const EXAMPLES = resolve(import.meta.dirname, '../../..', 'examples')
const data = (name: string): string => join(EXAMPLES, 'data', 'dbpedia', name)
const LABELS = ['company', 'school', 'player', 'building', 'plant', 'film']
const TIMEOUT = 300_000

let out: string
let options: EvaluationOptions
let table: EvaluationTable
const seen: EvaluationProgress[] = []

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'promptpost-evaluation-'))
  const tuning = { steps: 2, batchSize: 4 }
  options = {
    model: join(EXAMPLES, 'reviews-gpt2'),
    private: { path: data('private.tsv'), limit: 24 },
    test: { path: data('test.tsv'), limit: 24 },
    // Labelled, so that the baseline on public labels has something to tune on.
    public: { path: data('private.tsv'), limit: 48 },
    task: {
      template: '{text} It is a',
      verbalizer: Object.fromEntries(LABELS.map(label => [label, [label]])),
    },
    out,
    settings: {
      distil: { steps: 2, batchTokens: 256, sequenceLength: 32 },
      tune: { ...tuning, virtualTokens: 4 },
      private: { steps: 2, expectedBatch: 4 },
      transfer: { ...tuning, texts: 12 },
      maxTokens: 24,
    },
  }
  table = await evaluationWork(options, { onProgress: progress => seen.push(progress) })
}, TIMEOUT)
afterAll(() => rm(out, { recursive: true, force: true }))

describe('an evaluation', () => {
  it('measures every arm on the same test texts', () => {
    expect(table.results.map(({ kind, epsilon }) => (epsilon ? `${kind} ${epsilon}` : kind))).toEqual([
      'zero-shot',
      'full',
      'public-labels',
      'student',
      'direct',
      'transferred',
      'student 8',
      'transferred 8',
      'pseudo-labels',
      'logit-offset',
    ])
    for (const { accuracy, interval, examples, predicted } of table.results) {
      expect(examples).toBe(24)
      expect(accuracy).toBeGreaterThanOrEqual(interval![0])
      expect(accuracy).toBeLessThanOrEqual(interval![1])
      expect(Object.values(predicted!).reduce((a, b) => a + b, 0)).toBe(24)
    }
  })

  it('judges transfers on public text and shows no private loss', () => {
    const transferred = table.results.filter(({ kind }) => kind === 'transferred')
    for (const { effect } of transferred) expect(effect!.verdict).toMatch(/^((not )?worth using|undecided): /)
    const privately = table.results.find(({ kind, epsilon }) => kind === 'student' && epsilon === 8)!
    expect(privately.losses).toBeUndefined()
    expect(privately.note).toMatch(/delta .*noise multiplier/)
  })

  it('charges its private arm to a ledger of its own', async () => {
    const { accounts } = await (await openLedger(join(out, 'ledger'))).survey()
    expect(accounts).toMatchObject([{ records: 24, runs: 1, unfinished: 0, budget: null }])
  })

  it('takes private texts out of the public side and says how many', () => {
    expect(table.data.public).toMatchObject({ leftOut: 24, examples: 24 })
    expect(seen.some(({ message }) => message?.startsWith('public: 24 texts, 24 left out'))).toBe(true)
  })

  it('writes a table for people, one for programs, and a report', () => {
    expect(JSON.parse(readFileSync(join(out, 'table.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(table)),
    )
    const text = readFileSync(join(out, 'table.md'), 'utf8')
    expect(text.match(/^\| /gm)).toHaveLength(1 + table.results.length)
    expect(text).not.toContain(EXAMPLES)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toMatch(/https?:|src=|href=|url\(|<script/)
  })

  it('finds finished arms again and computes nothing twice', { timeout: TIMEOUT }, async () => {
    const steps: EvaluationProgress[] = []
    const again = await evaluationWork(options, { onProgress: progress => steps.push(progress) })
    expect(again.results).toEqual(JSON.parse(JSON.stringify(table.results)))
    expect(steps.filter(({ step }) => step)).toEqual([])
  })

  it('goes on when a budget is added, and measures its arms alone', { timeout: TIMEOUT }, async () => {
    const stages = new Set<string>()
    const more = await evaluationWork(
      { ...options, epsilons: [8, 3] },
      { onProgress: ({ step }) => step && stages.add(step.arm) },
    )
    expect(more.results).toHaveLength(table.results.length + 2)
    expect([...stages]).toEqual(['student-layers2-epsilon3-seed1', 'transferred-layers2-epsilon3-seed1'])
  })

  it('refuses a folder that holds another evaluation', async () => {
    const other = { ...options, settings: { ...options.settings, maxTokens: 20 } }
    await expect(evaluationWork(other)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('stops between steps when it is told to, and keeps what is finished', async () => {
    const stopping = new AbortController()
    const more = { ...options, seeds: [1, 2] }
    const work = evaluationWork(more, {
      onProgress: ({ step }) => step && stopping.abort(),
      signal: stopping.signal,
    })
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
    expect(JSON.parse(readFileSync(join(out, 'table.json'), 'utf8')).results.length).toBeGreaterThan(0)
  })

  it.each([
    [{ students: [0] }, 'students'],
    [{ seeds: [1, 1] }, 'seeds'],
    [{ epsilons: [-1] }, 'epsilons'],
  ])('refuses %j before anything is computed', async (wrong, field) => {
    await expect(evaluationWork({ ...options, ...wrong })).rejects.toMatchObject({
      code: 'invalid-argument',
      field,
    })
  })
})
