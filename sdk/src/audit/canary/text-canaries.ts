/**
 * Canaries that anyone could send in: records of random tokens with random labels, which nothing but having been in the data
 * makes a prompt more sure of.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Example } from '@promptpost/engine/data'
import { type Prediction, predictWith, type SoftPrompt } from '@promptpost/engine/post'
import { createRandom, type TextTokenizer } from '@promptpost/engine/text'
import { centred } from '../lira/attack.js'
import { logitConfidence } from '../lira/statistic.js'
import type { AuditMonitor } from '../options.js'
import type { AuditSetup } from '../setup.js'

/** Tokens of a canary: as many as a short review has. */
const TOKENS = 12
/** Tries for a text with words in it, before the tokenizer is given up. */
const TRIES = 100

export type TextCanary = Example & { readonly label: string; readonly trueClass: number }

/** Different texts, the same for the same seed. */
export const drawTextCanaries = (
  tokenizer: TextTokenizer,
  labels: readonly string[],
  count: number,
  seed: number,
): TextCanary[] => {
  const random = createRandom(seed)
  const texts = new Set<string>()
  for (let tries = 0; texts.size < count; tries++) {
    if (tries > TRIES * count)
      throw new PromptPostError('invalid-tokenizer', 'gives too few different texts for so many canaries', {
        field: 'canaries',
        value: count,
        next: 'Ask for fewer.',
      })
    const ids = Array.from({ length: TOKENS }, () => random.integer(tokenizer.vocabularySize))
    const text = tokenizer
      .decode(ids)
      .replace(/[\p{Cc}\p{Surrogate}\ufffd]/gu, ' ')
      .trim()
    if (/\p{L}/u.test(text)) texts.add(text)
  }
  return [...texts].map((text, at) => {
    const trueClass = random.integer(labels.length)
    return { text, label: labels[trueClass]!, trueClass, line: at + 1 }
  })
}

/** How much surer of each canary's label the prompted student is than the student alone, less what its class has in common. */
export const scoreTextCanaries = async (
  { workbench, settings, facts, compute }: AuditSetup,
  prompt: SoftPrompt,
  canaries: readonly TextCanary[],
  monitor: AuditMonitor,
): Promise<Float64Array> => {
  const confidences = async (with_?: SoftPrompt): Promise<number[]> => {
    const predictions: Prediction[] = await predictWith(workbench, {
      ...(with_ && { prompt: with_ }),
      task: facts.task,
      texts: canaries.map(({ text }) => text),
      ...(settings.maxTokens !== undefined && { maxTokens: settings.maxTokens }),
      ...compute,
      ...monitor,
    })
    return predictions.map((prediction, at) => logitConfidence(prediction, canaries[at]!.trueClass))
  }
  const [tuned, before] = [await confidences(prompt), await confidences()]
  const gains = Float64Array.from(tuned, (value, at) => value - before[at]!)
  return centred(
    [gains],
    canaries.map(({ label }) => label),
  )[0]!
}
