/**
 * The receiver operating characteristic of an attack, equal scores taken together: nobody who thresholds can part them.
 * @module
 */

/** Shares of false positives at which true ones are counted: an attack that is right of a few people is still right. */
export const FALSE_POSITIVES = [0.01, 0.001] as const

/** Decisions by falling score, those of equal score as one group. */
export type Ranking = {
  /** Indices of decisions. */
  readonly order: Uint32Array
  /** Where in `order` each group ends. */
  readonly ends: Uint32Array
  readonly isMember: Uint8Array
}

export type RocPoint = { readonly fpr: number; readonly tpr: number }

export type RocSummary = {
  /** Chance that a member scores above a non-member, ties counting half. */
  auc: number
  /** Largest share of true positives at no more than each of the given shares of false ones, without interpolation. */
  tpr: number[]
}

/** @param scores one per decision; @param isMember 1 where the truth is member */
export const rank = (scores: Float64Array, isMember: Uint8Array): Ranking => {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  const ends: number[] = []
  for (let i = 1; i <= order.length; i++)
    if (i === order.length || scores[order[i]!] !== scores[order[i - 1]!]) ends.push(i)
  return { order, ends: Uint32Array.from(ends), isMember }
}

/** Calls back after each group with the weights of members and of others so far. */
const walk = (
  { order, ends, isMember }: Ranking,
  weight: (decision: number) => number,
  visit: (members: number, others: number, groupMembers: number, groupOthers: number) => void,
): void => {
  let [members, others, at] = [0, 0, 0]
  for (const end of ends) {
    let [groupMembers, groupOthers] = [0, 0]
    for (; at < end; at++) {
      const decision = order[at]!
      if (isMember[decision] === 1) groupMembers += weight(decision)
      else groupOthers += weight(decision)
    }
    members += groupMembers
    others += groupOthers
    visit(members, others, groupMembers, groupOthers)
  }
}

const one = (): number => 1

/** Share of a count, with room for the rounding of the product. */
const within = (others: number, limit: number, total: number): boolean =>
  others <= limit * total * (1 + 1e-12)

/**
 * @param limits shares of false positives
 * @param weight of a decision; 1 by default
 * @returns NaN where there are no members or no others
 */
export const summarise = (
  ranking: Ranking,
  limits: readonly number[],
  weight: (decision: number) => number = one,
): RocSummary => {
  let [allMembers, allOthers] = [0, 0]
  walk(ranking, weight, (members, others) => {
    allMembers = members
    allOthers = others
  })
  let area = 0
  const tpr = limits.map(() => 0)
  walk(ranking, weight, (members, others, groupMembers, groupOthers) => {
    area += groupOthers * (members - groupMembers / 2)
    limits.forEach((limit, i) => {
      if (within(others, limit, allOthers)) tpr[i] = members / allMembers
    })
  })
  return { auc: area / (allMembers * allOthers), tpr }
}

/** All corners of the curve, from (0, 0) to (1, 1). */
export const rocCurve = (ranking: Ranking): RocPoint[] => {
  const corners: [number, number][] = []
  walk(ranking, one, (members, others) => corners.push([members, others]))
  const [allMembers, allOthers] = corners.at(-1) ?? [1, 1]
  return [
    { fpr: 0, tpr: 0 },
    ...corners.map(([members, others]) => ({ fpr: others / allOthers, tpr: members / allMembers })),
  ]
}

/** Corners that can be told apart on logarithmic axes: the last one of each of `count` steps from `least` to 1. */
export const thinned = (curve: readonly RocPoint[], least: number, count = 120): RocPoint[] => {
  const kept = new Map<number, RocPoint>()
  for (const point of curve)
    if (point.fpr >= least) kept.set(Math.round((count * Math.log(point.fpr)) / Math.log(least)), point)
  return [...kept.values()]
}
