/**
 * Did you mean: the known word nearest to one that is not known.
 * @module
 */
import { closestMatch } from 'leven'

/** ` Did you mean NAME?`, or nothing when no word is near: at most a third of the letters may differ. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const maxDistance = Math.max(1, Math.floor(word.length / 3))
  const lower = new Map(known.map(name => [name.toLowerCase(), name]))
  const near = closestMatch(word.toLowerCase(), [...lower.keys()], { maxDistance })
  return near === undefined ? '' : ` Did you mean ${lower.get(near)}?`
}
