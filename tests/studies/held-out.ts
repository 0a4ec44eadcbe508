/**
 * What can be known of a transferred prompt without a label: class distributions over the held-out public texts, of the model with
 * it and of all that it may be compared with. Rules that choose among prompts are tried on these afterwards.
 * @module
 */
import { type PredictOptions, predictWith, type SoftPrompt, type Workbench } from '@promptpost/engine/post'

/** Of each text, probabilities of the classes in the verbalizer's order. */
export type Distributions = number[][]

/** Three decimals tell all that rules ask. */
const rounded = (scores: readonly number[]): number[] => scores.map(score => Math.round(score * 1e4) / 1e4)

export const distributionsOf = async (
  model: Workbench,
  options: Omit<PredictOptions, 'modelDirectory'> & { prompt?: SoftPrompt },
): Promise<Distributions> => (await predictWith(model, options)).map(({ scores }) => rounded(scores))
