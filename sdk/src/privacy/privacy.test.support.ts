/**
 * What the privacy tests share: reproducible bytes, two goodness-of-fit statistics, and reference values beside the repository.
 * @module
 */
import { createCipheriv, createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reference } from './check/reference.js'
import type { ByteSource } from './mechanism/random.js'

/** The AES-256-CTR key stream of a named seed: statistically uniform, the same on every run. */
export const seededBytes = (seed: string): ByteSource => {
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16))
  return target => target.set(cipher.update(Buffer.alloc(target.length)))
}

/** The standard normal distribution function, to about 1e-7 relative (Numerical Recipes, erfcc). */
export const normalCdf = (z: number): number => {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ]
  const tail = (t / 2) * Math.exp(-x * x + series.reduceRight((sum, coefficient) => sum * t + coefficient, 0))
  return z < 0 ? tail : 1 - tail
}

/** sqrt(n) times the Kolmogorov-Smirnov distance to `cdf`; above 2.2 with probability 1e-4. Reorders `values`. */
export const kolmogorovSmirnov = (values: Float64Array, cdf: (value: number) => number): number => {
  values.sort()
  const n = values.length
  const gaps = Array.from(values, (value, index) =>
    Math.max((index + 1) / n - cdf(value), cdf(value) - index / n),
  )
  return Math.sqrt(n) * gaps.reduce((largest, gap) => Math.max(largest, gap), 0)
}

/** The chi-square statistic as a standard score (Wilson and Hilferty): beyond 4 with probability 3e-5. */
export const chiSquareScore = (counts: readonly number[], expected: readonly number[]): number => {
  const freedom = counts.length - 1
  const statistic = counts.reduce(
    (sum, count, index) => sum + (count - expected[index]!) ** 2 / expected[index]!,
    0,
  )
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
}

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** `dp/reference.json` of the shared fixtures (PROMPTPOST_SHARED, or a folder `shared` beside or above); undefined with a note. */
export const readReference = (): Reference | undefined => {
  const roots = process.env.PROMPTPOST_SHARED ? [process.env.PROMPTPOST_SHARED] : []
  for (let folder = REPOSITORY; dirname(folder) !== folder; folder = dirname(folder))
    roots.push(join(dirname(folder), 'shared'))
  const path = roots
    .map(root => join(root, 'fixtures', 'dp', 'reference.json'))
    .find(candidate => existsSync(candidate))
  if (path !== undefined) return JSON.parse(readFileSync(path, 'utf8')) as Reference
  console.warn(
    'note: tests against shared/fixtures/dp/reference.json are left out; set PROMPTPOST_SHARED to run them',
  )
  return undefined
}
