import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeSafetensors, encodeSafetensors, readSafetensorsHeader } from './index.js'

type Json = Record<string, unknown>

/** A file from header text and a number of data bytes; `length` lies about the header when given. */
const file = (header: string | Uint8Array | Json, dataBytes = 0, length?: bigint): Buffer => {
  const json =
    header instanceof Uint8Array
      ? header
      : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(length ?? BigInt(json.length))
  return Buffer.concat([prefix, json, Buffer.alloc(dataBytes)])
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: offsets,
})
const one = (shape: unknown, offsets: unknown, dtype?: unknown) => ({
  'layer.w': entry(shape, offsets, dtype),
})
const W = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
const HUGE = Number.MAX_SAFE_INTEGER

/** What it is, its bytes, and what the message must say (besides the file); tensors are named where there is one. */
const MALFORMED: [what: string, bytes: Buffer, says: string, tensor?: string][] = [
  ['an empty file', Buffer.alloc(0), 'shorter than 8 bytes'],
  ['seven bytes', Buffer.alloc(7), 'shorter than 8 bytes'],
  ['a prefix alone that promises a header', file('', 0, 2n), 'longer than the file'],
  ['an empty header', file(''), "no '{'"],
  ['a header one byte too long', file(one([1], [0, 4]), 0, 100n), 'longer than the file'],
  ['a header over 100 MB', file('{}', 0, 100_000_001n), 'longer than 100000000 bytes'],
  ['a header of 2^53 bytes', file('{}', 0, 2n ** 53n), 'longer than 100000000 bytes'],
  ['a header of 2^64 - 1 bytes', file('{}', 0, 2n ** 64n - 1n), 'longer than 100000000 bytes'],
  [
    'a Git LFS pointer',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
    'git lfs pull',
  ],
  [
    'a PyTorch zip',
    Buffer.from('PK\u0003\u0004\u0000\u0000\u0008\u0008archive/data.pkl'),
    'pickle is never loaded',
  ],
  ['a web page', Buffer.from('<!doctype html><title>Not found</title>'), 'longer than 100000000 bytes'],
  ['a list', file('[]'), "no '{'"],
  ['a space before the header', file(' {}'), "no '{'"],
  ['a byte order mark', file('\ufeff{}'), "no '{'"],
  ['UTF-16', file(Buffer.from('{}', 'utf16le')), 'not text'],
  ['invalid UTF-8', file(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), 'not valid UTF-8'],
  ['an overlong UTF-8 form', file(Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x7d])), 'not valid UTF-8'],
  ['a cut object', file('{"layer.w":'), 'not valid JSON'],
  ['a string that does not end', file('{"layer.w'), 'string does not end'],
  ['text behind the object', file('{}{}'), 'not valid JSON'],
  ['a trailing comma', file(`{"layer.w":${W},}`, 4), 'not valid JSON'],
  [
    'a number with a leading zero',
    file('{"layer.w":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}', 4),
    'not valid JSON',
  ],
  ['NUL padding', file('{}\0\0\0\0\0\0'), 'not text'],
  ['a header cut in the middle by its length', file('{"layer.w":1}', 0, 6n), 'string does not end'],
  ['a tensor twice', file(`{"layer.w":${W},"layer.w":${W}}`, 4), 'twice', 'layer.w'],
  ['a tensor twice, once escaped', file(`{"layer.w":${W},"l\\u0061yer.w":${W}}`, 4), 'twice', 'layer.w'],
  [
    'a dtype twice',
    file('{"layer.w":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}', 4),
    'twice',
    'layer.w',
  ],
  ['metadata twice', file('{"__metadata__":{},"__metadata__":{}}'), 'twice'],
  ['a metadata key twice', file('{"__metadata__":{"a":"1","a":"2"}}'), 'twice'],
  ['deep nesting', file(`{"layer.w":${'['.repeat(100_000)}`), 'nested deeper', 'layer.w'],
  ['a shape of lists', file(one([[1]], [0, 4]), 4), 'nested deeper', 'layer.w'],
  ['metadata that is text', file({ __metadata__: 'pt' }), 'not an object'],
  ['metadata that is a list', file({ __metadata__: [] }), 'not an object'],
  ['metadata that is null', file({ __metadata__: null }), 'not text'],
  ['metadata with a number', file({ __metadata__: { epoch: 3 } }), 'epoch'],
  ['metadata with a nested object', file({ __metadata__: { a: {} } }), 'not text'],
  ['a tensor that is text', file({ 'layer.w': 'F32' }), 'not described by an object', 'layer.w'],
  ['a tensor that is a list', file({ 'layer.w': [1, 2] }), 'not described by an object', 'layer.w'],
  ['a tensor that is a number', file({ 'layer.w': 3 }), 'not described by an object', 'layer.w'],
  ['an empty name', file({ '': entry([1], [0, 4]) }, 4), 'empty name'],
  [
    'a very long name',
    file({ ['n'.repeat(1025)]: entry([1], [0, 4]) }, 4),
    'longer than 1024',
    'n'.repeat(120),
  ],
  ['a lone surrogate in a name', file(`{"a\\ud800":${W}}`, 4), 'not valid Unicode'],
  ['an unknown dtype', file(one([1], [0, 4], 'F128'), 4), 'F128', 'layer.w'],
  ['a dtype in lower case', file(one([1], [0, 4], 'f32'), 4), 'dtype', 'layer.w'],
  ['a dtype from Object.prototype', file(one([1], [0, 4], 'constructor'), 4), 'dtype', 'layer.w'],
  ['a dtype that is a number', file(one([1], [0, 4], 1), 4), 'dtype', 'layer.w'],
  ['no dtype', file('{"layer.w":{"shape":[1],"data_offsets":[0,4]}}', 4), 'dtype', 'layer.w'],
  ['no shape', file('{"layer.w":{"dtype":"F32","data_offsets":[0,4]}}', 4), 'shape', 'layer.w'],
  ['no data_offsets', file('{"layer.w":{"dtype":"F32","shape":[1]}}', 4), 'data_offsets', 'layer.w'],
  ['an unknown field', file({ 'layer.w': { ...entry([1], [0, 4]), scale: 2 } }, 4), 'scale', 'layer.w'],
  [
    'a field named __proto__',
    file('{"layer.w":{"__proto__":{"dtype":"F32"},"shape":[1],"data_offsets":[0,4]}}', 4),
    '',
    'layer.w',
  ],
  ['a shape that is a number', file(one(1, [0, 4]), 4), 'shape', 'layer.w'],
  ['a shape of text', file(one(['1'], [0, 4]), 4), 'shape', 'layer.w'],
  [
    'a million dimensions',
    file(one(Array(1_000_000).fill(1), [0, 4]), 4),
    'more than 64 dimensions',
    'layer.w',
  ],
  [
    'a tensor that is a million numbers',
    file({ 'layer.w': Array(1_000_000).fill(1) }),
    'not described by an object',
    'layer.w',
  ],
  ['a negative size', file(one([-1], [0, 4]), 4), 'whole number', 'layer.w'],
  ['two negative sizes', file(one([-1, -1], [0, 4]), 4), 'whole number', 'layer.w'],
  ['a fractional size', file(one([0.5], [0, 2]), 2), 'whole number', 'layer.w'],
  [
    'a size written 1.0',
    file('{"layer.w":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', 4),
    'whole number',
    'layer.w',
  ],
  [
    'a size written 1e0',
    file('{"layer.w":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}', 4),
    'whole number',
    'layer.w',
  ],
  ['a null size', file(one([null], [0, 4]), 4), 'whole number', 'layer.w'],
  [
    'a size of 2^53',
    file('{"layer.w":{"dtype":"F32","shape":[9007199254740992],"data_offsets":[0,4]}}', 4),
    'shape',
    'layer.w',
  ],
  [
    'a size of 2^64 (zero in 64 bits)',
    file('{"layer.w":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,0]}}'),
    'shape',
    'layer.w',
  ],
  ['a product that overflows', file(one([HUGE, HUGE], [0, 4]), 4), 'too large', 'layer.w'],
  [
    'a product that wraps to 4 in 64 bits',
    file(one([2 ** 32, 2 ** 32, 1], [0, 4]), 4),
    'too large',
    'layer.w',
  ],
  ['a byte count that overflows', file(one([HUGE], [0, 4]), 4), 'too large', 'layer.w'],
  ['half a byte', file(one([3], [0, 2], 'F4'), 2), 'whole bytes', 'layer.w'],
  ['offsets that are a number', file(one([1], 4), 4), 'data_offsets', 'layer.w'],
  ['one offset', file(one([1], [4]), 4), 'data_offsets', 'layer.w'],
  ['three offsets', file(one([1], [0, 4, 8]), 8), 'data_offsets', 'layer.w'],
  ['offsets of text', file(one([1], ['0', '4']), 4), 'data_offsets', 'layer.w'],
  ['a negative offset', file(one([2], [-4, 4]), 4), 'whole number', 'layer.w'],
  ['backward offsets', file(one([1], [4, 0]), 4), 'backwards', 'layer.w'],
  ['an end past the file', file(one([2], [0, 8]), 4), 'cut short', 'layer.w'],
  ['an end at 2^53 - 1', file(one([1], [0, HUGE]), 4), 'cut short', 'layer.w'],
  ['fewer bytes than the shape needs', file(one([2], [0, 4]), 4), 'needs 8', 'layer.w'],
  ['more bytes than the shape needs', file(one([1], [0, 8]), 8), 'needs 4', 'layer.w'],
  ['bytes for a shape that holds none', file(one([0, 7], [0, 4]), 4), 'needs 0', 'layer.w'],
  ['a hole at the start', file(one([1], [4, 8]), 8), 'hole of 4 bytes', 'layer.w'],
  [
    'a hole in the middle',
    file({ a: entry([1], [0, 4]), b: entry([1], [8, 12]) }, 12),
    'hole of 4 bytes',
    'b',
  ],
  ['bytes at the end', file(one([1], [0, 4]), 5), '1 bytes at its end'],
  ['bytes and no tensor', file('{}', 4), '4 bytes at its end'],
  ['a partial overlap', file({ a: entry([2], [0, 8]), b: entry([2], [4, 12]) }, 12), 'overlaps', 'b'],
  [
    'two tensors on the same bytes',
    file({ a: entry([1], [0, 4]), b: entry([1], [0, 4]) }, 4),
    'overlaps',
    'b',
  ],
  [
    'an empty tensor inside another',
    file({ a: entry([2], [0, 8]), b: entry([0], [4, 4]) }, 8),
    'overlaps',
    'b',
  ],
]

