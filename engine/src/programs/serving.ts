/**
 * Graphs for predictions that go on arriving: one session serves every prompt and task of a model. What a causal model
 * keeps of a prompt is computed once and fed; columns are fed; no size is fixed.
 * @module
 */
import {
  cast,
  createGraph,
  type Dim,
  type DType,
  type Graph,
  gather,
  input,
  reshape,
  setOutputs,
  type Value,
} from '../graph/index.js'
import {
  createNetwork,
  createParameters,
  forward,
  type Model,
  type Network,
  promptKeysAndValues,
} from '../models/index.js'

export const keysName = (layer: number): string => `keys${layer}`
export const valuesName = (layer: number): string => `values${layer}`

const layersOf = (model: Model): number[] => Array.from({ length: model.config.layers }, (_, i) => i)

const networkOf = (graph: Graph, model: Model, dtype: DType): Network =>
  createNetwork(model.family, model.config, createParameters(graph, model.weights, { dtype }), dtype)

/** For causal models: prompt [P, width] -> `keys` and `values` of each layer, [keyValueHeads, P, headSize]. */
export const promptStateGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const { keyValueHeads, headSize, width } = model.config
  const graph = createGraph('prompt-state')
  const prompt = input(graph, 'prompt', dtype, ['P', width])
  const one = (x: Value): Value => reshape(x, [keyValueHeads, 'P', headSize])
  const kept = promptKeysAndValues(networkOf(graph, model, dtype), prompt)
  setOutputs(
    graph,
    Object.fromEntries(
      kept.flatMap(({ keys, values }, i) => [
        [keysName(i), one(keys)],
        [valuesName(i), one(values)],
      ]),
    ),
  )
  return graph
}

/** The states of S prompts, each on the right of P places, by the number that each text has in `state`. */
const pastOf = (graph: Graph, model: Model, dtype: DType) => {
  const { keyValueHeads, headSize } = model.config
  const state = input(graph, 'state', 'int32', ['B'])
  const lengths = gather(cast(input(graph, 'promptLengths', 'int32', ['S']), 'int64'), state)
  const given = (name: string): Value =>
    gather(input(graph, name, dtype, ['S', keyValueHeads, 'P', headSize]), state)
  const layers = layersOf(model).map(i => ({ keys: given(keysName(i)), values: given(valuesName(i)) }))
  return { layers, lengths, virtualTokens: 'P' as Dim }
}

/**
 * ids int32 [B, T], readout int32 [B], columns int32 [W] -> logits [B, W], and
 * - for causal models state int32 [B], promptLengths int32 [S], and each layer's `keys` and `values` [S, keyValueHeads, P,
 *   headSize]: what {@link promptStateGraph} gives, shorter prompts padded on the left; P may be 0;
 * - for masked ones lengths int32 [B] and the prompt [P, width] that stands before all of them.
 */
export const servingGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const graph = createGraph('serving')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const readout = input(graph, 'readout', 'int32', ['B'])
  const columns = input(graph, 'columns', 'int32', ['W'])
  const before =
    model.config.kind === 'causal'
      ? { mode: 'cached' as const, past: pastOf(graph, model, dtype) }
      : {
          mode: 'separate' as const,
          lengths: input(graph, 'lengths', 'int32', ['B']),
          prompt: input(graph, 'prompt', dtype, ['P', model.config.width]),
        }
  const network = networkOf(graph, model, dtype)
  const hidden = forward(network, { ids, readout, ...before })
  setOutputs(graph, { logits: model.family.logits(network.build, hidden, columns) })
  return graph
}
