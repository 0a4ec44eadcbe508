import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensorsHeader,
  readTensor,
  type StorageType,
  type TensorData,
  toFloat32,
  writeSafetensors,
} from './index.js'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-encode-'))
})
afterAll(() => rm(directory, { recursive: true }))

const encode = (tensors: TensorData[], metadata?: Record<string, string>) =>
  Buffer.concat(encodeSafetensors(tensors, metadata))

const tensorArbitrary = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }).filter(name => name !== '__metadata__'),
    shape: fc.array(fc.nat(4), { maxLength: 4 }),
    storage: fc.constantFrom<StorageType>(
      'float32',
      'float16',
      'bfloat16',
      'float64',
      'int64',
      'bool',
      'uint16',
    ),
    seed: fc.nat(255),
  })
  .map(({ name, shape, storage, seed }): TensorData & { storage: StorageType; data: Uint8Array } => {
    const width = { float32: 4, float64: 8, int64: 8, bool: 1 }[storage as 'bool'] ?? 2
    const length = shape.reduce((product, size) => product * size, width)
    return { name, shape, storage, data: Uint8Array.from({ length }, (_, index) => index * 31 + seed) }
  })

const tensorsArbitrary = fc.uniqueArray(tensorArbitrary, { selector: ({ name }) => name, maxLength: 8 })
const metadataArbitrary = fc.option(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
  {
    nil: undefined,
  },
)

it('round trips any names, shapes, types and metadata; order of input never shows', () => {
  fc.assert(
    fc.property(tensorsArbitrary, metadataArbitrary, (tensors, metadata) => {
      const bytes = encode(tensors, metadata)
      expect(encode(tensors.toReversed(), metadata).equals(bytes)).toBe(true)
      expect(bytes.readBigUInt64LE(0) % 8n).toBe(0n)
      const back = decodeSafetensors(bytes, { maxBytes: bytes.length, label: 'memory' })
      expect(back.size).toBe(tensors.length)
      for (const { name, shape, storage, data } of tensors) {
        expect(back.get(name)).toMatchObject({ name, shape, storage })
        expect(Buffer.compare(back.get(name)!.bytes, data)).toBe(0)
      }
    }),
    { numRuns: 500 },
  )
})

it('round trips through a file, values and metadata, and leaves no temporary file', async () => {
  const file = join(directory, 'sub', 'model.safetensors')
  const values = Float32Array.from({ length: 6 }, (_, index) => Math.sin(index) * 100)
  const metadata = { format: 'pt', note: 'ä "quoted"' }
  await writeSafetensors(
    file,
    [
      { name: 'w', shape: [2, 3], data: values },
      { name: 'h', shape: [6], data: values, storage: 'float16' },
      { name: 'd', shape: [2], data: new Float64Array([0.1, -2]) },
    ],
    metadata,
  )
  const header = await readSafetensorsHeader(file)
  expect(header.metadata).toEqual(metadata)
  expect(header.tensors.map(({ name }) => name)).toEqual(['d', 'w', 'h'])
  const read = (name: string) => readTensor(header.tensors.find(entry => entry.name === name)!)
  expect(await read('w')).toEqual(values)
  expect(await read('d')).toEqual(new Float32Array([0.1, -2]))
  const half = await read('h')
  expect(Math.max(...half.map((value, index) => Math.abs(value - values[index]!)))).toBeLessThan(0.04)
  expect(await readdir(join(directory, 'sub'))).toEqual(['model.safetensors'])
})

it('reads tensors larger than one conversion chunk', async () => {
  const file = join(directory, 'large.safetensors')
  const patterns = Uint16Array.from({ length: 9_000_001 }, (_, index) => index & 0x7bff)
  await writeSafetensors(file, [{ name: 'w', shape: [9_000_001], data: patterns, storage: 'float16' }])
  const [entry] = (await readSafetensorsHeader(file)).tensors
  const bytes = new Uint8Array(patterns.buffer)
  expect(
    Buffer.from((await readTensor(entry!)).buffer).equals(Buffer.from(toFloat32('float16', bytes).buffer)),
  ).toBe(true)
})

it('gives offsets that point at the tensor in the file', async () => {
  const file = join(directory, 'offsets.safetensors')
  await writeSafetensors(file, [
    { name: 'a', shape: [1], data: new Float32Array([1.5]) },
    { name: 'b', shape: [1], data: new Float32Array([-2.5]) },
  ])
  const bytes = await readFile(file)
  const { tensors } = await readSafetensorsHeader(file)
  expect(tensors.map(({ offset }) => bytes.readFloatLE(offset))).toEqual([1.5, -2.5])
  expect(tensors.map(({ offset }) => offset % 8)).toEqual([0, 4])
})

it('does not copy data that needs no rounding', () => {
  const data = new Float32Array(4)
  expect(encodeSafetensors([{ name: 'w', shape: [4], data }])[1]!.buffer).toBe(data.buffer)
})

it('notices a file that changed after its header was read', async () => {
  const file = join(directory, 'changed.safetensors')
  await writeSafetensors(file, [{ name: 'w', shape: [64], data: new Float32Array(64) }])
  const [entry] = (await readSafetensorsHeader(file)).tensors
  await writeFile(file, 'short')
  await expect(readTensor(entry!)).rejects.toMatchObject({ code: 'invalid-weights' })
  await rm(file)
  await expect(readTensor(entry!)).rejects.toThrow('does not exist')
})

it('refuses to read an integer tensor as float32, by name', async () => {
  const file = join(directory, 'integers.safetensors')
  await writeSafetensors(file, [{ name: 'position_ids', shape: [1], data: new BigInt64Array(1) }])
  const [entry] = (await readSafetensorsHeader(file)).tensors
  await expect(readTensor(entry!)).rejects.toThrow(/position_ids.*int64/)
})

const REFUSED: [what: string, tensors: TensorData[], says: string][] = [
  [
    'a repeated name',
    [
      { name: 'w', shape: [0], data: new Float32Array(0) },
      { name: 'w', shape: [0], data: new Int32Array(0) },
    ],
    'twice',
  ],
  ['an empty name', [{ name: '', shape: [], data: new Float32Array(1) }], 'empty name'],
  ['the reserved name', [{ name: '__metadata__', shape: [], data: new Float32Array(1) }], '__metadata__'],
  ['a lone surrogate', [{ name: 'a\ud800', shape: [], data: new Float32Array(1) }], 'Unicode'],
  ['too little data', [{ name: 'w', shape: [2], data: new Float32Array(1) }], 'needs 8'],
  ['a negative size', [{ name: 'w', shape: [-1], data: new Float32Array(1) }], 'whole numbers'],
  ['a fractional size', [{ name: 'w', shape: [0.5], data: new Float32Array(1) }], 'whole numbers'],
  ['patterns without a type', [{ name: 'w', shape: [1], data: new Uint16Array(1) }], 'needs a storage type'],
  [
    'patterns of the wrong type',
    [{ name: 'w', shape: [1], data: new Uint16Array(1), storage: 'float32' }],
    'Uint16Array',
  ],
  [
    'numbers of the wrong type',
    [{ name: 'w', shape: [1], data: new Float64Array(1), storage: 'float32' }],
    'Float64Array',
  ],
]

it.each(REFUSED)('refuses to write %s', (_, tensors, says) => {
  expect(() => encodeSafetensors(tensors)).toThrow(expect.objectContaining({ code: 'invalid-weights' }))
  expect(() => encodeSafetensors(tensors)).toThrow(says)
})
