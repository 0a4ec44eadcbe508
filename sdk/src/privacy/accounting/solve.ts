/**
 * Where a falling curve meets a budget, from the side that keeps it, in as few looks at the curve as can be: each costs up to
 * half a second.
 * @module
 */

/** A place on the curve and the share of the budget that is spent there. */
type Point = { readonly at: number; readonly spent: number }

/** Two places with the budget between them, as far as they were looked for: `safe`, to the right, keeps it. */
export type Ends = { readonly safe: Point | undefined; readonly unsafe: Point | undefined }

export type Curve = {
  /** The share of the budget that is spent at a place: 0 or more, not increasing. */
  readonly spent: (at: number) => number
  readonly range: { readonly least: number; readonly most: number }
  /** The nearest place that there is; itself where absent. */
  readonly snap?: (at: number) => number
}

export type Search = {
  readonly start: number
  /** -d log spent/d log at near the start, about; it decides the first steps alone. */
  readonly slope: number
  /** By how much a step is to pass the budget while only one end is known, log of it; twice as much each time. */
  readonly beyond: number
  /** Which share of the budget to look for between the ends: 1, or next to it. */
  readonly aim: (ends: { readonly safe: Point; readonly unsafe: Point }) => number
  /** Whether what is known is good enough. */
  readonly isEnough: (ends: Ends) => boolean
}

/** A step is no longer than this while ends are looked for: a curve may be much steeper than it was, or flatter. */
const LONGEST = { right: Math.log(2 ** 10), left: Math.log(4) }

/** So often in turn may the ends fail to come together by half, log, before they are made to. */
const PATIENCE = 3

/**
 * Where the curve through the points meets the aim: the inverse interpolation of all three, or of two, on logarithmic
 * scales. NaN where they do not tell.
 */
const meeting = (points: readonly Point[], aim: number): number => {
  const height = points.map(({ spent }) => Math.log(spent / aim))
  const log = points.reduce((sum, { at }, i) => {
    const weight = height.reduce(
      (product, other, k) => (k === i ? product : (product * other) / (other - height[i]!)),
      1,
    )
    return sum + weight * Math.log(at)
  }, 0)
  return Math.exp(log)
}

/**
 * The ends, close enough; or without a safe one where the right end of the range does not keep the budget, without an unsafe
 * one where the left end does, or where a safe one was enough. By inverse interpolation between the ends, and bisection
 * whenever that has hardly moved them together.
 */
export const meetBudget = ({ spent, range, snap = at => at }: Curve, search: Search): Ends => {
  const { start, aim, isEnough } = search
  const pointAt = (at: number): Point => {
    const share = spent(at)
    // A search among values that do not compare would not end.
    if (!(share >= 0)) throw new RangeError(`what is spent at ${at} is ${share}, not 0 or more`)
    return { at, spent: share }
  }
  let safe: Point | undefined
  let unsafe: Point | undefined
  let third: Point | undefined
  const add = (point: Point): void => {
    if (point.spent <= 1) [third, safe] = [safe ?? third, point]
    else [third, unsafe] = [unsafe ?? third, point]
  }
  add(pointAt(snap(Math.min(range.most, Math.max(range.least, start)))))
  let { slope, beyond } = search
  while ((!safe || !unsafe) && !isEnough({ safe, unsafe })) {
    const last: Point = (safe ?? unsafe)!
    if (last.at === (safe ? range.least : range.most)) return { safe, unsafe }
    const side = safe ? -1 : 1
    const longest = safe ? LONGEST.left : LONGEST.right
    const step = Math.min(longest, (Math.abs(Math.log(last.spent)) + beyond) / slope)
    const next = snap(Math.min(range.most, Math.max(range.least, last.at * Math.exp(side * step))))
    const point = pointAt(next)
    const rise = Math.log(last.spent / point.spent) / Math.log(point.at / last.at)
    if (rise > 0 && rise < Number.POSITIVE_INFINITY) slope = rise
    beyond *= 2
    add(point)
  }
  let slow = 0
  while (safe && unsafe && !isEnough({ safe, unsafe })) {
    const ends: { readonly safe: Point; readonly unsafe: Point } = { safe, unsafe }
    const width = Math.log(ends.safe.at / ends.unsafe.at)
    const isInside = (at: number): boolean => at > ends.unsafe.at && at < ends.safe.at
    const two = [ends.unsafe, ends.safe]
    const guess = [third ? [...two, third] : two, two]
      .map(points => snap(meeting(points, aim(ends))))
      .find(isInside)
    const isHalved = slow >= PATIENCE || guess === undefined
    const point = pointAt(isHalved ? snap(Math.sqrt(ends.unsafe.at * ends.safe.at)) : guess)
    add(point)
    slow = isHalved || Math.log(safe.at / unsafe.at) < width / 2 ? 0 : slow + 1
  }
  return { safe, unsafe }
}

/** Where to look first on a curve like the one whose ends are given. */
const nearEnds = ({ safe, unsafe }: Ends): Pick<Search, 'start' | 'slope'> => {
  const start = (safe ?? unsafe)!.at
  if (!safe || !unsafe) return { start, slope: 2 }
  const slope = Math.log(unsafe.spent / safe.spent) / Math.log(safe.at / unsafe.at)
  return { start, slope: slope > 0.01 && slope < 100 ? slope : 2 }
}

/**
 * {@link meetBudget} where another curve runs about alike and is much faster to look at: it is looked at first where that one
 * meets the budget.
 *
 * @param like the other curve, and how it is searched, which need not be to the same digits
 * @param search its `start` and `slope` are the other curve's to tell
 */
export const meetBudgetLike = (
  curve: Curve,
  search: Omit<Search, 'start' | 'slope'>,
  like: { readonly spent: Curve['spent']; readonly search: Search },
): Ends => {
  const ends = meetBudget({ ...curve, spent: like.spent }, like.search)
  return meetBudget(curve, { ...search, ...nearEnds(ends) })
}
