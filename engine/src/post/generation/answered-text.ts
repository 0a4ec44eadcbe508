/**
 * Texts with answers behind them, and the positions that each token of an answer is read at.
 * @module
 */
import type { Feeds } from '../../runtime/index.js'
import type { Batch, EncodedText } from '../../text/index.js'

/** `readout` is the last token of the text, at which the answer's first is read. */
export type AnsweredText = EncodedText & {
  /** The answer's tokens and, unless it was cut off, the one that ends it. */
  readonly targets: readonly number[]
}

/**
 * A text with its answer behind it, padded to the length that it has with any answer: so there is a row of its own for each of the
 * `positions`, and how long an answer is shows nowhere.
 */
export const answeredText = (
  { ids, readout }: EncodedText,
  targets: readonly number[],
  positions: number,
): AnsweredText => {
  const behind = targets.slice(0, -1)
  const padding = new Array<number>(positions - 1 - behind.length).fill(0)
  return { ids: [...ids, ...behind, ...padding], readout, targets }
}

/** Positions that the answers of some texts need, A. */
export const positionsOf = (texts: readonly AnsweredText[]): number =>
  Math.max(...texts.map(({ targets }) => targets.length))

/**
 * What a batch's answers are: `readout`, `targets` and `weights`, each [B, A]. An answer's tokens share a weight of 1; positions behind it
 * have none.
 *
 * @param texts what the batch numbers
 * @param positions A; by default what this batch needs
 */
export const answerFeeds = (batch: Batch, texts: readonly AnsweredText[], positions?: number) => {
  const own = batch.examples.map(example => texts[example]!)
  const most = positions ?? positionsOf(own)
  const size = own.length * most
  const [readout, targets, weights] = [new Int32Array(size), new Int32Array(size), new Float32Array(size)]
  own.forEach((text, row) => {
    for (let at = 0; at < most; at++) {
      const place = row * most + at
      const target = text.targets[at]
      readout[place] = text.readout + at
      if (target === undefined) continue
      targets[place] = target
      weights[place] = 1 / text.targets.length
    }
  })
  const shape = [own.length, most]
  return {
    readout: { data: readout, shape },
    targets: { data: targets, shape },
    weights: { data: weights, shape },
  } satisfies Feeds
}
