/**
 * Micro accuracy on labelled texts, with Wilson's 95 % interval.
 * @module
 */
import { checkLabels, type Example } from '../data/index.js'
import { type Prediction, type PredictOptions, predictWith } from './predict.js'
import type { Workbench } from './workbench.js'

export type Accuracy = {
  /** Share of texts whose label was predicted, in [0, 1]. */
  accuracy: number
  /** Wilson score interval at 95 % (Wilson 1927), [low, high]. */
  interval: [number, number]
  examples: number
  /** Predictions per class, by label: shows one-class collapse. */
  predicted: Record<string, number>
}

const Z = 1.959963984540054

/** Wilson's interval of a share, at 95 %. */
export const wilsonInterval = (hits: number, total: number): [number, number] => {
  const p = hits / total
  const scale = 1 + (Z * Z) / total
  const centre = (p + (Z * Z) / (2 * total)) / scale
  const half = (Z / scale) * Math.sqrt((p * (1 - p)) / total + (Z * Z) / (4 * total * total))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}

export const accuracyOf = (
  predictions: readonly Prediction[],
  labels: readonly string[],
  classes: readonly string[],
): Accuracy => {
  const predicted = Object.fromEntries(classes.map(label => [label, 0]))
  let hits = 0
  predictions.forEach(({ label }, i) => {
    predicted[label] = (predicted[label] ?? 0) + 1
    if (label === labels[i]) hits++
  })
  return {
    accuracy: hits / labels.length,
    interval: wilsonInterval(hits, labels.length),
    examples: labels.length,
    predicted,
  }
}

export type EvaluateOptions = Omit<PredictOptions, 'modelDirectory' | 'texts'> & {
  examples: readonly Example[]
}

/** @param workbench the model; the prompt may be one made for another model of its width (direct use) */
export const evaluate = async (workbench: Workbench, options: EvaluateOptions): Promise<Accuracy> => {
  const { examples } = options
  const classes = Object.keys((options.task ?? options.prompt?.task)?.verbalizer ?? {})
  checkLabels(examples, classes)
  const predictions = await predictWith(workbench, {
    ...options,
    texts: examples.map(example => example.text),
  })
  return accuracyOf(
    predictions,
    examples.map(example => example.label!),
    classes,
  )
}