const caught = async (run: () => unknown): Promise<unknown> => {
  try {
    await run()
  } catch (error) {
    return error
  }
  return undefined
}

describe('malformed files are refused, in memory and on disk', () => {
  let directory = ''
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'promptpost-malformed-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  it.each(MALFORMED)('%s', async (_, bytes, says, tensor) => {
    const path = join(directory, 'bad.safetensors')
    await writeFile(path, bytes)
    const errors = [
      await caught(() => decodeSafetensors(bytes, { maxBytes: bytes.length, label: path })),
      await caught(() => readSafetensorsHeader(path)),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(PromptPostError)
      const { code, message, next, value } = error as PromptPostError
      expect(code).toBe('invalid-weights')
      expect(message).toContain(path)
      expect(message).toContain(says)
      if (tensor !== undefined) expect(message).toContain(`tensor "${tensor}`)
      expect(message.length).toBeLessThan(1000)
      expect(JSON.stringify(value ?? '').length).toBeLessThan(1000)
      expect(next).toBeTruthy()
    }
  })
})

it('refuses a file over maxBytes before it looks inside', () => {
  expect(() => decodeSafetensors(Buffer.alloc(9), { maxBytes: 8, label: 'upload' })).toThrow(
    'upload: is larger than 8 bytes',
  )
})

