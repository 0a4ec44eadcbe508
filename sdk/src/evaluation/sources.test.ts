import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSources, sample, textKey, without } from './sources.js'
import type { EvaluationOptions } from './types.js'

let folder: string
let options: EvaluationOptions
const write = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-sources-'))
  options = {
    model: 'none',
    test: { path: await write('test.tsv', ['text\tlabel', 'one\tgood', 'two\tbad']) },
    private: { path: await write('private.tsv', ['text\tlabel', 'One \tgood', 'three\tbad', 'four\tgood']) },
    public: {
      path: await write('public.tsv', ['text\tlabel', 'THREE\tbad', 'two\tbad', 'five\tother', 'six\tgood']),
    },
    distilText: await write('distil.txt', ['two', '', 'seven', '', 'four']),
    task: { template: '{text} It was', verbalizer: { bad: ['bad'], good: ['good'] } },
    out: 'none',
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the sides of an evaluation', () => {
  it('keeps test texts out of all training, and private ones out of public text', async () => {
    const sources = await readSources(options)
    expect(sources.test.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(sources.private.map(({ text }) => text)).toEqual(['three', 'four'])
    expect(sources.publicTexts).toEqual(['five', 'six'])
    expect(sources.distilTexts).toEqual(['seven'])
    const left = Object.entries(sources.facts).map(([name, { examples, leftOut }]) => [
      name,
      examples,
      leftOut,
    ])
    expect(left).toEqual([
      ['test', 2, 0],
      ['private', 2, 1],
      ['public', 2, 2],
      ['distil', 1, 2],
    ])
  })

  it('uses public labels only where they are labels of the task', async () => {
    const { publicLabelled } = await readSources(options)
    expect(publicLabelled.map(({ text }) => text)).toEqual(['six'])
  })

  it('distils on the public texts when no others are given', async () => {
    const { distilTexts } = await readSources({ ...options, distilText: undefined })
    expect(distilTexts).toEqual(['five', 'six'])
  })

  it('records file names and digests, not where files lie', async () => {
    const { facts } = await readSources(options)
    expect(JSON.stringify(facts)).not.toContain(folder)
    expect(facts.test).toMatchObject({ file: 'test.tsv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  it('refuses a private file with nothing but test texts', async () => {
    await expect(readSources({ ...options, private: options.test })).rejects.toThrow(
      /private: has nothing left/,
    )
  })

  it('names the line of a label without words', async () => {
    const path = await write('odd.tsv', ['text\tlabel', 'eight\tugly'])
    await expect(readSources({ ...options, private: { path } })).rejects.toThrow(/odd\.tsv:2: /)
  })
})

describe('texts that are one', () => {
  it('differ in white space, capitals or composition only', () => {
    expect(textKey(' A  b\u00e9\n')).toBe(textKey('a be\u0301'))
    expect(without(['a', 'B ', 'c'], text => text, ['b'])).toEqual(['a', 'c'])
  })
})

describe('a sample', () => {
  const items = Array.from({ length: 50 }, (_, i) => `text ${i}`)
  it('depends on the texts alone and keeps their order', () => {
    const chosen = sample(items, text => text, 10)
    expect(chosen).toHaveLength(10)
    expect([...chosen].sort((a, b) => items.indexOf(a) - items.indexOf(b))).toEqual(chosen)
    expect(new Set(sample([...items].reverse(), text => text, 10))).toEqual(new Set(chosen))
  })

  it('is everything when everything fits', () => {
    expect(sample(items, text => text)).toEqual(items)
  })
})
