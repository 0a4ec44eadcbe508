/**
 * What a vLLM server with --enable-prompt-embeds takes: a tensor as torch.save writes it, in base64, in a request.
 * @module
 */
import { type ExportedFile, json, requireCausal } from './files.js'
import { checkedFloat16 } from './float16.js'
import type { PromptToExport } from './source.js'
import { encodeTorchTensor } from './torch-tensor.js'

export type TensorType = 'float32' | 'float16'

/** Bounds of vLLM for alternatives of one token. */
const TOP = 20

/**
 * A chat request that asks for the next token's most likely values. The server writes the model's chat template around
 * prompt and text.
 */
const chatRequest = (model: string, template: string, data: string) => ({
  model,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'prompt_embeds', data },
        { type: 'text', text: template },
      ],
    },
  ],
  max_tokens: 1,
  temperature: 0,
  logprobs: true,
  top_logprobs: TOP,
})

/** @throws PromptPostError 'invalid-prompt' when a value has no float16, or the model is no causal one */
export const exportVllm = (source: PromptToExport, type: TensorType): ExportedFile[] => {
  requireCausal(source, 'vLLM')
  const { prompt, baseModel } = source
  const { values, virtualTokens, width } = prompt
  const data = type === 'float32' ? values : checkedFloat16(values, width, 'Export it as float32.')
  const tensor = encodeTorchTensor(data, virtualTokens, width)
  const base64 = tensor.toString('base64')
  return [
    {
      name: 'chat-request.json',
      data: json(chatRequest(baseModel ?? 'MODEL', prompt.task.template, base64)),
    },
    // Without a newline: the server's decoder refuses one.
    { name: 'prompt_embeds.b64', data: base64 },
    { name: 'prompt_embeds.pt', data: tensor },
  ]
}
