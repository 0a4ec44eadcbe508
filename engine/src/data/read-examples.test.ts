import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLabels } from './check-labels.js'
import { type ReadExamplesOptions, readExamples } from './read-examples.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'examples-'))
})
afterAll(() => rm(directory, { recursive: true }))

let files = 0
const read = async (extension: string, content: string | Uint8Array, options: ReadExamplesOptions = {}) => {
  files += 1
  const path = join(directory, `${files}.${extension}`)
  await writeFile(path, content)
  return readExamples(path, options)
}

describe('the same examples from every format', () => {
  const expected = [
    { text: 'a "fine"\u0085 film,\u2028 yes', label: '1' },
    { text: '', label: '0' },
  ]
  const forms: [string, string, string, ReadExamplesOptions][] = [
    ['jsonl', 'jsonl', expected.map(row => JSON.stringify(row)).join('\n\n'), {}],
    [
      'jsonl, numbers as labels',
      'jsonl',
      expected.map(row => JSON.stringify({ ...row, label: +row.label })).join('\n'),
      {},
    ],
    ['csv', 'csv', 'label,text\n1,"a ""fine""\u0085 film,\u2028 yes"\n0,\n', {}],
    [
      'csv with CRLF and a byte order mark',
      'CSV',
      '\ufefflabel,text\r\n1,"a ""fine""\u0085 film,\u2028 yes"\r\n0,\r\n',
      {},
    ],
    ['tsv', 'tsv', 'text\tlabel\na "fine"\u0085 film,\u2028 yes\t1\n\t0', {}],
    ['tsv with quotes', 'tsv', 'text\tlabel\n"a ""fine""\u0085 film,\u2028 yes"\t1\n\t0', { quotes: true }],
    [
      'tsv without header, with a tab at the end',
      'tsv',
      '17\t1\ta "fine"\u0085 film,\u2028 yes\t\n18\t0\t\t\n',
      { header: false, textColumn: '2', labelColumn: '1' },
    ],
    ['tsv without header, text first', 'tsv', 'a "fine"\u0085 film,\u2028 yes\t1\n\t0', { header: false }],
    [
      'jsonl, which has no header to lack',
      'jsonl',
      '{"text":"a \\"fine\\"\u0085 film,\u2028 yes","label":1}\n{"text":"","label":"0"}',
      { header: false },
    ],
    ['label, space, text', 'txt', '1 a "fine"\u0085 film,\u2028 yes\n0 ', { format: 'space' }],
    [
      'with fine labels',
      'txt',
      '1:x a "fine"\u0085 film,\u2028 yes\n0:y ',
      { format: 'space', labelSplit: ':' },
    ],
  ]
  it.each(forms)('%s', async (_, extension, content, options) => {
    const examples = await read(extension, content, options)
    expect(examples.map(({ text, label }) => ({ text, label }))).toEqual(expected)
  })
})

describe('options', () => {
  const content = 'text\tlabel\n good \t1\nbad\t0\nodd\t2\n'
  it('rename labels and keep only some, with the lines they stand on', async () => {
    const examples = await read('tsv', content, {
      labels: { 0: 'negative', 1: 'positive' },
      only: ['negative', '2'],
    })
    expect(examples).toEqual([
      { text: 'bad', label: 'negative', line: 3 },
      { text: 'odd', label: '2', line: 4 },
    ])
  })
  it('keep white space around texts when told to', async () => {
    expect((await read('tsv', content, { trim: false }))[0]?.text).toBe(' good ')
  })
  it('leave labels out, or do without them', async () => {
    expect((await read('tsv', content, { labelColumn: false }))[0]).toEqual({ text: 'good', line: 2 })
    expect((await read('jsonl', '{"text":"a"}'))[0]).toEqual({ text: 'a', line: 1 })
  })
  it('decode latin1 byte by byte, and written-out escapes', async () => {
    const latin = await read('tsv', Buffer.from('text\tlabel\ncaf\xe9 \x85.\t1', 'latin1'), {
      encoding: 'latin1',
    })
    expect(latin[0]?.text).toBe('café \u0085.')
    expect((await read('tsv', 'text\nit\\u2019s', { unescape: true }))[0]?.text).toBe('it’s')
  })
})

