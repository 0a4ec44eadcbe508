import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sharedPath } from '../testing/shared.js'
import { type ReadExamplesOptions, readExamples } from './read-examples.js'
import { readTexts } from './read-texts.js'

const data = sharedPath('data')
const tweets: ReadExamplesOptions = { header: false, textColumn: '2', labelColumn: '1', unescape: true }
const binary = (negative: number, positive: number) => ({ 0: negative, 1: positive })
const each = (classes: number, count: number) =>
  Object.fromEntries(Array.from({ length: classes }, (_, index) => [String(index + 1), count]))
const trec = (encoding: 'latin1' | 'utf-8'): ReadExamplesOptions => ({
  format: 'space',
  labelSplit: ':',
  encoding,
})

/** Files, how to read them, and the rows of each label that their SOURCE.txt states. */
const files: [string, ReadExamplesOptions, Record<string, number>][] = [
  ['sst2-glue/train.tsv', { textColumn: 'sentence' }, binary(26786, 33828)],
  ['sst2-glue/dev.tsv', { textColumn: 'sentence' }, binary(2994, 3741)],
  ['sst2-glue/test.tsv', { textColumn: 'sentence' }, binary(428, 444)],
  ['sst2-treebank/stsa.binary.train', { format: 'space' }, binary(3310, 3610)],
  ['sst2-treebank/stsa.binary.dev', { format: 'space' }, binary(428, 444)],
  ['sst2-treebank/stsa.binary.test', { format: 'space' }, binary(912, 909)],
  ['imdb/train.tsv', {}, binary(2000, 2000)],
  ['imdb/val.tsv', {}, binary(500, 500)],
  ['imdb/test.tsv', {}, binary(1000, 1000)],
  ['corpus-reviews/imdb-train.tsv', {}, binary(10000, 10000)],
  [
    'tweet-semeval2017/twitter-2017test-A.joined.tsv',
    tweets,
    { neutral: 5937, negative: 3972, positive: 2375 },
  ],
  ['trec/TREC.train', trec('latin1'), { ENTY: 1250, HUM: 1223, DESC: 1162, NUM: 896, LOC: 835, ABBR: 86 }],
  ['trec/TREC.test', trec('latin1'), { DESC: 138, NUM: 113, ENTY: 94, LOC: 81, HUM: 65, ABBR: 9 }],
  ['trec/TREC.test.all', trec('utf-8'), { 0: 138, 5: 113, 1: 94, 4: 81, 3: 65, 2: 9 }],
  [
    'agnews/alps.dev.tsv',
    { header: false, textColumn: '0', labelColumn: '1' },
    { World: 2509, Sports: 2458, Business: 2496, 'Sci/Tech': 2538 },
  ],
  ['agnews/test.csv', { textColumn: 'Description', labelColumn: 'Class Index' }, each(4, 1900)],
  ['dbpedia14-subset/train.tsv', {}, each(14, 900)],
  ['dbpedia14-subset/dev.tsv', {}, each(14, 50)],
  ['dbpedia14-subset/test.tsv', {}, each(14, 50)],
]

/** Rows of the SemEval files of 2013 to 2016 (some lines of which end in a tab, and one file in no line end). */
const semeval = { '2013train': 9684, '2013dev': 1654, '2013test': 3547, '2014test': 1853, '2014sarcasm': 86 }
const later = {
  '2015train': 489,
  '2015test': 2390,
  '2016train': 6000,
  '2016dev': 1999,
  '2016devtest': 2000,
  '2016test': 20632,
}

describe.runIf(data !== undefined)('the data sets there are', () => {
  it.each(files)('%s', async (path, options, expected) => {
    const counts: Record<string, number> = {}
    for (const { label } of await readExamples(join(data as string, path), options)) {
      counts[label as string] = (counts[label as string] ?? 0) + 1
    }
    expect(counts).toEqual(expected)
  })
  it.each(Object.entries({ ...semeval, ...later }))('tweets of %s', async (name, rows) => {
    const path = join(data as string, 'tweet-semeval2017', 'downloaded', `twitter-${name}-A.tsv`)
    const examples = await readExamples(path, tweets)
    expect(examples).toHaveLength(rows)
    expect(new Set(examples.map(example => example.label))).toEqual(
      new Set(['negative', 'neutral', 'positive']),
    )
  })
  it('TREC is not UTF-8, and the error says on which line', async () => {
    const reading = readExamples(join(data as string, 'trec', 'TREC.train'), trec('utf-8'))
    await expect(reading).rejects.toThrow(/TREC\.train:66: is not valid UTF-8.*latin1/)
  })
  it('71 novels, as documents and as paragraphs', async () => {
    const folder = join(data as string, 'corpus-novels')
    expect(await readTexts(folder, { unit: 'document' })).toHaveLength(71)
    expect((await readTexts(folder)).length).toBeGreaterThan(80_000)
  })
})
