/**
 * What the two sides say together, by how much of the moved model's leaning is taken out, on texts of even and of uneven classes.
 * @module
 */
import { createRandom } from '@promptpost/engine/text'
import { argmax } from '../../engine/src/generate/index.js'
import { type Classes, calibrated, consensusOf, leaningsOf } from '../../engine/src/post/classes.js'
import { knowledgeOf } from '../../engine/src/post/transfer/knowledge.js'
import { falseLeanings } from '../../engine/src/post/transfer/leaning.js'
import { leaningMovedOf, type Sides } from './moved.js'

/** What is taken out of the moved model's answers, of each class. */
type Way = (moved: Classes, student: Classes, omega: number) => number[]

/** All of the leaning but a part of the student's. */
const but =
  (part: (omega: number) => number): Way =>
  (moved, student, omega) => {
    const own = leaningsOf(student)
    return leaningsOf(moved).map((leaning, k) => leaning - part(omega) * own[k]!)
  }

export const WAYS: Readonly<Record<string, Way>> = {
  nothing: moved => moved[0]!.map(() => 0),
  all: but(() => 0),
  'all but the student’s': but(() => 1),
  'all but 1 - omega of it': but(omega => 1 - omega),
  'as far as the sides disagree': falseLeanings,
}

/** Shares of the most frequent class; undefined for texts as they are. */
export const SHARES = [undefined, 0.5, 0.7, 0.85] as const

/** Labelled texts: what the sides say of each, and the number of its class. */
export type Labelled = { sides: Sides; truth: readonly number[] }

/** Fewest texts of the most frequent class in a sample. */
const FEWEST = 8

const chosen = (classes: Classes, texts: readonly number[]): Classes => texts.map(text => classes[text]!)

const pick = ({ zeroShot, student, bare }: Sides, texts: readonly number[]): Sides => ({
  zeroShot: chosen(zeroShot, texts),
  student: chosen(student, texts),
  bare: chosen(bare, texts),
})

/** As many of the texts as can be with a share of one class, or undefined where they are too few. */
export const uneven = (
  texts: readonly number[],
  truth: readonly number[],
  { major, share }: { major: number; share: number },
): number[] | undefined => {
  const mine = texts.filter(text => truth[text] === major)
  const others = texts.filter(text => truth[text] !== major)
  const size = Math.min(mine.length / share, others.length / (1 - share))
  const count = Math.floor(size * share)
  return count < FEWEST
    ? undefined
    : [...mine.slice(0, count), ...others.slice(0, Math.floor(size * (1 - share)))]
}

const accuracyOf = (classes: Classes, truth: readonly number[]): number =>
  classes.filter((p, text) => argmax(p) === truth[text]).length / classes.length

/** Leanings and omega are read off one half of the texts, without their labels, and what is then said of the other half is measured. */
const tried = (
  { sides, truth }: Labelled,
  read: readonly number[],
  asked: readonly number[],
): Record<string, number> => {
  const [seen, unseen] = [pick(sides, read), pick(sides, asked)]
  const { weight } = knowledgeOf(seen.zeroShot, seen.student)
  const labels = asked.map(text => truth[text]!)
  const [moved, movedSeen] = [leaningMovedOf(unseen), leaningMovedOf(seen)]
  const together = Object.entries(WAYS).map(([name, way]) => {
    const out = way(movedSeen, seen.student, weight)
    return [name, accuracyOf(consensusOf(unseen.student, calibrated(moved, out), weight), labels)]
  })
  return {
    T: accuracyOf(unseen.zeroShot, labels),
    'S, p_s': accuracyOf(unseen.student, labels),
    omega: weight,
    ...Object.fromEntries(together),
  }
}

/**
 * Means over samples in which each class in turn is the most frequent, by share.
 *
 * @param rounds samples of each class
 */
export const leaningsStudied = (labelled: Labelled, rounds = 8) => {
  const { truth, sides } = labelled
  const classes = sides.student[0]!.length
  return SHARES.filter(share => share === undefined || share > 1 / classes).flatMap(share => {
    const found = Array.from({ length: classes * rounds }, (_, round) => {
      const all = createRandom(round + 1).shuffled(truth.map((_, text) => text))
      const halves = [all.slice(0, all.length / 2), all.slice(all.length / 2)]
      const [read, asked] = halves.map(half =>
        share === undefined ? half : uneven(half, truth, { major: round % classes, share }),
      )
      return read && asked ? tried(labelled, read, asked) : undefined
    }).filter(one => one !== undefined)
    if (found.length === 0) return []
    const means = Object.keys(found[0]!).map(
      name => [name, found.reduce((sum, one) => sum + one[name]!, 0) / found.length] as const,
    )
    return [{ share, samples: found.length, means: Object.fromEntries(means) }]
  })
}
