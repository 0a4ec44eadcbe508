/**
 * Plain tensors of the reference interpreter: JavaScript numbers, row-major, read by multi-index.
 * @module
 */
import type { Dim, Shape } from '../dim.js'

/** Integers and booleans (0 or 1) are numbers too. */
export type Tensor = { shape: readonly number[]; data: readonly number[] }

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/** Calls `visit` with every multi-index of a shape, in row-major order. The array is reused. */
export const forEachIndex = (shape: readonly number[], visit: (index: readonly number[]) => void): void => {
  const index = shape.map(() => 0)
  for (let flat = 0; flat < sizeOf(shape); flat++) {
    let rest = flat
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis]!
      rest = Math.floor(rest / shape[axis]!)
    }
    visit(index)
  }
}

/** The tensor whose element at each index is what `value` says. */
export const generate = (shape: readonly number[], value: (index: readonly number[]) => number): Tensor => {
  const data: number[] = []
  forEachIndex(shape, index => {
    data.push(value(index))
  })
  return { shape: [...shape], data }
}

/** Place of a multi-index in the data of a tensor of this shape. */
export const flatIndex = (shape: readonly number[], index: readonly number[]): number =>
  shape.reduce((flat, size, axis) => {
    const i = index[axis]!
    if (i < 0 || i >= size) throw new Error(`index [${index}] is outside [${shape}]`)
    return flat * size + i
  }, 0)

/** Element at an index; with fewer axes, or axes of size 1, as NumPy broadcasting reads it. */
export const at = ({ shape, data }: Tensor, index: readonly number[]): number => {
  const own = index.slice(index.length - shape.length).map((i, axis) => (shape[axis] === 1 ? 0 : i))
  return data[flatIndex(shape, own)]!
}

/** NumPy's broadcast shape of several tensors. */
export const broadcast = (...tensors: readonly Tensor[]): number[] => {
  const rank = Math.max(...tensors.map(({ shape }) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = tensors.map(({ shape }) => shape[axis - rank + shape.length] ?? 1)
    const size = sizes.find(candidate => candidate !== 1) ?? 1
    if (sizes.some(other => other !== 1 && other !== size)) throw new Error(`sizes ${sizes} do not broadcast`)
    return size
  })
}

/** A dimension's size when its symbols are bound. */
export const evaluateDim = (dim: Dim, sizes: Readonly<Record<string, number>>): number => {
  if (typeof dim === 'number') return dim
  const factor = (text: string): number => {
    const size = /^-?\d+$/.test(text) ? Number(text) : sizes[text]
    if (size === undefined) throw new Error(`dimension ${text} is not bound`)
    return size
  }
  return dim.split('+').reduce(
    (sum, term) =>
      sum +
      term
        .split('*')
        .map(factor)
        .reduce((a, b) => a * b, 1),
    0,
  )
}

export const evaluateShape = (shape: Shape, sizes: Readonly<Record<string, number>>): number[] =>
  shape.map(dim => evaluateDim(dim, sizes))
