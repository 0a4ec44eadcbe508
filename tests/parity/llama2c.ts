/**
 * Reads llama2.c's checkpoint and tokenizer files (https://github.com/karpathy/llama2.c, run.c) and writes the
 * checkpoint as a Hugging Face directory.
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TensorData, writeSafetensors } from '@promptpost/engine/weights'

type Sizes = {
  width: number
  inner: number
  layers: number
  heads: number
  keyValueHeads: number
  vocabulary: number
  positions: number
}

/**
 * Rows of each head from interleaved pairs (0, 1), (2, 3), ... to halves (0, 2, ... 1, 3, ...), as Hugging Face's rotary
 * embedding wants them.
 */
const halveHeads = (matrix: Float32Array, heads: number, width: number): Float32Array => {
  const out = new Float32Array(matrix.length)
  const rows = matrix.length / width
  const size = rows / heads
  for (let row = 0; row < rows; row++) {
    const inHead = row % size
    const target = row - inHead + (inHead % 2 === 0 ? inHead / 2 : size / 2 + (inHead - 1) / 2)
    out.set(matrix.subarray(row * width, (row + 1) * width), target * width)
  }
  return out
}

const writeConfig = (directory: string, sizes: Sizes): Promise<void> =>
  writeFile(
    join(directory, 'config.json'),
    JSON.stringify({
      model_type: 'llama',
      hidden_size: sizes.width,
      intermediate_size: sizes.inner,
      num_hidden_layers: sizes.layers,
      num_attention_heads: sizes.heads,
      num_key_value_heads: sizes.keyValueHeads,
      vocab_size: sizes.vocabulary,
      max_position_embeddings: sizes.positions,
      rms_norm_eps: 1e-5,
      rope_theta: 10000,
      tie_word_embeddings: true,
    }),
  )

/** Writes config.json and model.safetensors of a llama2.c checkpoint with a shared output matrix. */
export const convertCheckpoint = async (file: string, directory: string): Promise<void> => {
  const bytes = await readFile(file)
  const [width, inner, layers, heads, keyValueHeads, vocabulary, positions] = Array.from(
    { length: 7 },
    (_, i) => bytes.readInt32LE(4 * i),
  ) as [number, number, number, number, number, number, number]
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 28, bytes.byteOffset + bytes.byteLength))
  let offset = 0
  const take = (length: number): Float32Array => {
    offset += length
    return all.slice(offset - length, offset)
  }
  const perLayer = (length: number): Float32Array[] => Array.from({ length: layers }, () => take(length))
  const keyWidth = (width / heads) * keyValueHeads
  const embedding = take(vocabulary * width)
  const attentionNorm = perLayer(width)
  const queries = perLayer(width * width)
  const keys = perLayer(keyWidth * width)
  const values = perLayer(keyWidth * width)
  const outputs = perLayer(width * width)
  const innerNorm = perLayer(width)
  const gate = perLayer(inner * width)
  const down = perLayer(width * inner)
  const up = perLayer(inner * width)
  const tensors: TensorData[] = [
    { name: 'model.embed_tokens.weight', shape: [vocabulary, width], data: embedding },
    { name: 'model.norm.weight', shape: [width], data: take(width) },
  ]
  for (let i = 0; i < layers; i++) {
    const add = (name: string, shape: number[], data: Float32Array) =>
      tensors.push({ name: `model.layers.${i}.${name}.weight`, shape, data })
    add('input_layernorm', [width], attentionNorm[i]!)
    add('self_attn.q_proj', [width, width], halveHeads(queries[i]!, heads, width))
    add('self_attn.k_proj', [keyWidth, width], halveHeads(keys[i]!, keyValueHeads, width))
    add('self_attn.v_proj', [keyWidth, width], values[i]!)
    add('self_attn.o_proj', [width, width], outputs[i]!)
    add('post_attention_layernorm', [width], innerNorm[i]!)
    add('mlp.gate_proj', [inner, width], gate[i]!)
    add('mlp.up_proj', [inner, width], up[i]!)
    add('mlp.down_proj', [width, inner], down[i]!)
  }
  await writeConfig(directory, { width, inner, layers, heads, keyValueHeads, vocabulary, positions })
  await writeSafetensors(join(directory, 'model.safetensors'), tensors)
}

export type Vocabulary = { encode: (text: string) => number[]; decode: (ids: readonly number[]) => string }

/** llama2.c's tokenizer: SentencePiece merges by score, begin-of-text first; space stands for its word mark. */
export const readVocabulary = async (file: string, size: number): Promise<Vocabulary> => {
  const bytes = await readFile(file)
  const pieces: Buffer[] = []
  const scores: number[] = []
  for (let i = 0, offset = 4; i < size; i++) {
    scores.push(bytes.readFloatLE(offset))
    const length = bytes.readInt32LE(offset + 4)
    pieces.push(bytes.subarray(offset + 8, offset + 8 + length))
    offset += 8 + length
  }
  const idOf = new Map(pieces.map((piece, id) => [piece.toString('latin1'), id]))
  const merge = (ids: number[]): number[] => {
    for (;;) {
      let best = { score: -Infinity, at: -1, id: -1 }
      for (let i = 0; i + 1 < ids.length; i++) {
        const id = idOf.get(pieces[ids[i]!]!.toString('latin1') + pieces[ids[i + 1]!]!.toString('latin1'))
        if (id !== undefined && scores[id]! > best.score) best = { score: scores[id]!, at: i, id }
      }
      if (best.at < 0) return ids
      ids.splice(best.at, 2, best.id)
    }
  }
  return {
    encode: text => [1, ...merge(Array.from(` ${text}`, letter => idOf.get(letter)!))],
    decode: ids => {
      const parts = ids.map(id => {
        const byte = /^<0x([0-9A-F]{2})>$/.exec(pieces[id]!.toString('latin1'))
        return byte ? Buffer.of(Number.parseInt(byte[1]!, 16)) : pieces[id]!
      })
      // Begin-of-text and the word mark before the first word are not text.
      return Buffer.concat(parts.slice(ids[0] === 1 ? 1 : 0))
        .toString('utf8')
        .replace(/^ /, '')
    },
  }
}
