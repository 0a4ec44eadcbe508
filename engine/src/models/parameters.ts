/**
 * A model's weights as graph values: frozen ones point into the checkpoint's files, trainable ones are graph inputs.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { cast, type DType, type Graph, input, type Value, weight } from '../graph/index.js'
import type { Checkpoint, TensorEntry } from '../weights/index.js'
import type { ModelConfig } from './config.js'
import type { Family } from './family.js'

export type Parameters = {
  /** A weight in the compute type. */
  weight: (name: string) => Value
  /** A matrix whose rows are looked up, in its storage type: only the rows read are converted. */
  table: (name: string) => Value
}

export type ParameterOptions = {
  dtype: DType
  /** Sets a model's values apart in a graph that holds two, e.g. "teacher.". */
  prefix?: string
  /** Weights that are graph inputs, in the compute type. */
  trainable?: (name: string) => boolean
}

const STORED: Readonly<Record<string, DType>> = {
  float32: 'float32',
  float16: 'float16',
  bfloat16: 'bfloat16',
}

/** The checkpoint's entry of every weight of the model. @throws PromptPostError 'invalid-weights' naming the tensor */
export const resolveWeights = (
  family: Family,
  config: ModelConfig,
  checkpoint: Checkpoint,
): Map<string, TensorEntry> => {
  const found = new Map<string, TensorEntry>()
  const used = new Set<string>()
  for (const [name, shape] of Object.entries(family.shapes(config))) {
    const spelling = [name, ...family.aliases(name)].find(candidate => checkpoint.tensors.has(candidate))
    if (spelling === undefined) {
      throw new PromptPostError('invalid-weights', 'the tensor is missing', {
        field: `${checkpoint.directory}: ${name}`,
        next: 'Check that config.json belongs to these weights and that every shard is there.',
      })
    }
    const entry = checkpoint.tensors.get(spelling)!
    if (`${entry.shape}` !== `${shape}`) {
      throw new PromptPostError(
        'invalid-weights',
        `has shape [${entry.shape}] where config.json asks for [${shape}]`,
        {
          field: `${entry.file}: ${spelling}`,
          next: 'Use the config.json that was saved with these weights.',
        },
      )
    }
    if (!STORED[entry.storage]) {
      throw new PromptPostError('invalid-weights', 'is stored in a type that models do not use', {
        field: `${entry.file}: ${spelling}`,
        value: entry.storage,
        next: 'Save the model in float32, float16 or bfloat16.',
      })
    }
    used.add(spelling)
    found.set(name, entry)
  }
  for (const name of checkpoint.tensors.keys()) {
    if (used.has(name) || family.ignorable.test(name)) continue
    throw new PromptPostError('invalid-weights', 'is not a weight of this model', {
      field: `${checkpoint.tensors.get(name)!.file}: ${name}`,
      next: `A ${config.family} model with this config.json has no such tensor; check that both belong together.`,
    })
  }
  return found
}

/** @param entries from {@link resolveWeights}, renamed where a student takes a teacher's blocks */
export const createParameters = (
  graph: Graph,
  entries: ReadonlyMap<string, TensorEntry>,
  { dtype, prefix = '', trainable = () => false }: ParameterOptions,
): Parameters => {
  const stored = new Map<string, Value>()
  const converted = new Map<string, Value>()
  const entryOf = (name: string): TensorEntry => {
    const entry = entries.get(name)
    if (!entry) throw new PromptPostError('internal', 'the model has no such weight', { field: name })
    return entry
  }
  const table = (name: string): Value => {
    const known = stored.get(name)
    if (known) return known
    const entry = entryOf(name)
    const value = trainable(name)
      ? input(graph, prefix + name, dtype, entry.shape)
      : weight(graph, prefix + name, STORED[entry.storage]!, entry.shape, entry)
    stored.set(name, value)
    return value
  }
  return {
    table,
    weight: name => {
      const known = converted.get(name)
      if (known) return known
      const value = cast(table(name), dtype)
      converted.set(name, value)
      return value
    },
  }
}
