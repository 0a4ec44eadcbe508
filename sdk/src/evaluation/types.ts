/**
 * What an evaluation takes and what it finds.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import type { EffectCheck, Task } from '@promptpost/engine/post'

/** A file of labelled texts, how it is read, and how many of its examples are used. */
export type DataSource = {
  path: string
  read?: ReadExamplesOptions
  /** Most examples used, a sample that depends on the texts alone; all by default. */
  limit?: number
}

export type EvaluationSettings = {
  distil: {
    steps: number
    learningRate: number
    batchTokens: number
    sequenceLength: number
    /** Which of the model's blocks the student keeps: by the engine's default when absent, as what follows. */
    keep?: 'ends' | 'spread' | 'early' | readonly number[]
    /** Share of positions at which logits are compared, in (0, 1]. */
    positions?: number
    /** Share of batches that are read behind a random prompt, in [0, 1]. */
    proxyShare?: number
  }
  /** Tuning without privacy, on whichever model. */
  tune: { virtualTokens: number; steps: number; batchSize: number; learningRate: number }
  /** Tuning under differential privacy. `expectedBatch` and `delta` follow from the data when absent. */
  private: { steps: number; learningRate: number; clip: number; expectedBatch?: number; delta?: number }
  transfer: {
    alpha: number | 'auto'
    omega: number | 'auto'
    gamma: number
    steps: number | 'auto'
    batchSize: number
    learningRate: number
    texts: number
  }
  /** Longest text in tokens, cue included; texts are cut alike wherever they are read. */
  maxTokens: number
  /** Weight of the student's shift in the logit-offset baseline. */
  beta: number
  /** How frozen weights are held in the steps of tuning and transfer; accuracies are the model's own in any case. */
  weights?: 'int8'
}

export type EvaluationOptions = {
  /** Folder of the large model. */
  model: string
  private: DataSource
  test: DataSource
  /** Labels, where it has them, serve one baseline and nothing else. */
  public: DataSource
  /** Text to distil on, a file or a folder; the public texts by default. */
  distilText?: string
  task: Task
  /** Where results, students and prompts go; an evaluation that was broken off goes on from there. */
  out: string
  /** Layers of each student; [2] by default. */
  students?: readonly number[]
  /** Privacy budgets, nats; [8] by default. */
  epsilons?: readonly number[]
  /** Seeds of tuning and transfer; [1] by default. Students are distilled with the first. */
  seeds?: readonly number[]
  settings?: { [Step in keyof EvaluationSettings]?: Partial<EvaluationSettings[Step]> }
  /** Which arms to measure; all by default. */
  arms?: readonly ArmKind[]
  device?: 'cpu' | 'cuda' | 'webgpu' | 'auto'
  /** Threads of ONNX Runtime; one per core by default. */
  threads?: number
}

export const ARM_KINDS = [
  'zero-shot',
  'full',
  'public-labels',
  'student',
  'direct',
  'transferred',
  'pseudo-labels',
  'logit-offset',
] as const

/** One thing that is measured. */
export type ArmKind = (typeof ARM_KINDS)[number]

export type Arm = {
  kind: ArmKind
  /** Layers of the student it goes through. */
  student?: number
  /** Its prompt was tuned under differential privacy with this budget. */
  epsilon?: number
  seed?: number
}

/** What an arm came to. Without `accuracy` it could not be measured, and `note` says why. */
export type ArmResult = Arm & {
  /** Share of the test texts, in [0, 1]. */
  accuracy?: number
  /** Wilson's interval at 95 %. */
  interval?: [number, number]
  examples?: number
  /** Predictions by class. */
  predicted?: Record<string, number>
  /** Its own tuning or transfer, and the measuring. */
  seconds: number
  note?: string
  /** The effect check of a transfer, made on public text. */
  effect?: Pick<EffectCheck, 'judgement' | 'verdict'>
  /** Loss of each step of its own training, nats; never of a private one. */
  losses?: number[]
}

/** Everything table.json holds. */
export type EvaluationTable = {
  version: 1
  results: ArmResult[]
  /** Loss of each distillation step, by the student's layers. */
  distillation: Record<string, { losses: number[]; seconds: number; tokens: number }>
  task: Task
  settings: EvaluationSettings
  seeds: readonly number[]
  data: Record<string, { file: string; sha256: string; examples: number; leftOut: number }>
  model: { name: string; sha256: string; layers: number; width: number }
  machine: Record<string, string>
}
