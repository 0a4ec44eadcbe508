import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.js'
import { keyFingerprint } from './keys.js'
import { type SealedFiles, sealProblem, sealReport } from './seal.js'

describe('canonical JSON', () => {
  it('is that of RFC 8785, sections 3.2.2 and 3.2.3', () => {
    const numbers = '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]}'
    expect(canonicalJson(JSON.parse(numbers))).toBe('{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0]}')
    const text = '{"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"}'
    expect(canonicalJson(JSON.parse(text))).toBe('{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(Object.values(JSON.parse(canonicalJson(names)))).toHaveLength(7)
    expect(canonicalJson(names)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('is one text for one value, however it was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }), value => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(canonicalJson(JSON.parse(JSON.stringify(value, null, 3)))).toBe(text)
      }),
    )
  })

  it.each([
    ['a number beyond JSON', Number.NaN],
    ['half a surrogate pair', ['\ud800']],
    ['a function', { f: () => 1 }],
    ['65 levels', JSON.parse('['.repeat(66) + ']'.repeat(66))],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  })
})

const key = (): ReturnType<typeof generateKeyPairSync>['privateKey'] =>
  generateKeyPairSync('ed25519').privateKey
const FILES: SealedFiles = {
  'adapter_config.json': { token_dim: 4, num_virtual_tokens: 2 },
  'adapter_model.safetensors': Buffer.from('weights'),
  'task.json': { template: '{text}', verbalizer: { a: ['b'] } },
}
const REPORT = { version: 2, guarantee: { epsilon: 8 }, preconditions: { sound: true } }

describe('a seal', () => {
  const sealed = sealReport(REPORT, FILES, key())
  const problemOf = (report: unknown, files = FILES): string | undefined => {
    const problem = sealProblem(report, files)
    return problem && `${problem.kind} ${problem.path.join('.')}`
  }

  it('holds for the report and the prompt it was made for, in any order of names', () => {
    expect(problemOf(sealed)).toBeUndefined()
    const reordered = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(sealed))).reverse())
    const config = { num_virtual_tokens: 2, token_dim: 4 }
    expect(problemOf(reordered, { ...FILES, 'adapter_config.json': config })).toBeUndefined()
    expect(sealed.signature.fingerprint).toBe(keyFingerprint(sealed.signature.publicKey))
  })

  it('breaks when anything in the report is edited, added or removed', () => {
    expect(problemOf({ ...sealed, guarantee: { epsilon: 1 } })).toBe('signature signature.value')
    expect(problemOf({ ...sealed, more: 1 })).toBe('signature signature.value')
    const { guarantee: _, ...less } = sealed
    expect(problemOf(less)).toBe('signature signature.value')
  })

  it.each(Object.keys(FILES))('breaks when %s is another', name => {
    const other = name.endsWith('.json') ? { other: 1 } : Buffer.from('others')
    expect(problemOf(sealed, { ...FILES, [name]: other })).toBe(`prompt prompt.${name}`)
    const prompt = Object.fromEntries(Object.entries(sealed.prompt).filter(([file]) => file !== name))
    expect(problemOf({ ...sealed, prompt })).toBe(`prompt prompt.${name}`)
    expect(problemOf({ ...sealed, prompt: { ...sealed.prompt, 'x.json': 'x' } })).toBe('prompt prompt.x.json')
  })

  it('is not that of another key, nor one that is cut, empty or of another kind', () => {
    const { signature } = sealed
    const withSignature = (change: object) => problemOf({ ...sealed, signature: { ...signature, ...change } })
    const other = sealReport(REPORT, FILES, key()).signature
    expect(withSignature({ value: other.value })).toBe('signature signature.value')
    expect(withSignature({ value: `${signature.value}A` })).toBe('signature signature.value')
    expect(withSignature({ value: 5 })).toBe('signature signature.value')
    expect(withSignature({ publicKey: other.publicKey })).toBe('signature signature.fingerprint')
    expect(withSignature({ publicKey: other.publicKey, fingerprint: other.fingerprint })).toBe(
      'signature signature.value',
    )
    expect(withSignature({ publicKey: 'short' })).toBe('signature signature.publicKey')
    expect(withSignature({ algorithm: 'none' })).toBe('signature signature.algorithm')
    expect(problemOf({ ...sealed, signature: null })).toBe('signature signature')
  })

  it('does not help a report of another version, or one whose preconditions do not all hold', () => {
    const again = (change: object) => problemOf(sealReport({ ...REPORT, ...change }, FILES, key()))
    expect(again({ version: 1 })).toBe('format version')
    expect(again({ preconditions: { sound: true, secure: false } })).toBe(
      'preconditions preconditions.secure',
    )
    expect(again({ preconditions: { secure: 1 } })).toBe('preconditions preconditions.secure')
    for (const none of [{}, null, [true], undefined])
      expect(again({ preconditions: none })).toBe('preconditions preconditions')
    for (const rubbish of [null, 5, 'x', [], [sealed]]) expect(problemOf(rubbish)).toBe('format ')
  })
})
