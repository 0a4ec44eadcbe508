/**
 * A model of more than 2 GB, the limit of one protobuf message: made, loaded and stepped. Set PROMPTPOST_BIG=1.
 * @module
 */
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openModel, parseConfig } from '@promptpost/engine/models'
import { tuningGraph } from '@promptpost/engine/programs'
import { createSession } from '@promptpost/engine/runtime'
import { describe, expect, it } from 'vitest'

const CONFIG = {
  model_type: 'llama',
  hidden_size: 1024,
  intermediate_size: 24576,
  num_hidden_layers: 7,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  vocab_size: 4096,
  max_position_embeddings: 256,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  tie_word_embeddings: true,
}

const SHARDS = 3
const BLOCK = 1 << 22

/** Small values of both signs, cheap to make: one block written again and again. */
const block = Float32Array.from(
  { length: BLOCK / 4 },
  (_, i) => (((i * 2654435761) % 65536) / 65536 - 0.5) * 0.03,
)

/** Writes one shard in blocks, never whole in memory. */
const writeShard = async (
  file: string,
  tensors: readonly (readonly [string, readonly number[]])[],
): Promise<number> => {
  const header: Record<string, unknown> = {}
  let offset = 0
  for (const [name, shape] of tensors) {
    const end = offset + 4 * shape.reduce((a, b) => a * b, 1)
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] }
    offset = end
  }
  const json = Buffer.from(JSON.stringify(header))
  const head = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, 0x20)
  head.writeBigUInt64LE(BigInt(head.length - 8))
  json.copy(head, 8)
  const out = await open(file, 'w')
  try {
    await out.write(head)
    for (let left = offset; left > 0; left -= BLOCK) {
      await out.write(new Uint8Array(block.buffer, 0, Math.min(left, BLOCK)))
    }
  } finally {
    await out.close()
  }
  return offset
}

const makeModel = async (directory: string): Promise<number> => {
  const { family, config } = parseConfig(CONFIG, 'config.json')
  const all = Object.entries(family.shapes(config))
  const weightMap: Record<string, string> = {}
  let bytes = 0
  for (let shard = 0; shard < SHARDS; shard++) {
    const file = `model-0000${shard + 1}-of-0000${SHARDS}.safetensors`
    const tensors = all.filter((_, i) => i % SHARDS === shard)
    for (const [name] of tensors) weightMap[name] = file
    bytes += await writeShard(join(directory, file), tensors)
  }
  await writeFile(join(directory, 'config.json'), JSON.stringify(CONFIG))
  await writeFile(
    join(directory, 'model.safetensors.index.json'),
    JSON.stringify({ metadata: { total_size: bytes }, weight_map: weightMap }),
  )
  return bytes
}

describe.runIf(process.env.PROMPTPOST_BIG === '1')('a model of more than 2 GB', () => {
  it('loads from its shards and takes a prompt-gradient step', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'promptpost-big-'))
    try {
      const bytes = await makeModel(directory)
      expect(bytes).toBeGreaterThan(2 ** 31)
      expect((await stat(join(directory, `model-00001-of-0000${SHARDS}.safetensors`))).size).toBeGreaterThan(
        2 ** 28,
      )
      const [batch, tokens, virtualTokens, width] = [2, 8, 4, CONFIG.hidden_size]
      const begun = performance.now()
      const graph = tuningGraph(await openModel(directory), {
        virtualTokens,
        columns: [5, 6],
        wordCounts: [1, 1],
        perExample: true,
      })
      const session = await createSession(graph)
      const loaded = performance.now()
      const size = batch * virtualTokens * width
      const { gradient, loss } = await session.run({
        ids: { data: Int32Array.from({ length: batch * tokens }, (_, i) => i * 37), shape: [batch, tokens] },
        readout: { data: new Int32Array(batch).fill(tokens - 1), shape: [batch] },
        labels: { data: Int32Array.of(0, 1), shape: [batch] },
        prompt: {
          data: Float32Array.from({ length: size }, (_, i) => Math.sin(i) / 50),
          shape: [batch, virtualTokens, width],
        },
      })
      const stepped = performance.now()
      await session.dispose()
      const peak = process.resourceUsage().maxRSS / 2 ** 20
      console.log(
        `${(bytes / 2 ** 30).toFixed(2)} GiB of weights: loading ${((loaded - begun) / 1000).toFixed(1)} s, ` +
          `step ${((stepped - loaded) / 1000).toFixed(1)} s, peak ${peak.toFixed(2)} GiB`,
      )
      const values = gradient!.data as Float32Array
      expect(values).toHaveLength(size)
      expect(values.every(Number.isFinite)).toBe(true)
      expect(values.some(value => value !== 0)).toBe(true)
      expect((loss!.data as Float32Array).every(Number.isFinite)).toBe(true)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }, 900_000)
})
