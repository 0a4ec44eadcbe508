/**
 * What each kind of job is given: names and digests of everything it reads, so the record alone tells its lineage.
 * @module
 */

/** One stored file: where it is, and what it must be. */
export type FileReference = { name: string; key: string; size: number; sha256: string }

/** A folder of the server's models root, with the digests it had when it was registered. */
export type ModelReference = {
  id: string
  name: string
  files: { name: string; size: number; sha256: string }[]
}

export type TextsReference = { id: string; key: string; sha256: string; count: number }

/** A text with its cue and, for every label, the words that stand for it. */
export type Task = {
  template: string
  verbalizer: Record<string, string[]>
  /** How a class's words make its score. */
  scoring?: 'mean-probability' | 'mean-logit'
}

/** Options of a step, as its schema in openapi.yaml lists them. */
export type Settings = Readonly<Record<string, number | string | readonly number[]>>

export type DistilInput = {
  model: ModelReference
  dataset: TextsReference
  layers: number
  /** Terms for those who use the student, as they are written into it. */
  license: string
  steps?: number
  seed?: number
  /** Further options in the contract's spelling, checked by its schema. */
  settings?: Settings
}

export type TransferInput = {
  model: ModelReference
  /** What the prompt works on: a student, or a model that it was transferred to before. */
  source: { student: { id: string; files: FileReference[] } } | { model: ModelReference }
  prompt: { id: string; files: FileReference[] }
  dataset: TextsReference
  alpha?: number | 'auto'
  steps?: number | 'auto'
  seed?: number
  settings?: Settings
}

/** The texts to classify are the job's input file `TEXTS_FILE`, one JSON string a line. */
export type PredictInput = {
  model: ModelReference
  /** `isDirect` says that it was made for the student and is used on the model as it is. */
  prompt?: { id: string; files: FileReference[]; isDirect: boolean }
  task: Task
  maxTokens?: number
}

export const TEXTS_FILE = 'texts.jsonl'

/** The output file of a predict job: `{ label, scores }` per text, in order. */
export const PREDICTIONS_FILE = 'predictions.json'
