/**
 * The POST steps of the engine as the handlers use them, loaded when a job first needs them: a worker that only runs
 * other handlers never loads ONNX Runtime.
 * @module
 */
import type { Task } from '@promptpost/base/jobs'

/** A tuned prompt with its task, as the engine reads it from a PEFT folder. Opaque here. */
export type SoftPrompt = { readonly task?: unknown }

type Run = { onProgress: (progress: object) => void; signal: AbortSignal }
type Resumable = Run & { checkpointDirectory: string; steps?: number; seed?: number }

export type PostSteps = {
  distil(
    o: Resumable & { modelDirectory: string; outDirectory: string; texts: string[]; layers: number },
  ): Promise<object>
  transfer(
    o: Resumable & {
      modelDirectory: string
      studentDirectory: string
      prompt: SoftPrompt
      publicTexts: string[]
      alpha?: number
    },
  ): Promise<{ prompt: SoftPrompt; facts: object }>
  predict(
    o: Run & { modelDirectory: string; prompt?: SoftPrompt; task: Task; texts: string[] },
  ): Promise<{ label: string; scores: number[] }[]>
  readSoftPrompt(folder: string): Promise<SoftPrompt>
  writeSoftPrompt(folder: string, prompt: SoftPrompt): Promise<void>
}

const MODULE = '@promptpost/engine/post'

export const loadSteps = async (): Promise<PostSteps> => (await import(MODULE)) as PostSteps
