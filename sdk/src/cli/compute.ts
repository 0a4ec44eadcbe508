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
  | ({ work: 'effect' } & ClassifyInput & { prompt: string })

export type Predicted = { labels: string[]; results: Prediction[] }
export type ComputeResult = DeviceReport[] | Predicted | Accuracy | PromptEffect

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

const classify = async (input: ClassifyInput, isLabelled: boolean, monitor: Monitor) => {
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

serveCompute<ComputeInput, ComputeResult, Progress>(async (input, monitor) => {
  if (input.work === 'devices') return probeDevices()
  if (input.work === 'effect') return effect(input, monitor)
  const { labels, examples, results } = await classify(input, input.work === 'evaluate', monitor)
  if (input.work === 'predict') return { labels, results }
  return accuracyOf(
    results,
    examples.map(({ label }) => label as string),
    labels,
  )
})
