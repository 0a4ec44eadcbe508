/**
 * Symbolic dimensions: a dimension is a whole number or a polynomial in named sizes ("B", "B*T", "B*T+20"), kept in
 * one canonical spelling so that equal dimensions are equal strings.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

/** A tensor dimension: a size known when the graph is built, or a canonical polynomial in symbols. */
export type Dim = number | string
export type Shape = readonly Dim[]

/** Monomial ("B*T", "" for the constant) to its integer coefficient. */
type Terms = Map<string, number>

const SYMBOL = /^[A-Za-z][A-Za-z0-9_]*$/

const parse = (dim: Dim): Terms => {
  const terms: Terms = new Map()
  if (typeof dim === 'number') return terms.set('', dim)
  for (const part of dim.split('+')) {
    const factors = part.split('*')
    const coefficient = /^-?\d+$/.test(factors[0]!) ? Number(factors.shift()) : 1
    for (const symbol of factors) {
      if (!SYMBOL.test(symbol)) {
        throw new PromptPostError('invalid-graph', 'is not a dimension', { field: 'shape', value: dim })
      }
    }
    const key = factors.sort().join('*')
    terms.set(key, (terms.get(key) ?? 0) + coefficient)
  }
  return terms
}

const print = (terms: Terms): Dim => {
  const parts = [...terms].filter(([, coefficient]) => coefficient !== 0)
  if (parts.every(([key]) => key === '')) return parts[0]?.[1] ?? 0
  // Symbols first, in order; the constant last.
  parts.sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
  return parts
    .map(([key, coefficient]) =>
      key === '' ? `${coefficient}` : coefficient === 1 ? key : `${coefficient}*${key}`,
    )
    .join('+')
}

/** Most answers that are remembered. */
const MOST_KNOWN = 10_000

/** A graph asks for the same few sums and products thousands of times. */
const remembered = (compute: (...dims: Dim[]) => Dim): ((...dims: Dim[]) => Dim) => {
  const known = new Map<string, Dim>()
  return (...dims) => {
    const key = dims.join()
    const answer = known.get(key) ?? compute(...dims)
    if (known.size < MOST_KNOWN) known.set(key, answer)
    return answer
  }
}

/** Sum of dimensions. */
export const addDims = remembered((...dims) => {
  const sum: Terms = new Map()
  for (const dim of dims) for (const [key, c] of parse(dim)) sum.set(key, (sum.get(key) ?? 0) + c)
  return print(sum)
})

/** Product of dimensions. */
export const multiplyDims = remembered((...dims) => {
  let product: Terms = new Map([['', 1]])
  for (const dim of dims) {
    const next: Terms = new Map()
    for (const [a, ca] of product) {
      for (const [b, cb] of parse(dim)) {
        const key = [...a.split('*'), ...b.split('*')].filter(Boolean).sort().join('*')
        next.set(key, (next.get(key) ?? 0) + ca * cb)
      }
    }
    product = next
  }
  return print(product)
})

/** The polynomial's terms, for emitting the arithmetic that computes it: symbols of each monomial and coefficient. */
export const dimTerms = (dim: Dim): { symbols: string[]; coefficient: number }[] =>
  [...parse(dim)].map(([key, coefficient]) => ({ symbols: key === '' ? [] : key.split('*'), coefficient }))

/** A dimension's size. @param sizes of every symbol in it @throws PromptPostError 'invalid-graph' naming one that is missing */
export const evaluateDim = (dim: Dim, sizes: Readonly<Record<string, number>>): number =>
  typeof dim === 'number'
    ? dim
    : dimTerms(dim).reduce((sum, { symbols, coefficient }) => {
        const factors = symbols.map(symbol => {
          const size = sizes[symbol]
          if (size === undefined)
            throw new PromptPostError('invalid-graph', 'has no size', { field: 'symbol', value: symbol })
          return size
        })
        return sum + factors.reduce((a, b) => a * b, coefficient)
      }, 0)

/** True when both shapes are known to be equal. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i])

/**
 * NumPy broadcasting over symbolic shapes; two different symbols never broadcast.
 * @throws PromptPostError 'invalid-graph' naming both shapes
 */
export const broadcastShapes = (a: Shape, b: Shape): Dim[] => {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1
    const y = b[b.length - rank + i] ?? 1
    if (x === y || y === 1) return x
    if (x === 1) return y
    throw new PromptPostError('invalid-graph', `shapes [${a}] and [${b}] do not broadcast`)
  })
}
