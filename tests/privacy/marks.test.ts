/**
 * The search for private marks finds one in every form it may have, wherever it stands, and nothing where there is none.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMarks, needlesOf } from './marks.js'

const TEXT = 'Qörvenzil/"7+1" Ševqu'
const TOKENS = [50_001, 17, 1234, 88, 4021]
const needles = needlesOf([{ name: 'a text', text: TEXT, tokens: [TOKENS] }])
const around = (content: string | Uint8Array): Buffer =>
  Buffer.concat([randomBytes(257), Buffer.from(content as string), randomBytes(91)])

/** Made here as a program would that leaks, not as the search makes its needles. */
const LEAKS: [form: string, content: (text: string) => string | Uint8Array][] = [
  ['UTF-8', text => text],
  ['UTF-16LE', text => Buffer.from(text, 'utf16le')],
  ['UTF-16BE', text => Buffer.from(text, 'utf16le').swap16()],
  ['Latin-1', () => Buffer.from('Q\xf6rvenzil/"7+1" \x60evqu', 'latin1')],
  ['lower case', text => text.toLowerCase()],
  ['upper case', text => text.toUpperCase()],
  ['hex', text => Buffer.from(`x${text}`).toString('hex')],
  ['hex, capitals', text => Buffer.from(text).toString('hex').toUpperCase()],
  ['URL', text => `https://h/p?q=${encodeURIComponent(text)}&r=1`],
  ['URL, lower case', text => encodeURIComponent(text).replace(/%../g, code => code.toLowerCase())],
  ['form', text => new URLSearchParams({ a: 'b', text }).toString()],
  [
    'URL, all escaped',
    text => [...Buffer.from(text)].map(byte => `%${Buffer.of(byte).toString('hex')}`).join(''),
  ],
  ['JSON', text => JSON.stringify({ text: `${text}.` })],
  ['JSON in JSON', text => JSON.stringify({ log: JSON.stringify({ text }) })],
  ['ASCII JSON', () => '"Q\\u00f6rvenzil/\\"7+1\\" \\u0160evqu"'],
  ['ASCII JSON, capitals', () => '"Q\\u00F6rvenzil/\\"7+1\\" \\u0160evqu"'],
  [
    'JSON, all escaped',
    text => [...text].map(c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
  ['tokens, JSON', () => JSON.stringify({ ids: [5, ...TOKENS, 6] })],
  ['tokens, spaced', () => `[5, ${TOKENS.join(', ')}, 6]`],
  ['tokens, int32', () => new Uint8Array(Int32Array.from([5, ...TOKENS]).buffer)],
  ['tokens, int64', () => new Uint8Array(BigInt64Array.from([5, ...TOKENS], BigInt).buffer)],
]

describe('a mark is found', () => {
  it.each(LEAKS)('as %s', (form, content) => {
    expect(findMarks(around(content(TEXT)), needles)).toContain(`a text as ${form}`)
    expect(
      findMarks(around(content('a harmless text')), needles).filter(
        found => !/tokens|JSON|Latin/.test(found),
      ),
    ).toEqual([])
  })

  it.each([
    ['UTF-8', 'utf8'],
    ['UTF-16LE', 'utf16le'],
  ] as const)('in base64 of %s, whatever stands before and behind it', (name, encoding) => {
    for (const before of [0, 1, 2, 3, 4, 5])
      for (const behind of [0, 1, 2])
        for (const alphabet of ['base64', 'base64url'] as const) {
          const text = `${'x'.repeat(before)}${TEXT}${'y'.repeat(behind)}`
          const leak = Buffer.from(text, encoding).toString(alphabet)
          const shift = (before * (encoding === 'utf8' ? 1 : 2)) % 3
          expect(findMarks(around(leak), needles).join()).toContain(`of ${name}, alignment ${shift}`)
        }
  })

  it('in base64 and hex that are folded into lines', () => {
    const folded = (text: string, width: number): string =>
      text.replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n')
    expect(findMarks(around(folded(Buffer.from(TEXT).toString('base64'), 8)), needles)).toEqual([
      'a text as base64 of UTF-8, alignment 0, folded',
    ])
    expect(findMarks(around(folded(Buffer.from(TEXT).toString('hex'), 10)), needles)).toEqual([
      'a text as hex, folded',
    ])
  })

  it('in gzip, and in gzip in base64', () => {
    const zipped = gzipSync(JSON.stringify({ text: TEXT }))
    expect(findMarks(around(zipped), needles)).toContain('a text as JSON, zipped')
    expect(findMarks(Buffer.from(JSON.stringify({ blob: zipped.toString('base64') })), needles)).toContain(
      'a text as JSON, zipped',
    )
  })

  it('in JSON and in base64 among any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, behind) => {
        const text = `${before}${TEXT}${behind}`
        expect(findMarks(Buffer.from(JSON.stringify(text)), needles)).toContain('a text as JSON')
        const leak = Buffer.from(text).toString('base64')
        expect(findMarks(Buffer.from(leak), needles).join()).toContain('a text as base64 of UTF-8')
      }),
    )
  })
})

it('nothing is found in a megabyte of chance', () => {
  expect(findMarks(randomBytes(1 << 20), needles)).toEqual([])
  expect(findMarks(Buffer.from(randomBytes(1 << 20).toString('base64')), needles)).toEqual([])
})

it('a mark that would be found by chance is refused', () => {
  expect(() => needlesOf([{ name: 'a label', text: 'good' }])).toThrow('the mark of a label is too short')
})
