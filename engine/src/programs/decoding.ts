/**
 * The graph of decoding: the next token of texts behind the keys and values of all that stands before them.
 * @module
 */
import { cast, createGraph, type DType, type Graph, input, setOutputs } from '../graph/index.js'
import { createNetwork, createParameters, forward, type KeysAndValues, type Model } from '../models/index.js'
import { keysName, valuesName } from './serving.js'

/** Output names: what {@link keysName} and {@link valuesName} are fed with at the next step. */
export const nextKeysName = (layer: number): string => `nextKeys${layer}`
export const nextValuesName = (layer: number): string => `nextValues${layer}`

/**
 * For causal models: ids int32 [B, T], readout int32 [B], pastLengths int32 [B] and each layer's `keys` and `values` [B, keyValueHeads, P,
 * headSize], shorter pasts padded on the left, P may be 0 -> logits [B, V] of the token after the read-out position, and each layer's
 * `nextKeys` and `nextValues` [B, keyValueHeads, P + T, headSize].
 *
 * With whole texts as ids it fills the cache, with one token of each it is a step.
 */
export const decodingGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const { layers, keyValueHeads, headSize } = model.config
  const graph = createGraph('decoding')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const readout = input(graph, 'readout', 'int32', ['B'])
  const lengths = cast(input(graph, 'pastLengths', 'int32', ['B']), 'int64')
  const given = (name: string) => input(graph, name, dtype, ['B', keyValueHeads, 'P', headSize])
  const past = Array.from({ length: layers }, (_, i) => ({
    keys: given(keysName(i)),
    values: given(valuesName(i)),
  }))
  const parameters = createParameters(graph, model.weights, { dtype })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  const kept: KeysAndValues[] = []
  const hidden = forward(network, {
    ids,
    readout,
    mode: 'cached',
    past: { layers: past, lengths, virtualTokens: 'P' },
    kept,
  })
  setOutputs(graph, {
    logits: model.family.logits(network.build, hidden),
    ...Object.fromEntries(
      kept.flatMap(({ keys, values }, i) => [
        [nextKeysName(i), keys],
        [nextValuesName(i), values],
      ]),
    ),
  })
  return graph
}
