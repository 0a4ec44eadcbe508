/**
 * Model families: Hugging Face config.json and tensor names to forward graphs.
 * @module
 */
export type { Activation, ModelConfig } from './config.js'
export type { Family } from './family.js'
export { createNetwork, type ForwardInputs, forward, type Network, promptKeysAndValues } from './forward.js'
export { createLayout, type KeysAndValues, type Layout, type LayoutMode } from './layout.js'
export { createParameters, type Parameters, resolveWeights } from './parameters.js'
export { FAMILIES, type Model, openModel, parseConfig, readModelConfig } from './registry.js'
export { type Keep, keptLayers, studentConfig, studentEntries } from './student.js'
