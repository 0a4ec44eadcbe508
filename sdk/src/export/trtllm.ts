/**
 * The prompt table of TensorRT-LLM and its Triton backend: FP16 [1, k, d], and which ids stand for its rows.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { type ExportedFile, json, requireCausal } from './files.js'
import { checkedFloat16 } from './float16.js'
import { encodeNpy } from './npy.js'
import type { PromptToExport } from './source.js'

/** Ids are INT32. */
const MAX_ID = 2 ** 31 - 1

const checkVocabulary = (size: number, virtualTokens: number): void => {
  if (Number.isSafeInteger(size) && size >= 1 && size <= MAX_ID - virtualTokens) return
  throw new PromptPostError('invalid-argument', `must be from 1 to ${MAX_ID - virtualTokens}`, {
    field: 'vocabularySize',
    value: size,
    next: "Give vocab_size of the engine's config.json.",
  })
}

/**
 * @param vocabularySize the engine's; with it the ids are written out
 * @throws PromptPostError 'invalid-prompt' when a value has no float16, or the model is no causal one
 */
export const exportTrtllm = (source: PromptToExport, vocabularySize?: number): ExportedFile[] => {
  requireCausal(source, 'TensorRT-LLM')
  const { values, virtualTokens, width, task } = source.prompt
  if (vocabularySize !== undefined) checkVocabulary(vocabularySize, virtualTokens)
  const next = 'The table of TensorRT-LLM is FP16: tune with a lower rate, or serve the prompt with float32.'
  const table = encodeNpy(checkedFloat16(values, width, next), [1, virtualTokens, width])
  const facts = {
    prompt_table: 'prompt_table.npy',
    dtype: 'float16',
    shape: [1, virtualTokens, width],
    prompt_vocab_size: virtualTokens,
    virtual_ids: {
      rule: `row i is the id vocab_size + i; input_ids are vocab_size..vocab_size+${virtualTokens - 1}, then the text's`,
      ...(vocabularySize !== undefined && {
        vocab_size: vocabularySize,
        ids: Array.from({ length: virtualTokens }, (_, row) => vocabularySize + row),
      }),
    },
    engine: `built with --max_prompt_embedding_table_size ${virtualTokens} or more for each request of a batch`,
    template: task.template,
  }
  return [
    { name: 'prompt.json', data: json(facts) },
    { name: 'prompt_table.npy', data: table },
  ]
}