describe('errors name the file and the line, and never the text', () => {
  const cases: [string, string, string | Uint8Array, RegExp, ReadExamplesOptions?][] = [
    ['bad JSON', 'jsonl', '{"text":"ok"}\n{"text": SECRET}', /:2(:10)?: is not valid JSON/],
    ['JSON that is no object', 'jsonl', '["SECRET"]', /:1: is not a JSON object/],
    [
      'a missing column of a row',
      'jsonl',
      '{"text":"a","label":"b"}\n{"text":"SECRET"}',
      /:2: has no column "label"/,
    ],
    ['a text that is no string', 'jsonl', '{"text":["SECRET"]}', /:1: column "text": is not a string/],
    [
      'a label that is an object',
      'jsonl',
      '{"text":"SECRET","label":{}}',
      /:1: column "label": is not a label/,
    ],
    ['NUL in JSON', 'jsonl', '{"text":"SECRET\\u0000"}', /:1: column "text": holds a NUL/],
    ['half a surrogate pair', 'jsonl', '{"text":"SECRET\\ud800"}', /half a surrogate/],
    ['NUL', 'tsv', 'text\nSECRET\0', /:2: holds a NUL/],
    [
      'a column that is not there',
      'csv',
      'sentence,label\nSECRET,1',
      /no column "text"; the first line has 2, not quoted/,
    ],
    [
      'a label column that is not there',
      'csv',
      'text,y\nSECRET,1',
      /no column "class"; the first line has 2/,
      { labelColumn: 'class' },
    ],
    [
      'a first line that is an example',
      'tsv',
      'SECRET\t1\nSECRET\t0',
      /no column "text"; the first line has 2/,
    ],
    ['a first line that repeats itself', 'tsv', 'SECRET\tSECRET\na\tb', /names columns 1 and 2 alike/],
    ['an empty label', 'csv', 'text,label\na,1\n"SECRET\n\n",', /:3: column "label": has an empty label/],
    [
      'a separator in a text',
      'tsv',
      'text\tlabel\nSECRET\tSECRET\t1',
      /:2: has 3 fields where the first line has 2/,
    ],
    ['a broken quote', 'csv', 'text,label\n"a"SECRET,1', /:2: has something after a closing quote/],
    ['a quote that never ends', 'csv', 'text,label\n"SECRET,1\n', /quoted field that never ends/],
    ['a column named twice', 'csv', 'text,text\nSECRET,1', /names columns 1 and 2 alike/],
    ['invalid UTF-8', 'csv', Buffer.from('text\nok\nSECRET\xff', 'latin1'), /:3: is not valid UTF-8/],
    ['a line without a space', 'txt', '1 a\nSECRET', /:2: has no space/, { format: 'space' }],
    [
      'a long line',
      'tsv',
      `text\n${'SECRET'.repeat(9)}`,
      /:2: has 54 bytes/,
      { limits: { maxLineBytes: 50 } },
    ],
    ['a large file', 'tsv', 'text\nSECRET', /has 11 bytes, more than 10/, { limits: { maxFileBytes: 10 } }],
    ['many rows', 'tsv', 'text\na\nSECRET', /:3: is past the limit of 1 rows/, { limits: { maxRows: 1 } }],
    ['no rows', 'jsonl', '\n\n', /has no rows/],
    ['a header alone', 'csv', 'text,label\n', /has no rows/],
    ['an empty file', 'csv', '', /has no rows/],
    ['nothing left', 'csv', 'text,label\nSECRET,1', /no row with a label in `only`/, { only: ['2'] }],
    ['something that is not Parquet', 'parquet', 'SECRET', /is not a Parquet file/],
    ['an unknown extension', 'doc', 'SECRET', /has no known format/],
  ]
  it.each(cases)('%s', async (_, extension, content, message, options = {}) => {
    const error = await read(extension, content, options).then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    )
    expect(error?.message).toMatch(message)
    expect(`${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`).not.toContain('SECRET')
  })
  it('a missing file and a folder', async () => {
    for (const name of ['nowhere.csv', 'nowhere'])
      await expect(readExamples(join(directory, name))).rejects.toThrow(/was not found/)
    await expect(readExamples(directory, { format: 'csv' })).rejects.toThrow(/is not a file/)
  })
})

describe('CSV', () => {
  it('comes back as it was written, quoted as RFC 4180 has it, with the line each record starts on', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\u0085', '\t', 'é') })
    const safe = field.map(text => text.replaceAll(/\r+\n/g, '\n').replaceAll(/\r+$/g, ''))
    await fc.assert(
      fc.asyncProperty(fc.array(safe, { minLength: 1, maxLength: 8 }), async texts => {
        const rows = texts.map(text => `"${text.replaceAll('"', '""')}",x`)
        const examples = await read('csv', ['text,label', ...rows].join('\n'), { trim: false })
        expect(examples.map(example => example.text)).toEqual(texts)
        let line = 2
        for (const [index, example] of examples.entries()) {
          expect(example.line).toBe(line)
          line += texts[index]!.split('\n').length
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('checkLabels', () => {
  const examples = [
    { text: 'SECRET', label: 'good', line: 1 },
    { text: 'SECRET', label: 'SECRET', line: 2 },
  ]
  it('names the line and the classes there are, not the label', () => {
    expect(() => checkLabels(examples.slice(0, 1), ['good'], 'a.csv')).not.toThrow()
    expect(() => checkLabels(examples, ['good', 'bad'], 'a.csv')).toThrow(/a\.csv:2: .*it has "good", "bad"/)
    expect(() => checkLabels(examples, ['good', 'bad'])).not.toThrow(/SECRET/)
    expect(() => checkLabels([{ text: 'a', line: 9 }], ['good'])).toThrow(/examples:9: has no label/)
  })
})
