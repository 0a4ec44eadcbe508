/**
 * The compute process of {@link scorePrompt}.
 * @module
 */
import {
  type Accuracy,
  evaluate,
  openWorkbench,
  type Progress,
  readSoftPrompt,
} from '@promptpost/engine/post'
import { chooseDevice, serveCompute } from '@promptpost/engine/runtime'
import type { ScoreOptions } from './score.js'

serveCompute<ScoreOptions, Accuracy, Progress>(async (options, monitor) => {
  const { model, prompt, task, examples, maxTokens, device } = options
  return evaluate(await openWorkbench(model), {
    examples,
    ...(prompt !== undefined && { prompt: await readSoftPrompt(prompt) }),
    ...(task && { task }),
    ...(maxTokens !== undefined && { maxTokens }),
    device: await chooseDevice(device ?? 'cpu'),
    ...monitor,
  })
})
