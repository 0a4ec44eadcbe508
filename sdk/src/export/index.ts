/**
 * A prompt in the formats of other tools: PEFT, vLLM, TensorRT-LLM, NumPy, llama.cpp. docs/export.md says what each needs.
 * @module
 */
export {
  EXPORT_FORMATS,
  type ExportedPrompt,
  type ExportFormat,
  type ExportPromptOptions,
  exportPrompt,
} from './export-prompt.js'
export type { TensorType } from './vllm.js'
