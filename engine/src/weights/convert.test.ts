import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBfloat16, toFloat16, toFloat32 } from './index.js'

const ALL = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern)
const bytesOf = (view: ArrayBufferView) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

/** The value of a 16-bit float by the definition in IEEE 754, in float64. */
const decode = (pattern: number, exponentBits: number): number => {
  const fractionBits = 15 - exponentBits
  const sign = pattern & 0x8000 ? -1 : 1
  const exponent = (pattern & 0x7fff) >> fractionBits
  const fraction = (pattern & ((1 << fractionBits) - 1)) / 2 ** fractionBits
  const bias = 2 ** (exponentBits - 1) - 1
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias)
}

const TYPES = [
  { storage: 'float16', exponentBits: 5, pack: toFloat16 },
  { storage: 'bfloat16', exponentBits: 8, pack: toBfloat16 },
] as const

describe.each(TYPES)('$storage', ({ storage, exponentBits, pack }) => {
  const values = toFloat32(storage, bytesOf(ALL))
  const infinity = ((2 ** exponentBits - 1) << (15 - exponentBits)) & 0x7fff

  it('reads all 65536 patterns exactly', () => {
    const wrong = [...ALL].filter(pattern => !Object.is(values[pattern], decode(pattern, exponentBits)))
    expect(wrong).toEqual([])
  })

  it('keeps the payload of every NaN when read', () => {
    const bits = new Uint32Array(values.buffer)
    const shift = exponentBits - 8 + 16
    const isNaNPattern = (pattern: number) => (pattern & 0x7fff) > infinity
    const wrong = [...ALL].filter(
      pattern =>
        isNaNPattern(pattern) && (bits[pattern]! & 0x7fffff) >>> shift !== (pattern & (0x7fff ^ infinity)),
    )
    expect(wrong).toEqual([])
  })

  it('writes every pattern back, with NaN made quiet', () => {
    const quiet = (infinity + 1) >> 1 ? 1 << (14 - exponentBits) : 0
    const expected = ALL.map(pattern => ((pattern & 0x7fff) > infinity ? pattern | quiet : pattern))
    expect(pack(values)).toEqual(expected)
  })

  it('rounds halfway values to even, and values next to halfway to the nearer side, for every neighbouring pair', () => {
    const wrong: number[] = []
    for (let pattern = 0; pattern < infinity; pattern++) {
      const low = decode(pattern, exponentBits)
      /* Past the largest finite value the next step would be where infinity stands. */
      const high =
        pattern + 1 === infinity
          ? 2 * low - decode(pattern - 1, exponentBits)
          : decode(pattern + 1, exponentBits)
      const middle = new Float32Array([(low + high) / 2])
      const bits = new Uint32Array(middle.buffer)[0]!
      const around = new Float32Array(new Uint32Array([bits - 1, bits, bits + 1]).buffer)
      const even = pattern % 2 === 0 ? pattern : pattern + 1
      const positive = pack(around)
      const negative = pack(around.map(value => -value))
      const right = [pattern, even, pattern + 1]
      if (right.some((value, index) => positive[index] !== value || negative[index] !== (value | 0x8000))) {
        wrong.push(pattern)
      }
    }
    expect(wrong).toEqual([])
  })

  it('turns float32 NaN with a payload only in its low bits into NaN, not infinity', () => {
    const signalling = new Float32Array(new Uint32Array([0x7f800001, 0xff800001]).buffer)
    for (const pattern of pack(signalling)) expect(decode(pattern, exponentBits)).toBeNaN()
  })

  it('rounds to one of the two neighbours, never further (any float32)', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), value => {
        const back = toFloat32(storage, bytesOf(pack(new Float32Array([value]))))[0]!
        const relative = 2 ** -(16 - exponentBits)
        const tiny = storage === 'float16' ? 2 ** -25 : 2 ** -134
        if (Number.isFinite(back))
          expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * relative, tiny))
        else expect(Math.abs(value)).toBeGreaterThanOrEqual(storage === 'float16' ? 65520 : 3.38e38)
      }),
      { numRuns: 2000 },
    )
  })
})

/** 200 000 finite float32 values, every second one near the float16 range; the same sequence was made in NumPy. */
const sample = (): Float32Array => {
  const bits = new Uint32Array(200_000)
  let state = 12345
  for (let index = 0; index < bits.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    let value = state
    if (((value >>> 23) & 255) === 255) value = (value & 0xff7fffff) >>> 0
    const folded = (((value >>> 23) & 255) % 48) + 100
    bits[index] = index % 2 === 1 ? (value & 0x807fffff) | (folded << 23) : value
  }
  return new Float32Array(bits.buffer)
}

const digest = (view: ArrayBufferView) => createHash('sha256').update(bytesOf(view)).digest('hex')

it('rounds as NumPy (float16) and PyTorch (bfloat16) do', () => {
  const values = sample()
  expect(digest(values)).toBe('ec0ac9da9aed1d55f76c0839acdb03f9a5c7d573da94118be2ad28b98ecccf35')
  expect(digest(toFloat16(values))).toBe('3e18d935192e78ec01e2c0259742b79e6dc983c5b1536829eaa8bb363ecc3755')
  expect(digest(toBfloat16(values))).toBe('8cec1c00846e88df3b3865e29246f4dd4e6db8b26efd94de6da80e4097a5c251')
})

it('converts views that start inside a buffer, at any alignment', () => {
  const source = Uint8Array.from([9, 0x00, 0x3c, 0x00, 0xc0])
  expect([...toFloat32('float16', source.subarray(1))]).toEqual([1, -2])
  expect([...toFloat32('float16', Buffer.from(source.buffer, 1))]).toEqual([1, -2])
  const values = new Float32Array([0, 1, -2]).subarray(1)
  expect([...toFloat16(values)]).toEqual([0x3c00, 0xc000])
  expect([...toBfloat16(values)]).toEqual([0x3f80, 0xc000])
})

it('rounds float64 to nearest and copies float32 bit for bit', () => {
  expect([...toFloat32('float64', bytesOf(new Float64Array([0.1, 1e300, -1e-46])))]).toEqual([
    Math.fround(0.1),
    Infinity,
    -0,
  ])
  const bits = new Uint32Array([0x7f800001, 0x80000000, 1])
  expect(digest(toFloat32('float32', bytesOf(bits)))).toBe(digest(bits))
})

it('returns a new array, never a view on its input', () => {
  const bytes = bytesOf(new Float32Array([1]))
  const values = toFloat32('float32', bytes)
  bytes.fill(0)
  expect(values[0]).toBe(1)
})

it.each(['int64', 'bool', 'float8_e4m3', 'complex64'] as const)('refuses %s by name', storage => {
  expect(() => toFloat32(storage, new Uint8Array(8))).toThrow(storage)
})

it('refuses bytes that are not whole elements', () => {
  expect(() => toFloat32('float16', new Uint8Array(3))).toThrow('whole float16 elements')
})
