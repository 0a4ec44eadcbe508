/**
 * What a soft prompt comes down to for the texts behind it: the keys and values that each layer of a causal model keeps of it.
 * @module
 */
import type { Model } from '../models/index.js'
import { keysName, promptStateGraph, valuesName } from '../programs/index.js'
import { createSession, type SessionOptions } from '../runtime/index.js'

export type PromptState = {
  readonly virtualTokens: number
  /** Keys and values of each layer in turn, [keyValueHeads, n, headSize]; the prompt itself for models that read both ways. */
  readonly tensors: readonly Float32Array[]
  readonly bytes: number
}

export const stateOf = (virtualTokens: number, tensors: readonly Float32Array[]): PromptState => ({
  virtualTokens,
  tensors,
  bytes: tensors.reduce((sum, { byteLength }) => sum + byteLength, 0),
})

/** Names of a state's tensors, in their order. */
export const stateNames = ({ config }: Model): string[] =>
  Array.from({ length: config.layers }, (_, i) => [keysName(i), valuesName(i)]).flat()

/** The state of no prompt. */
export const emptyState = (model: Model): PromptState =>
  stateOf(
    0,
    stateNames(model).map(() => new Float32Array(0)),
  )

/**
 * Of a causal model. The session is opened for the one prompt: two would hold converted weights twice.
 * @param prompt values row-major [virtualTokens, width]
 */
export const promptState = async (
  model: Model,
  prompt: { values: Float32Array; virtualTokens: number },
  compute: Pick<SessionOptions, 'device' | 'threads' | 'weights'> = {},
): Promise<PromptState> => {
  const session = await createSession(promptStateGraph(model), { ...compute, prepack: false })
  try {
    const shape = [prompt.virtualTokens, model.config.width]
    const found = await session.run({ prompt: { data: prompt.values, shape } })
    return stateOf(
      prompt.virtualTokens,
      stateNames(model).map(name => found[name]!.data as Float32Array),
    )
  } finally {
    await session.dispose()
  }
}
