/**
 * Sessions: weights straight from files at any offset, and errors in words.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast, createGraph, type Graph, gemm, input, mul, setOutputs, weight } from '../graph/index.js'
import {
  readSafetensorsHeader,
  readTensor,
  type TensorEntry,
  toBfloat16,
  toFloat16,
} from '../weights/index.js'
import { createSession, type Feed } from './index.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-session-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const ROWS = 37
const COLUMNS = 19
const VALUES = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => ((i * 7919) % 1013) / 512 - 1)
const ENCODED = {
  F32: new Uint8Array(VALUES.buffer),
  F16: new Uint8Array(toFloat16(VALUES).buffer),
  BF16: new Uint8Array(toBfloat16(VALUES).buffer),
}
type Code = keyof typeof ENCODED
const DTYPE = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const

/** A safetensors file whose one matrix `w` starts `shift` bytes after a multiple of 64; a right file, if unusual. */
const writeAt = async (code: Code, shift: number): Promise<TensorEntry> => {
  const bytes = ENCODED[code]
  const header = (length: number) =>
    `${JSON.stringify({ w: { dtype: code, shape: [ROWS, COLUMNS], data_offsets: [0, length] } })}`
  const json = header(bytes.length).padEnd(248 + shift)
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(BigInt(json.length))
  const file = join(directory, `${code}-${shift}.safetensors`)
  await writeFile(file, Buffer.concat([prefix, Buffer.from(json), bytes]))
  const { tensors } = await readSafetensorsHeader(file)
  expect(tensors[0]!.offset % 64).toBe(shift)
  return tensors[0]!
}

/** y = w, element by element, and p = x w'. */
const weightGraph = (code: Code, entry: Pick<TensorEntry, 'file' | 'offset' | 'byteLength'>): Graph => {
  const graph = createGraph('weights')
  const x = input(graph, 'x', 'float32', ['B', COLUMNS])
  const one = input(graph, 'one', 'float32', [])
  const w = cast(weight(graph, 'w', DTYPE[code], [ROWS, COLUMNS], entry), 'float32')
  setOutputs(graph, { y: mul(w, one), p: gemm(x, w, { transB: true }) })
  return graph
}

const FEEDS: Record<string, Feed> = {
  x: { data: Float32Array.from({ length: 2 * COLUMNS }, (_, i) => Math.cos(i)), shape: [2, COLUMNS] },
  one: { data: Float32Array.of(1), shape: [] },
}

const product = (w: Float32Array): number[] =>
  Array.from({ length: 2 * ROWS }, (_, at) => {
    const [b, row] = [Math.floor(at / ROWS), at % ROWS]
    let sum = 0
    for (let k = 0; k < COLUMNS; k++) sum += Math.fround(Math.cos(b * COLUMNS + k)) * w[row * COLUMNS + k]!
    return sum
  })

describe('weights in a file', () => {
  const cases = (['F32', 'F16', 'BF16'] as const).flatMap(code =>
    [0, 1, 2, 3, 4, 5, 7, 13].map(shift => [code, shift] as const),
  )

  it.each(cases)('%s are read exactly at an offset of %d past a multiple of 64', async (code, shift) => {
    const entry = await writeAt(code, shift)
    const expected = await readTensor(entry)
    const session = await createSession(weightGraph(code, entry))
    try {
      const { y, p } = await session.run(FEEDS)
      expect(Array.from(y!.data as Float32Array)).toEqual(Array.from(expected))
      product(expected).forEach((value, i) => {
        expect(p!.data[i]).toBeCloseTo(value, 4)
      })
    } finally {
      await session.dispose()
    }
  })

  it('serve two sessions at once, also after one is gone', async () => {
    const entry = await writeAt('F32', 6)
    const [first, second] = await Promise.all([
      createSession(weightGraph('F32', entry)),
      createSession(weightGraph('F32', entry), { prepack: false, threads: 1 }),
    ])
    const [a, b] = await Promise.all([first.run(FEEDS), second.run(FEEDS)])
    expect(b.y!.data).toEqual(a.y!.data)
    await first.dispose()
    const again = await second.run(FEEDS)
    expect(again.y!.data).toEqual(a.y!.data)
    await second.dispose()
  })

  it('are refused when the file is gone', async () => {
    const file = join(directory, 'nowhere', 'model.safetensors')
    const graph = weightGraph('F32', { file, offset: 8, byteLength: ENCODED.F32.length })
    await expect(createSession(graph)).rejects.toMatchObject({ code: 'invalid-weights', field: file })
  })

  it('are refused when they end beyond the file', async () => {
    const entry = await writeAt('F32', 8)
    const graph = weightGraph('F32', { ...entry, offset: entry.offset + 4 })
    await expect(createSession(graph)).rejects.toMatchObject({ code: 'invalid-weights' })
  })
})

describe('a session', () => {
  it('returns only the outputs asked for', async () => {
    const session = await createSession(weightGraph('F32', await writeAt('F32', 0)))
    expect(Object.keys(await session.run(FEEDS, ['p']))).toEqual(['p'])
    expect(Object.keys(await session.run(FEEDS)).sort()).toEqual(['p', 'y'])
    await session.dispose()
  })

  it('names a missing input and one of the wrong shape', async () => {
    const session = await createSession(weightGraph('F32', await writeAt('F32', 0)))
    await expect(session.run({ x: FEEDS.x! })).rejects.toMatchObject({ field: 'one' })
    const wrong = { ...FEEDS, x: { data: new Float32Array(4), shape: [2, 2] } }
    await expect(session.run(wrong)).rejects.toMatchObject({
      field: 'x',
      message: expect.stringContaining('has shape [2,2] where the graph has [B,19]'),
    })
    await session.dispose()
  })

  it('gives the same bytes on every run', async () => {
    const entry = await writeAt('F32', 0)
    const once = async () => {
      const session = await createSession(weightGraph('F32', entry), { threads: 2 })
      const { p } = await session.run(FEEDS)
      await session.dispose()
      return p!.data
    }
    expect(await once()).toEqual(await once())
  })
})
