/**
 * The model families the engine computes, for those who must not load it: `model_type` of config.json to what the model
 * predicts. A test of the engine holds it to this.
 * @module
 */

/** causal: the next token; masked: a mask token. */
export type ModelKind = 'causal' | 'masked'

export const MODEL_KINDS: Readonly<Record<string, ModelKind>> = {
  gpt2: 'causal',
  llama: 'causal',
  mistral: 'causal',
  qwen2: 'causal',
  qwen3: 'causal',
  bert: 'masked',
  roberta: 'masked',
}
