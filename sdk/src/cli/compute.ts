/**
 * The compute process of the local commands: devices, predictions, accuracy, what a prompt does.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { checkLabels, type ReadExamplesOptions, readExamples } from '@promptpost/engine/data'
import {
  type Accuracy,
  accuracyOf,
  openWorkbench,
  type Prediction,
  type Progress,
  type PromptEffect,
  predict,
  predictWith,
  promptEffect,
  readSoftPrompt,
  requireFit,
  type SoftPrompt,
  type Task,
  type Workbench,
} from '@promptpost/engine/post'
import {
  type ComputeMonitor,
  chooseDevice,
  type Device,
  type DeviceReport,
  probeDevices,
  serveCompute,
} from '@promptpost/engine/runtime'
import { type Bookkeeping, openBooks } from '../local/bookkeeping.js'
import type { LedgerRequest } from '../local/tune-options.js'
import {
  type AccuracyBudget,
  type LabelledText,
  type NoisedAccuracy,
  noiseAccuracy,
  type PrivacyPlan,
  planAccuracy,
} from '../privacy/index.js'

export type ClassifyInput = {
  model: string
  prompt?: string
  /** Default: the prompt's own. */
  task?: Task
  /** Use a prompt that was made for another model, as it is. */
  isDirect: boolean
  source: { texts: string[] } | { file: string; read: ReadExamplesOptions }
  maxTokens?: number
  device: Device
}

export type ComputeInput =
  | { work: 'devices' }
  | ({ work: 'predict' } & ClassifyInput)
  | ({ work: 'evaluate' } & ClassifyInput)
  | ({ work: 'evaluate-privately'; privacy: AccuracyBudget; ledger: LedgerRequest } & ClassifyInput)
  | ({ work: 'effect' } & ClassifyInput & { prompt: string })

export type Predicted = { labels: string[]; results: Prediction[] }
export type ChargedAccuracy = {
  noised: NoisedAccuracy
  /** What should be known about it beside others on the same records. */
  warnings: readonly string[]
}
export type ComputeResult = DeviceReport[] | Predicted | Accuracy | ChargedAccuracy | PromptEffect

type Monitor = ComputeMonitor<Progress>

const textsOf = async (
  source: ClassifyInput['source'],
): Promise<{ text: string; label?: string; line: number }[]> =>
  'texts' in source
    ? source.texts.map((text, at) => ({ text, line: at + 1 }))
    : readExamples(source.file, source.read)

/** All that direct use asks for. */
const requireWidth = (prompt: SoftPrompt, workbench: Workbench, field: string | undefined): void => {
  const { width } = workbench.model.config
  if (prompt.width !== width)
    throw new PromptPostError('invalid-prompt', `has width ${prompt.width}, the model ${width}`, { field })
}

/** @param admit asked with the examples when all else is checked and before the model reads the first */
const classify = async (
  input: ClassifyInput,
  isLabelled: boolean,
  monitor: Monitor,
  admit?: (examples: readonly LabelledText[]) => Promise<void>,
) => {
  const prompt = input.prompt === undefined ? undefined : await readSoftPrompt(input.prompt)
  const task = input.task ?? prompt?.task
  if (!task)
    throw new PromptPostError('invalid-argument', 'is needed when there is no prompt', {
      field: '--template',
    })
  const examples = await textsOf(input.source)
  const labels = Object.keys(task.verbalizer)
  if (isLabelled) checkLabels(examples, labels, 'file' in input.source ? input.source.file : undefined)
  const options = {
    task,
    texts: examples.map(({ text }) => text),
    ...(admit && { admit: () => admit(examples) }),
    device: await chooseDevice(input.device),
    ...(prompt && { prompt }),
    ...(input.maxTokens === undefined ? {} : { maxTokens: input.maxTokens }),
    ...monitor,
  }
  if (!input.isDirect || !prompt)
    return { labels, examples, results: await predict({ modelDirectory: input.model, ...options }) }
  const workbench = await openWorkbench(input.model)
  requireWidth(prompt, workbench, input.prompt)
  return { labels, examples, results: await predictWith(workbench, options) }
}

const effect = async (input: ClassifyInput & { prompt: string }, monitor: Monitor): Promise<PromptEffect> => {
  const prompt = await readSoftPrompt(input.prompt)
  const texts = (await textsOf(input.source)).map(({ text }) => text)
  const workbench = await openWorkbench(input.model)
  if (input.isDirect) requireWidth(prompt, workbench, input.prompt)
  else requireFit(prompt, { width: workbench.model.config.width, digest: workbench.digest }, 'this model')
  return promptEffect(workbench, {
    prompt,
    texts,
    device: await chooseDevice(input.device),
    ...(input.task && { task: input.task }),
    ...(input.maxTokens === undefined ? {} : { maxTokens: input.maxTokens }),
    ...monitor,
  })
}

const evaluate = async (
  input: ClassifyInput,
  monitor: Monitor,
  admit?: (examples: readonly LabelledText[]) => Promise<void>,
): Promise<Accuracy> => {
  const { labels, examples, results } = await classify(input, true, monitor, admit)
  return accuracyOf(
    results,
    examples.map(({ label }) => label as string),
    labels,
  )
}

/** Charged when all is ready and before anything is computed; the number of right answers is seen by no one. */
const evaluatePrivately = async (
  { privacy, ledger, ...input }: ClassifyInput & { privacy: AccuracyBudget; ledger: LedgerRequest },
  monitor: Monitor,
): Promise<ChargedAccuracy> => {
  let charged: { plan: PrivacyPlan; books: Bookkeeping } | undefined
  const { accuracy, examples: count } = await evaluate(input, monitor, async examples => {
    const plan = planAccuracy(examples.length, privacy)
    const books = await openBooks(examples, plan, ledger)
    await books.admit(undefined)
    charged = { plan, books }
  })
  const { plan, books } = charged!
  const noised = noiseAccuracy(Math.round(accuracy * count), count, plan)
  await books.finish()
  return { noised, warnings: books.warnings }
}

serveCompute<ComputeInput, ComputeResult, Progress>(async (input, monitor) => {
  switch (input.work) {
    case 'devices':
      return probeDevices()
    case 'effect':
      return effect(input, monitor)
    case 'evaluate':
      return evaluate(input, monitor)
    case 'evaluate-privately':
      return evaluatePrivately(input, monitor)
    case 'predict': {
      const { labels, results } = await classify(input, false, monitor)
      return { labels, results }
    }
  }
})
