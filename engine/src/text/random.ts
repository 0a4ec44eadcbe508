/**
 * A small seeded generator for shuffles, initial values and public sampling: xoshiro128** (Blackman and Vigna 2018,
 * https://prng.di.unimi.it/xoshiro128starstar.c) seeded by SplitMix32. Integer arithmetic and correctly rounded
 * operations only, so every platform gives the same bytes.
 *
 * NEVER use it for differential privacy: not for noise, not for sampling private examples. Its state can be guessed
 * from its output, and a seed is written down in run records. Private noise and sampling take a cryptographic source.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/** JSON-serialisable state: four unsigned 32-bit words and the normal value that is kept for the next call. */
export type RandomState = {
  readonly words: readonly [number, number, number, number]
  readonly spare: number | null
}

export type Random = {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  next(): number
  /** Uniform whole number in [0, n), without bias. @throws PromptPostError unless n is in 1..2^32 */
  integer(n: number): number
  /** A new array with the elements in random order (Fisher-Yates). */
  shuffled<T>(items: readonly T[]): T[]
  /** Standard normal (Marsaglia's polar method). */
  normal(): number
  state(): RandomState
  /** @throws PromptPostError for something that `state()` did not give */
  restore(state: RandomState): void
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/** Four words from a seed: SplitMix32 over both halves of a whole number up to 2^53 - 1. */
const seedWords = (seed: number): [number, number, number, number] => {
  let state = (seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) >>> 0, 0x85ebca6b)
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  const words: [number, number, number, number] = [word(), word(), word(), word()]
  return words.every(value => value === 0) ? [1, 0, 0, 0] : words
}

const HALF_ROOT = Math.SQRT1_2

/**
 * Natural logarithm of a normal double in (0, 1], by additions, multiplications and divisions alone (the bits of
 * Math.log are left to the engine): x = m 2^e with m in [sqrt(1/2), sqrt(2)), ln m = 2 artanh((m - 1) / (m + 1)).
 */
export const portableLog = (x: number): number => {
  let mantissa = x
  let exponent = 0
  while (mantissa < HALF_ROOT) {
    mantissa *= 2
    exponent -= 1
  }
  const t = (mantissa - 1) / (mantissa + 1)
  const square = t * t
  let sum = 0
  for (let power = 25; power >= 1; power -= 2) sum = sum * square + 1 / power
  return 2 * t * sum + exponent * Math.LN2
}

/**
 * A generator from a seed.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @throws PromptPostError 'invalid-argument' for another seed
 */
export const createRandom = (seed: number): Random => {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new PromptPostError('invalid-argument', 'is not a whole number from 0 to 2^53 - 1', {
      field: 'seed',
      value: seed,
      next: 'Give a seed such as 1.',
    })
  }
  let words = seedWords(seed)
  let spare: number | null = null

  const word = (): number => {
    const [a, b, c, d] = words
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const third = c ^ a
    const fourth = d ^ b
    words = [(a ^ fourth) >>> 0, (b ^ third) >>> 0, (third ^ (b << 9)) >>> 0, rotate(fourth, 11) >>> 0]
    return result
  }
  const next = (): number => {
    const high = word() >>> 5
    const low = word() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
  const integer = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new PromptPostError('invalid-argument', 'is not a whole number from 1 to 2^32', {
        field: 'n',
        value: n,
      })
    }
    const limit = 2 ** 32 - (2 ** 32 % n)
    let value = word()
    while (value >= limit) value = word()
    return value % n
  }
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare
      spare = null
      return kept
    }
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt((-2 * portableLog(s)) / s)
      spare = v * factor
      return u * factor
    }
  }
  return {
    next,
    integer,
    normal,
    shuffled: items => {
      const out = [...items]
      for (let i = out.length - 1; i > 0; i -= 1) {
        const j = integer(i + 1)
        const kept = out[i]!
        out[i] = out[j]!
        out[j] = kept
      }
      return out
    },
    state: () => ({ words: [...words], spare }),
    restore: state => {
      const given: readonly unknown[] = state?.words ?? []
      const isWord = (value: unknown) =>
        Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32
      const valid =
        given.length === 4 &&
        given.every(isWord) &&
        given.some(value => value !== 0) &&
        (state.spare === null || Number.isFinite(state.spare))
      if (!valid) {
        throw new PromptPostError('invalid-argument', 'is not a state of this generator', {
          field: 'state',
          next: 'Give what state() returned, unchanged.',
        })
      }
      words = [...state.words]
      spare = state.spare
    },
  }
}
