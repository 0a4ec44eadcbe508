/**
 * The compute process of the student. Texts come to it through a pipe and stand in no file.
 * @module
 */
import { type Prediction, type Progress, predict, readSoftPrompt } from '@promptpost/engine/post'
import { chooseDevice, serveCompute } from '@promptpost/engine/runtime'
import type { PlanLocalFirstOptions } from './options.js'

export type StudentInput = Pick<PlanLocalFirstOptions, 'student' | 'prompt' | 'maxTokens' | 'device'> & {
  texts: string[]
}
export type StudentAnswer = { labels: string[]; predictions: Prediction[] }

serveCompute<StudentInput, StudentAnswer, Progress>(
  async ({ student, prompt: folder, texts, maxTokens, device = 'cpu' }, monitor) => {
    const prompt = await readSoftPrompt(folder)
    const predictions = await predict({
      modelDirectory: student,
      prompt,
      texts,
      device: await chooseDevice(device),
      ...(maxTokens !== undefined && { maxTokens }),
      ...monitor,
    })
    return { labels: Object.keys(prompt.task.verbalizer), predictions }
  },
)
