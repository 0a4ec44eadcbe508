/**
 * A report beside the one composed again from its own plan: every value must be the same, but for upper bounds, which may
 * be larger, and lower bounds, which may be smaller.
 * @module
 */

/** The accountant may stop to refine elsewhere on another JavaScript engine; each of its figures is a bound by itself. */
const SLACK = 1e-3

/** Lower bounds of the accountant. */
const LOWER_BOUND = /^guarantee\.atLeast$/

/** Figures of the accountant that only have to be upper bounds. */
const BOUND = /^guarantee\.(truePositives\.\d+\.atMost|gaussian\.(mu|gap))$/

export type Difference = {
  readonly path: readonly string[]
  readonly message: string
  readonly value: unknown
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const leafProblem = (claimed: unknown, right: unknown, path: readonly string[]): string | undefined => {
  if (claimed === right) return undefined
  if (claimed === undefined) return 'is missing'
  if (right === undefined) return 'is not known to this version'
  if (typeof claimed !== 'number' || typeof right !== 'number')
    return 'is not what the recorded plan and version give'
  const place = path.join('.')
  if (LOWER_BOUND.test(place) && claimed >= 0 && claimed <= right * (1 + SLACK)) return undefined
  const isBound = BOUND.test(place)
  const least = path.at(-1) === 'gap' ? right - SLACK : right * (1 - SLACK)
  if (isBound && claimed >= least && claimed <= Number.MAX_VALUE) return undefined
  return claimed < right && !LOWER_BOUND.test(place)
    ? `claims less than the recorded plan gives, ${right}`
    : `is not what the recorded plan gives, ${right}`
}

/** The first difference, in the order of the composed report; undefined when there is none. */
export const differenceOf = (
  claimed: unknown,
  right: unknown,
  path: readonly string[] = [],
): Difference | undefined => {
  if (isBranch(right) && isBranch(claimed) && Array.isArray(right) === Array.isArray(claimed)) {
    for (const name of new Set([...Object.keys(right), ...Object.keys(claimed)])) {
      const found = differenceOf(
        Object.hasOwn(claimed, name) ? claimed[name] : undefined,
        Object.hasOwn(right, name) ? right[name] : undefined,
        [...path, name],
      )
      if (found) return found
    }
    return undefined
  }
  const message = leafProblem(claimed, right, path)
  return message === undefined ? undefined : { path, message, value: claimed }
}
