/**
 * When two files are the same data set, and when they overlap.
 * @module
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadExamplesOptions, readExamples } from '@promptpost/engine/data'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Ledger, openLedger } from './ledger.js'
import { newFolder } from './ledger.test.support.js'
import { canonicalText, sharedRecords } from './records.js'

const ROWS = [
  ['a “quoted”, and comma', 'good'],
  ['café au lait', 'bad'],
  ['two  words', 'good'],
  ['two  words', 'bad'],
] as const

const csv = (rows: readonly (readonly [string, string])[], end = '\n'): string =>
  ['text,label', ...rows.map(([text, label]) => `"${text}",${label}`)].join(end) + end

let folder: string
let ledger: Ledger
beforeAll(async () => {
  folder = await newFolder()
  ledger = await openLedger(join(folder, 'ledger'))
})

let files = 0
/** The fingerprint of a file with this content, read as tuning reads it. */
const fingerprint = async (content: string | Buffer, name: string, options?: ReadExamplesOptions) => {
  const path = join(folder, `${files++}-${name}`)
  await writeFile(path, content)
  return ledger.identify((await readExamples(path, options)).map(({ text }) => text)).fingerprint
}

describe('the identity of examples', () => {
  const EXAMPLES = ROWS.map(([text, label]) => ({ text, label }))

  it('is of these texts and labels, in this order', () => {
    const own = ledger.identifyExamples(EXAMPLES)
    expect(own).toMatch(/^[0-9a-f]{64}$/)
    expect(ledger.identifyExamples(EXAMPLES.map((example, at) => ({ ...example, line: at })))).toBe(own)
    const [first, ...rest] = EXAMPLES
    for (const others of [[...EXAMPLES].reverse(), rest, [{ ...first!, label: 'bad' }, ...rest]])
      expect(ledger.identifyExamples(others)).not.toBe(own)
  })

  it('is another under another key, so that nobody without it can try texts', async () => {
    const other = await openLedger(join(folder, 'other'))
    expect(other.identifyExamples(EXAMPLES)).not.toBe(ledger.identifyExamples(EXAMPLES))
  })
})

describe('a data set', () => {
  it.each<[name: string, content: () => string | Buffer, file: string, options?: ReadExamplesOptions]>([
    ['shuffled', () => csv([...ROWS].reverse()), 'data.csv'],
    ['with CRLF', () => csv(ROWS, '\r\n'), 'data.csv'],
    ['with a byte order mark', () => `\ufeff${csv(ROWS)}`, 'data.csv'],
    [
      'as JSON lines',
      () => ROWS.map(([text, label]) => JSON.stringify({ label, text })).join('\n'),
      'data.jsonl',
    ],
    ['as TSV', () => `text\tlabel\n${ROWS.map(row => row.join('\t')).join('\n')}\n`, 'data.tsv'],
    ['without a header', () => ROWS.map(row => row.join('\t')).join('\n'), 'data.tsv', { header: false }],
    ['in decomposed Unicode', () => csv(ROWS).normalize('NFD'), 'data.csv'],
    [
      'with other white space',
      () => csv(ROWS).replaceAll('two  words', ' two\u00a0\n words\t').replaceAll(', and', ',\u2009and'),
      'data.csv',
    ],
    [
      'with labels renamed',
      () => csv(ROWS.map(([text, label]) => [text, label === 'good' ? '1' : '0'])),
      'data.csv',
      { labels: { 1: 'good' } },
    ],
  ])('is the same %s', async (_, content, file, options) => {
    expect(await fingerprint(content(), file, options)).toBe(await fingerprint(csv(ROWS), 'data.csv'))
  })

  it.each<[name: string, rows: readonly (readonly [string, string])[]]>([
    ['a record more', [...ROWS, ['new', 'good']]],
    ['a record less', ROWS.slice(1)],
    ['a duplicate less', ROWS.slice(0, 3)],
    ['another letter', [['b “quoted”, and comma', 'good'], ...ROWS.slice(1)]],
    ['another case', [['A “quoted”, and comma', 'good'], ...ROWS.slice(1)]],
  ])('is another one with %s', async (_, rows) => {
    expect(await fingerprint(csv(rows), 'data.csv')).not.toBe(await fingerprint(csv(ROWS), 'data.csv'))
  })

  it('has another fingerprint under another key', async () => {
    const other = await openLedger(join(folder, 'other'))
    expect(other.identify(['text']).fingerprint).not.toBe(ledger.identify(['text']).fingerprint)
  })

  it('does not depend on the order of any texts', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.string())
          .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => ledger.identify(list).fingerprint === ledger.identify(shuffled).fingerprint,
      ),
    )
  })
})

describe('the canonical form', () => {
  it('is its own canonical form, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const once = canonicalText(text)
        return canonicalText(once) === once && once === once.trim()
      }),
    )
  })
})

describe('shared records', () => {
  it('are counted as the definition says', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))
    fc.assert(
      fc.property(words, words, (first, second) => {
        const [one, two] = [first, second].map(list => ledger.identify(list).digests) as [
          BigUint64Array,
          BigUint64Array,
        ]
        return sharedRecords(one, two) === first.filter(word => second.includes(word)).length
      }),
    )
  })
})
