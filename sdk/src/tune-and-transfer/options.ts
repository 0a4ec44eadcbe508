/**
 * What the one call takes, says and gives.
 * @module
 */
import type { ReadExamplesOptions } from '@promptpost/engine/data'
import type { Progress, Task } from '@promptpost/engine/post'
import type { Schemas } from '../client/connection.js'
import type { LedgerRequest, PrivacyRequest, TunedPrompt, TunePromptOptions } from '../local/tune-options.js'
import type { LedgerForecast, PrivacyPlan, PrivacyReport } from '../privacy/index.js'

/** How the prompt is tuned; each has a default. See `tunePrompt`. */
export type TuningSettings = Omit<
  TunePromptOptions,
  | 'student'
  | 'data'
  | 'read'
  | 'task'
  | 'out'
  | 'privacy'
  | 'ledger'
  | 'checkpoint'
  | 'initialisation'
  | 'onProgress'
  | 'signal'
>

/** How it is transferred; each has a default. */
export type TransferSettings = Omit<Schemas['TransferCreate'], 'prompt' | 'dataset'>

export type TuneAndTransferOptions = {
  /** Identifier of the student to tune on. */
  student?: string
  /** Instead of a student: identifier or name of the large model, whose newest student is taken. */
  model?: string
  /** The private data: a JSONL, CSV, TSV or Parquet file. It is read here and never sent. */
  data: string
  /** How the file is read: columns, label names, format. */
  read?: ReadExamplesOptions
  /**
   * As `{text} It was`. It goes up with the prompt. Without a template and a verbalizer those that the model offers are
   * taken, when it offers one pair.
   */
  template?: string
  /** Words of each label. They go up with the prompt. */
  verbalizer?: Task['verbalizer']
  scoring?: Task['scoring']
  /** Asks for differential privacy. */
  privacy?: PrivacyRequest
  ledger?: LedgerRequest
  /** Identifier or name of the public texts to transfer with. Not needed when there is one such data set only. */
  dataset?: string
  /**
   * Instead of a data set: a local file of public texts, or a folder of them. They are uploaded under the file's name, unless a data
   * set with the same digest is there already. A file that holds a text of the private data is refused.
   */
  publicTexts?: string
  /** The prompt's folder. What has been done so far is noted beside it, in `.NAME.run.json`. */
  out: string
  /** How the prompt is tuned: `steps`, `virtualTokens` and what else `tunePrompt` takes. */
  tuning?: TuningSettings
  /** How it is transferred: `steps`, `seed` and `settings`, as `transfers.create` takes them. */
  transfer?: TransferSettings
  /** Where students are kept; default `students` in PROMPTPOST_CACHE, else in promptpost of XDG_CACHE_HOME or ~/.cache. */
  students?: string
  /** Told before anything is downloaded, charged or sent. What it throws ends the call, with nothing done. */
  onPlan?: (plan: TuneAndTransferPlan) => void | Promise<void>
  onProgress?: (progress: TuneAndTransferProgress) => void
  signal?: AbortSignal
}

export type PlannedStep = {
  name: 'download' | 'public-texts' | 'tune' | 'upload' | 'transfer'
  /** By an earlier call; it is not done again. */
  isDone: boolean
  /** In words: what will be done. */
  text: string
}

/** The public texts of a transfer. */
export type PlannedDataset = Pick<Schemas['Dataset'], 'name' | 'count' | 'size' | 'sha256'> & {
  /** Absent while they are to be uploaded. */
  id?: string
  /** Where they come from when it was a local file. */
  file?: string
}

/** What the call will do. The number of examples is private: it is for this machine. */
export type TuneAndTransferPlan = {
  /** Address of the service. */
  service: string
  student: Schemas['Student']
  /** Where the student lies or will lie. */
  studentFolder: string
  dataset: PlannedDataset
  /** Template and words: as given, or the ones that the model offers. */
  task: Task
  /** Name of the template when it is the model's. */
  offered?: string
  /** Examples in the data. */
  examples: number
  /** What noise is put on which steps, and what may be claimed then; absent without privacy. */
  privacy?: PrivacyPlan
  /** What the records have spent and will have; absent without privacy. For this machine, like the number of examples. */
  ledger?: LedgerForecast
  out: string
  /** In order. */
  steps: readonly PlannedStep[]
}

export type TuneAndTransferProgress =
  /** Bytes. */
  | { stage: 'download'; done: number; total: number }
  | { stage: 'tune'; progress: Progress }
  | { stage: 'public-texts' }
  | { stage: 'upload' }
  | { stage: 'transfer'; event: Schemas['JobEvent'] }

/** What the transferred prompt does, measured by the provider on public text. */
export type TransferEffect = {
  /** Mean divergence from the unprompted to the prompted large model over the classes, nats. */
  divergence: number
  /** Share of texts where the large model with its prompt chooses what the student with its own chooses. */
  agreement: number
  /** The same of the large model without a prompt. */
  agreement_before: number
  /** The same of the large model with the student's prompt as it is. */
  agreement_direct: number
  /**
   * Share of texts where the large model with its prompt chooses what the prompted student and the large model, moved as the prompt moves the
   * student, say together. The judgement rests on it.
   */
  consensus: number
  /** The same of the large model without a prompt. */
  consensus_before: number
  /** The same of the large model with the student's prompt as it is. */
  consensus_direct: number
  /** Share of each class among the choices of the prompted large model, in the verbalizer's order. */
  histogram: number[]
  student_histogram: number[]
  /** Shown to be better than what there is without a transfer, shown not to be, or neither: too few texts tell them apart. */
  judgement: 'worth using' | 'not worth using' | 'undecided'
  /** Whether the judgement is 'worth using'. */
  worth_using: boolean
  /** The judgement and why, in words. */
  verdict: string
}

export type TunedAndTransferred = {
  /** As the service has it. */
  prompt: Schemas['Prompt']
  transfer: Schemas['Transfer']
  /** The prompt's folder, absolute. */
  folder: string
  /** What may be claimed; absent without privacy. */
  report?: PrivacyReport
  effect: TransferEffect
  /** Of the tuning, when it was this call that did it. It may hold private figures. */
  tuned?: TunedPrompt
}
