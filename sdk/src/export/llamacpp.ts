/**
 * Raw little-endian float32 for llama.cpp, whose C interface takes embeddings in place of tokens, and how to put them in.
 * @module
 */
import { type ExportedFile, requireCausal } from './files.js'
import type { PromptToExport } from './source.js'

/** C as llama.h has had it since llama_batch_init; what follows the prompt is decoded as always, from position k on. */
const snippet = (
  tokens: number,
  width: number,
): string => `/* prompt.f32: ${tokens} rows of ${width} float32, little-endian, row after row.
   Put it before the text's tokens. llama.cpp's HTTP server has no field for it. */
#include "llama.h"
#include <stdio.h>
#include <string.h>

enum { PROMPT_TOKENS = ${tokens}, PROMPT_WIDTH = ${width} };

/* Positions 0 to PROMPT_TOKENS - 1 of sequence 0; 0 if all went well. Decode the text from PROMPT_TOKENS on. The context
   needs n_batch >= PROMPT_TOKENS, the model n_embd == PROMPT_WIDTH. */
int decode_prompt(struct llama_context * ctx, const char * path) {
    static float rows[PROMPT_TOKENS * PROMPT_WIDTH];
    FILE * file = fopen(path, "rb");
    if (!file) return -1;
    size_t read = fread(rows, sizeof(float), PROMPT_TOKENS * PROMPT_WIDTH, file);
    fclose(file);
    if (read != PROMPT_TOKENS * PROMPT_WIDTH) return -1;
    struct llama_batch batch = llama_batch_init(PROMPT_TOKENS, PROMPT_WIDTH, 1);
    memcpy(batch.embd, rows, sizeof rows);
    batch.n_tokens = PROMPT_TOKENS;
    for (int i = 0; i < PROMPT_TOKENS; i++) {
        batch.pos[i] = i;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = 0;
        batch.logits[i] = 0;
    }
    int result = llama_decode(ctx, batch);
    llama_batch_free(batch);
    return result;
}
`

/** @throws PromptPostError 'invalid-prompt' when the model is no causal one */
export const exportLlamacpp = (source: PromptToExport): ExportedFile[] => {
  requireCausal(source, 'llama.cpp')
  const { values, virtualTokens, width } = source.prompt
  return [
    { name: 'prompt.c', data: snippet(virtualTokens, width) },
    { name: 'prompt.f32', data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) },
  ]
}
