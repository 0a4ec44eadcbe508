/**
 * One accuracy: a model, with a prompt or without, on labelled texts, in a process of its own.
 * @module
 */
import type { Example } from '@promptpost/engine/data'
import type { Accuracy, Progress, Task } from '@promptpost/engine/post'
import { loadRuntime } from '../load-runtime.js'

export type ScoreOptions = {
  /** Folder of the model; the prompt may be one made for another model of its width. */
  model: string
  /** Folder of the prompt; zero-shot when absent. */
  prompt?: string
  /** Default: the prompt's own. */
  task?: Task
  examples: readonly Example[]
  maxTokens?: number
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto'
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

/** @throws PromptPostError for inputs that do not fit; 'cancelled'; 'compute-crashed' */
export const scorePrompt = async (options: ScoreOptions): Promise<Accuracy> => {
  const { onProgress, signal, ...input } = options
  const { runInChild } = await loadRuntime()
  return runInChild<Accuracy, Progress>(new URL('./score-child.js', import.meta.url), input, {
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  })
}
