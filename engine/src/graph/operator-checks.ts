/**
 * What typing rules are made of: what an operator is, and checks of its inputs and attributes.
 * @module
 */
import type { Dim, Shape } from './dim.js'
import { type DType, isFloating } from './dtype.js'
import type { Attributes, Value } from './graph.js'

export type ValueType = { dtype: DType; shape: Dim[] }
export type Operator = {
  domain?: string
  infer: (inputs: readonly (Value | undefined)[], attributes: Attributes) => ValueType[]
}

export const fail = (message: string): never => {
  throw new Error(message)
}

export const need = (inputs: readonly (Value | undefined)[], count: number): Value[] => {
  for (let i = 0; i < count; i++) if (!inputs[i]) fail(`needs ${count} inputs`)
  return inputs as Value[]
}

export const floating = (value: Value): Value =>
  isFloating(value.dtype) ? value : fail(`${value.name} must be floating point`)

export const sameDType = (values: readonly Value[]): DType => {
  const dtype = values[0]!.dtype
  for (const value of values) if (value.dtype !== dtype) fail(`mixes ${dtype} and ${value.dtype}`)
  return dtype
}

/** Index of an axis attribute, negative counting from the end. */
export const axisOf = (shape: Shape, axis: number): number => {
  const index = axis < 0 ? axis + shape.length : axis
  return index >= 0 && index < shape.length
    ? index
    : fail(`axis ${axis} is out of range for rank ${shape.length}`)
}

export const ints = (attributes: Attributes, name: string): readonly number[] => {
  const value = attributes[name]
  return Array.isArray(value) ? (value as readonly number[]) : fail(`needs the attribute ${name}`)
}

export const int = (attributes: Attributes, name: string, fallback?: number): number => {
  const value = attributes[name] ?? fallback
  return typeof value === 'number' ? value : fail(`needs the attribute ${name}`)
}