it('accepts the odd but allowed: no tensors, unpadded headers, any tensor order, empty tensors, prototype names', () => {
  const names = (bytes: Buffer) => [...decodeSafetensors(bytes, { maxBytes: 1000, label: 'odd' }).keys()]
  expect(names(file('{}'))).toEqual([])
  expect(names(file('{"__metadata__":{}}   \n'))).toEqual([])
  expect(names(file({ b: entry([1], [4, 8]), a: entry([1], [0, 4]) }, 8))).toEqual(['a', 'b'])
  expect(names(file({ b: entry([1], [0, 4]), a: entry([0], [0, 0]), c: entry([2, 0], [4, 4]) }, 4))).toEqual([
    'a',
    'b',
    'c',
  ])
  expect(names(file(`{"__proto__":${W}}`, 4))).toEqual(['__proto__'])
  expect(names(file(one([3, 2], [0, 3], 'F4'), 3))).toEqual(['layer.w'])
})

it('reports a changed byte as invalid weights or reads it; nothing else can happen', () => {
  const good = Buffer.concat(
    encodeSafetensors([
      { name: 'a', shape: [2, 2], data: new Float32Array(4) },
      { name: 'b', shape: [3], data: new Uint16Array(3), storage: 'bfloat16' },
    ]),
  )
  fc.assert(
    fc.property(
      fc.nat(good.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.nat(good.length),
      (at, flip, cut) => {
        const bad = Buffer.from(good)
        bad[at]! ^= flip
        for (const bytes of [bad, bad.subarray(0, cut)]) {
          try {
            decodeSafetensors(bytes, { maxBytes: 10_000, label: 'fuzz' })
          } catch (error) {
            expect(error).toMatchObject({ name: 'PromptPostError', code: 'invalid-weights' })
          }
        }
      },
    ),
    { numRuns: 3000 },
  )
})
