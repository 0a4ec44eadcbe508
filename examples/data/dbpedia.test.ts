import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { sha256 } from '@promptpost/base'
import { readExamples, readTexts } from '@promptpost/engine/data'
import { beforeAll, describe, expect, it } from 'vitest'

const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@promptpost/examples/package.json')),
  'data',
  'dbpedia',
)
const LABELS = ['building', 'company', 'film', 'plant', 'player', 'school']
const file = (name: string): string => join(FOLDER, name)
const keyOf = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase()

type Texts = Record<'private' | 'test' | 'public' | 'distil', string[]>
let texts: Texts
let labels: { private: string[]; test: string[] }

beforeAll(async () => {
  const lines = { format: 'tsv', header: false, textColumn: '0' } as const
  const [mine, test] = [await readExamples(file('private.tsv')), await readExamples(file('test.tsv'))]
  texts = {
    private: mine.map(({ text }) => text),
    test: test.map(({ text }) => text),
    public: await readTexts(file('public.txt'), lines),
    distil: await readTexts(file('distil.txt'), lines),
  }
  labels = { private: mine.map(({ label }) => label!), test: test.map(({ label }) => label!) }
})

const counts = (values: readonly string[]): Record<string, number> =>
  Object.fromEntries(LABELS.map(label => [label, values.filter(value => value === label).length]))

describe("the demo's data", () => {
  it('is what its digests say', () => {
    const sums = readFileSync(file('SHA256SUMS'), 'utf8').trim().split('\n')
    const found = sums.map(line => {
      const name = line.split(/\s+/)[1]!
      return `${sha256(readFileSync(file(name)))}  ${name}`
    })
    expect(found).toEqual(sums)
    expect(sums).toHaveLength(4)
  })

  it('has as many rows as its README says, all classes alike', () => {
    expect(Object.fromEntries(Object.entries(texts).map(([name, list]) => [name, list.length]))).toEqual({
      private: 1500,
      test: 600,
      public: 1998,
      distil: 9101,
    })
    expect(counts(labels.private)).toEqual(Object.fromEntries(LABELS.map(label => [label, 250])))
    expect(counts(labels.test)).toEqual(Object.fromEntries(LABELS.map(label => [label, 100])))
  })

  it('has no text twice, within a file or across files', () => {
    const all = Object.values(texts).flat().map(keyOf)
    expect(new Set(all).size).toBe(all.length)
  })

  it('has no order of classes that a tuner could lean on', () => {
    const first = counts(labels.private.slice(0, 300))
    for (const count of Object.values(first)) expect(count).toBeGreaterThan(25)
  })

  it('says where it comes from and under which licence', () => {
    expect(readFileSync(file('README.md'), 'utf8')).toMatch(
      /Attribution-ShareAlike 3\.0.*f1e0b24ddf16bc6ebf2763ef5ab27d01a2bd3a17/s,
    )
    expect(readFileSync(file('LICENSE'), 'utf8')).toMatch(/Attribution-ShareAlike 3\.0 Unported/)
  })
})
