/**
 * Relative errors of computed entries against a fixture's expected ones, by group.
 * @module
 */
import { type Computed, realRows } from './compute.js'
import type { Fixture } from './fixture.js'

export type GroupResult = {
  group: string
  entries: number
  /** Worst relative L2 error of the group's entries and its tolerance, as error / tolerance decides. */
  worst: { name: string; error: number; tolerance: number }
  passed: boolean
}

const TIGHT = /^(plain|prompted)\.|\.loss$|^transfer\.(student|prompt_grad|mimic|shift)|^distil\.(ce|lm|cos)$/

const norm = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!
  return Math.sqrt(sum)
}

/** Entries whose errors are weighed together: the gradients of one loss, or one entry. */
const groupOf = (name: string): string => (name.includes('grad.') ? `${name.split('grad.')[0]}grad` : name)

/** @param strict one tolerance for all, for float64 */
export const compareFixture = (fixture: Fixture, computed: Computed, strict?: number): GroupResult[] => {
  const { expected, case: c } = fixture
  const lengths = c.attention_mask.map(row => row.reduce((a, b) => a + b, 0))
  const groups = new Map<string, { name: string; error: number; tolerance: number }[]>()
  const largest = new Map<string, number>()
  for (const [name, values] of expected) {
    largest.set(groupOf(name), Math.max(largest.get(groupOf(name)) ?? 0, norm(values)))
  }
  for (const [name, raw] of expected) {
    const want = name.startsWith('plain.') ? realRows(raw, lengths, c.input_ids[0]!.length) : raw
    const got = computed.get(name)
    const denominator = Math.max(norm(want), largest.get(groupOf(name))! / 1000)
    const difference =
      got?.length === want.length ? norm(Float64Array.from(want, (value, i) => got[i]! - value)) : Infinity
    const error = difference === 0 ? 0 : difference / denominator
    const tolerance = strict ?? (TIGHT.test(name) ? 1e-5 : 1e-4)
    const group = groupOf(name)
    groups.set(group, [
      ...(groups.get(group) ?? []),
      { name, error: Number.isNaN(error) ? Infinity : error, tolerance },
    ])
  }
  const kept = computed.get('kept_layers') as number[]
  const sameLayers = `${kept}` === `${c.kept_layers}`
  groups.set('kept_layers', [{ name: 'kept_layers', error: sameLayers ? 0 : Infinity, tolerance: 0 }])
  return [...groups].map(([group, entries]) => {
    const worst = entries.reduce((a, b) =>
      b.error / (b.tolerance || 1) > a.error / (a.tolerance || 1) ? b : a,
    )
    return {
      group,
      entries: entries.length,
      worst,
      passed: entries.every(entry => entry.error <= entry.tolerance),
    }
  })
}
