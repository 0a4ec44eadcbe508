/**
 * Running a model's graphs on numbers, for tests.
 * @module
 */
import type { DType, Graph } from '../../graph/index.js'
import { createSession, type Feed } from '../../runtime/index.js'

export type Numbers = { data: readonly number[]; shape: readonly number[] }

/** A tensor of numbers from nested rows. */
export const rows = (values: readonly (readonly number[])[]): Numbers => ({
  data: values.flat(),
  shape: [values.length, values[0]!.length],
})

export const vector = (data: readonly number[]): Numbers => ({ data, shape: [data.length] })

const typed = (dtype: DType, data: readonly number[]): Feed['data'] => {
  if (dtype === 'int32') return Int32Array.from(data)
  return dtype === 'float64' ? Float64Array.from(data) : Float32Array.from(data)
}

/** Runs a graph once; feeds that it has no input for are left out. */
export const runGraph = async (
  graph: Graph,
  feeds: Readonly<Record<string, Numbers>>,
): Promise<Record<string, number[]>> => {
  const session = await createSession(graph, { threads: 1 })
  try {
    const given = graph.inputs.map(({ name, dtype }) => {
      const { data, shape } = feeds[name]!
      return [name, { data: typed(dtype, data), shape }] as const
    })
    const results = await session.run(Object.fromEntries(given))
    return Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float64Array)]),
    )
  } finally {
    await session.dispose()
  }
}

/** Largest difference, relative to the largest element (at least 1e-3). */
export const difference = (a: readonly number[], b: readonly number[]): number => {
  if (a.length !== b.length || a.length === 0) return Number.POSITIVE_INFINITY
  const scale = Math.max(1e-3, ...a.map(Math.abs))
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / scale))
}
