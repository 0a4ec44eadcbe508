/**
 * The folder that PEFT loads with PeftModel.from_pretrained, complete with a model card. It stays a prompt's folder of
 * ours: its tensor is the same, byte for byte.
 * @module
 */
import { type ExportedFile, json } from './files.js'
import { modelCard } from './model-card.js'
import type { PromptToExport } from './source.js'

/** @param source its `baseModel` is what AutoPeftModel would load */
export const exportPeft = (source: PromptToExport): ExportedFile[] => {
  const { prompt, kind, layers, heads, baseModel } = source
  const config = {
    auto_mapping: null,
    base_model_name_or_path: baseModel ?? null,
    inference_mode: true,
    num_attention_heads: heads ?? null,
    num_layers: layers ?? null,
    num_transformer_submodules: 1,
    num_virtual_tokens: prompt.virtualTokens,
    peft_type: 'PROMPT_TUNING',
    prompt_tuning_init: 'RANDOM',
    prompt_tuning_init_text: null,
    revision: null,
    task_type: kind === 'causal' ? 'CAUSAL_LM' : 'FEATURE_EXTRACTION',
    token_dim: prompt.width,
    tokenizer_name_or_path: null,
  }
  return [
    { name: 'README.md', data: modelCard(source) },
    { name: 'adapter_config.json', data: json(config) },
    { name: 'adapter_model.safetensors', data: source.tensor },
  ]
}
