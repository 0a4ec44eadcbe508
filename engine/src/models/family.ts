/**
 * What a model family provides: its configuration, its weights' names and shapes, and its forward computation in
 * pieces. A new family is one file that exports a `Family` and one line in registry.ts.
 * @module
 */
import type { Value } from '../graph/index.js'
import type { ConfigReader, ModelConfig } from './config.js'
import type { Layout, Selection } from './layout.js'
import type { Parameters } from './parameters.js'

/** Everything a family needs while it adds nodes to a graph. */
export type Build = { config: ModelConfig; parameters: Parameters }

export type Family = {
  /** `model_type` values of config.json. */
  types: readonly string[]
  parse: (type: string, reader: ConfigReader, file: string) => ModelConfig
  /** Every weight by its Hugging Face name, with its shape. */
  shapes: (config: ModelConfig) => Record<string, readonly number[]>
  /** Prefix of the blocks' weights, before the layer number. */
  blockPrefix: (config: ModelConfig) => string
  /** Weights of the input embedding, the output head and what belongs to them: frozen in distillation by default. */
  isEmbedding: (name: string) => boolean
  /** Names that other writers of the same model add and that this computation does not use. */
  ignorable: RegExp
  /** Other spellings of a weight's name in older files. */
  aliases: (name: string) => readonly string[]
  /** Name of the token embedding matrix [vocabulary, width]. */
  tokenEmbedding: (config: ModelConfig) => string
  /** Second names of weights of a tied model: a file may hold these too, with the same elements. */
  twins: (config: ModelConfig) => Readonly<Record<string, string>>
  /** Adds positions and the like to token (or prompt) embeddings: [rows, width] -> [rows, width]. */
  embed: (build: Build, rows: Value, layout: Layout) => Value
  /** One transformer block; with `selection`, only the selected rows come out: [rows, width] -> [rows' , width]. */
  block: (build: Build, layer: number, rows: Value, layout: Layout, selection?: Selection) => Value
  /** The norm after the last block; identity where there is none. */
  finalNorm: (build: Build, rows: Value) => Value
  /** Vocabulary logits of final hidden states; with `columns` (int32 [words]) only those. */
  logits: (build: Build, hidden: Value, columns?: Value) => Value
}
