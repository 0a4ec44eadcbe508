/**
 * A model's forward computation over a layout: embeddings in, hidden states out.
 * @module
 */
import {
  concat,
  type Dim,
  type DType,
  expand,
  type Graph,
  gather,
  multiplyDims,
  reshape,
  type Value,
  withBlock,
  withScope,
} from '../graph/index.js'
import type { ModelConfig } from './config.js'
import type { Build, Family } from './family.js'
import {
  createLayout,
  type KeysAndValues,
  type Layout,
  type LayoutMode,
  lookUp,
  type Past,
  type Selection,
  selectReadout,
  textRows,
} from './layout.js'
import type { Parameters } from './parameters.js'

export type ForwardInputs = {
  /** Token ids, int32 [B, T], right padded. */
  ids: Value
  /** Tokens per text without padding, int32 [B]; only models that read both ways look at it. */
  lengths?: Value
  /** The soft prompt [n, width], or one per example [B, n, width] (layout 'separate'). */
  prompt?: Value
  mode: LayoutMode
  /** Read-out position of each text, int32 [B], or positions, [B, A]. With it only those rows leave the last block. */
  readout?: Value
  /** In place of a prompt in layout 'cached': what is left of the prompts before the texts, padded to `virtualTokens`. */
  past?: Past & { virtualTokens: Dim }
  /** Filled with the keys and values of each layer, [B, keyValueHeads, P + T, headSize] behind a past of P places. */
  kept?: KeysAndValues[]
}

export type Network = {
  build: Build
  family: Family
  dtype: DType
}

export const createNetwork = (
  family: Family,
  config: ModelConfig,
  parameters: Parameters,
  dtype: DType,
): Network => ({
  build: { config, parameters },
  family,
  dtype,
})

/**
 * Hidden states after the final norm.
 * @returns [B, width] at the read-out positions ([B*A, width] where there are several), or [B*T, width] of all text positions when no readout is given
 */
export const forward = (network: Network, inputs: ForwardInputs): Value => {
  const { build, family, dtype } = network
  const { config } = build
  const graph: Graph = inputs.ids.graph
  const [batch, textLength] = inputs.ids.shape as [Dim, Dim]
  const { past, kept } = inputs
  const virtualTokens = past?.virtualTokens ?? inputs.prompt?.shape.at(-2) ?? 0
  const mode = past ? 'cached' : inputs.prompt ? inputs.mode : 'none'
  const layout: Layout = {
    ...createLayout(graph, mode, virtualTokens, inputs.lengths, batch, textLength),
    ...(past && { past }),
    ...(kept && { kept }),
  }
  const table = build.parameters.table(family.tokenEmbedding(config))
  const text = reshape(lookUp(table, inputs.ids, dtype), [multiplyDims(batch, textLength), config.width])
  let rows = withScope(graph, 'embed', () =>
    family.embed(build, joinPrompt(layout, inputs.prompt, text, config.width), layout),
  )
  const selection: Selection | undefined = inputs.readout && selectReadout(layout, inputs.readout)
  for (let layer = 0; layer < config.layers; layer++) {
    const last = layer === config.layers - 1
    rows = withBlock(graph, `layer${layer}`, () =>
      family.block(build, layer, rows, layout, last ? selection : undefined),
    )
  }
  const chosen = selection
    ? config.layers === 0
      ? gather(rows, selection.rows)
      : rows
    : textRows(layout, rows)
  return family.finalNorm(build, chosen)
}

/**
 * What every layer of a causal model keeps of a prompt [n, width] that stands before a text.
 * @returns of each layer, [1, keyValueHeads, n, headSize]
 */
export const promptKeysAndValues = ({ build, family }: Network, prompt: Value): KeysAndValues[] => {
  const { graph } = prompt
  const kept: KeysAndValues[] = []
  const layout = { ...createLayout(graph, 'none', 0, undefined, 1, prompt.shape[0]!), kept }
  let rows = withScope(graph, 'embed', () => family.embed(build, prompt, layout))
  for (let layer = 0; layer < build.config.layers; layer++)
    rows = withScope(graph, `layer${layer}`, () => family.block(build, layer, rows, layout))
  return kept
}

/** Puts the prompt's rows where the layout has them. */
const joinPrompt = (layout: Layout, prompt: Value | undefined, text: Value, width: number): Value => {
  if (!prompt) return text
  const { batch, textLength, virtualTokens, rows } = layout
  if (layout.mode === 'shared') return concat([prompt, text], 0)
  const each =
    prompt.shape.length === 3
      ? prompt
      : expand(reshape(prompt, [1, virtualTokens, width]), [batch, virtualTokens, width])
  return reshape(concat([each, reshape(text, [batch, textLength, width])], 1), [rows, width])
}
