/**
 * The plan against what processes really take: a graph of each kind run once on the CPU, its peak from the kernel. What a plan does not
 * count is bounded here: the allocator's waste, as a share, and what ONNX Runtime takes for itself, which does not grow with the work.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeTinyModel } from '../models/testing/tiny-models.js'
import { TRANSFER_DEFAULTS } from '../post/transfer/settings.js'
import { transferGraph } from '../programs/index.js'
import { describeModel } from './described-model.js'
import { fitStep } from './fit.js'
import { ALLOCATOR_WASTE, distillationNeeds, largestBatch, transferNeeds } from './needs.js'
import type { Measured, Request } from './testing/measure.js'

const programOf = (name: string): string =>
  fileURLToPath(new URL(`../../dist/planning/testing/${name}.js`, import.meta.url))
const MODEL = fileURLToPath(new URL('../../../examples/reviews-gpt2', import.meta.url))

const CONFIGS = {
  gpt2: { model_type: 'gpt2', vocab_size: 4000, n_positions: 512, n_embd: 384, n_layer: 6, n_head: 6 },
  llama: {
    model_type: 'llama',
    vocab_size: 4000,
    hidden_size: 384,
    intermediate_size: 1024,
    num_hidden_layers: 6,
    num_attention_heads: 6,
    num_key_value_heads: 2,
    hidden_act: 'silu',
    max_position_embeddings: 512,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
  },
  bert: {
    model_type: 'bert',
    vocab_size: 4000,
    hidden_size: 384,
    intermediate_size: 1536,
    num_hidden_layers: 6,
    num_attention_heads: 6,
    hidden_act: 'gelu',
    max_position_embeddings: 512,
    type_vocab_size: 2,
    layer_norm_eps: 1e-5,
  },
} as const

/** What a session takes beside its tensors: code, the graph, what JavaScript fed. */
const OF_ITSELF = 80 * 2 ** 20

/** What a whole run takes besides: a small model's weights once more, in the order that suits its kernels; the tokenizer, texts. */
const OF_A_RUN = OF_ITSELF + 120 * 2 ** 20

let root: string
const folders = {} as Record<keyof typeof CONFIGS, string>
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'promptpost-needs-'))
  for (const name of Object.keys(CONFIGS) as (keyof typeof CONFIGS)[]) {
    folders[name] = await mkdtemp(join(root, `${name}-`))
    await writeTinyModel(folders[name], CONFIGS[name], name === 'llama' ? 'float16' : 'float32')
  }
}, 120_000)
afterAll(() => rm(root, { recursive: true }))

const measure = async (folder: string, request: Request): Promise<Measured> => {
  const run = promisify(execFile)(process.execPath, [programOf('measure'), folder, JSON.stringify(request)])
  return JSON.parse((await run).stdout) as Measured
}

describe.runIf(process.platform === 'linux')('a plan', { timeout: 240_000 }, () => {
  it.each([
    ['gpt2', { graph: 'transfer', virtualTokens: 20, sizes: { B: 8, T: 128 } }],
    ['gpt2', { graph: 'distillation', layers: 2, sizes: { B: 16, T: 128 } }],
    ['gpt2', { graph: 'logits', virtualTokens: 20, sizes: { B: 32, T: 128 } }],
    ['llama', { graph: 'transfer', virtualTokens: 20, sizes: { B: 8, T: 192 }, weights: 'converted' }],
    ['llama', { graph: 'transfer', virtualTokens: 20, sizes: { B: 8, T: 192 }, weights: 'stored' }],
    ['llama', { graph: 'distillation', layers: 3, sizes: { B: 6, T: 192 }, weights: 'stored' }],
    ['bert', { graph: 'transfer', virtualTokens: 20, sizes: { B: 12, T: 128 } }],
    ['bert', { graph: 'distillation', layers: 2, sizes: { B: 8, T: 128 } }],
  ] as const)('of %s %j is what it takes', async (name, request) => {
    const { planned, measured, loss } = await measure(folders[name], request)
    expect(Number.isFinite(loss)).toBe(true)
    expect(measured).toBeGreaterThan(planned)
    expect(measured).toBeLessThan(ALLOCATOR_WASTE * planned + OF_ITSELF)
  })

  it('of tuning with its blocks computed again is a fraction, and as much less is taken', async () => {
    const request = { graph: 'tuning', virtualTokens: 20, sizes: { B: 12, T: 128 } } as const
    const plain = await measure(folders.llama, request)
    const again = await measure(folders.llama, { ...request, recompute: true })
    expect(again.loss).toBeCloseTo(plain.loss, 5)
    expect(plain.measured - again.measured).toBeGreaterThan(0.7 * (plain.planned - again.planned))
    expect(plain.planned - again.planned).toBeGreaterThan(0.5 * plain.planned)
  })

  it.each(['transfer', 'distil'])('of a whole %s, optimiser and all, is what it takes', async work => {
    const run = await promisify(execFile)(process.execPath, [programOf('measure-run'), MODEL, work, root])
    const { planned, measured } = JSON.parse(run.stdout) as Measured
    // On a CPU the host's parameters and gradients are the device's.
    expect(measured).toBeGreaterThan(0.75 * planned)
    expect(measured).toBeLessThan(planned + OF_A_RUN)
  })

  it('of weights as they are stored holds one matrix in float32 at a time', async () => {
    const wide = {
      ...CONFIGS.llama,
      hidden_size: 512,
      intermediate_size: 2048,
      num_attention_heads: 8,
      vocab_size: 500,
    }
    const folder = await mkdtemp(join(root, 'wide-'))
    const { weights } = await writeTinyModel(folder, wide, 'float16')
    const request = { graph: 'transfer', virtualTokens: 4, sizes: { B: 2, T: 8 } } as const
    const stored = await measure(folder, { ...request, weights: 'stored' })
    const converted = await measure(folder, { ...request, weights: 'converted' })
    const halves = [...weights.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(converted.planned - stored.planned).toBeGreaterThan(0.7 * halves)
    expect(converted.measured - stored.measured).toBeGreaterThan(0.5 * halves)
    expect(stored.loss).toBe(converted.loss)
  })
})

/** As they are on Hugging Face, as far as memory goes. */
const SEVEN_BILLION = {
  'Llama-2-7B': {
    model_type: 'llama',
    hidden_size: 4096,
    intermediate_size: 11_008,
    max_position_embeddings: 4096,
    num_attention_heads: 32,
    num_hidden_layers: 32,
    num_key_value_heads: 32,
    hidden_act: 'silu',
    rms_norm_eps: 1e-5,
    tie_word_embeddings: false,
    torch_dtype: 'float16',
    vocab_size: 32_000,
  },
  'Mistral-7B': {
    model_type: 'mistral',
    hidden_size: 4096,
    intermediate_size: 14_336,
    max_position_embeddings: 32_768,
    num_attention_heads: 32,
    num_hidden_layers: 32,
    num_key_value_heads: 8,
    hidden_act: 'silu',
    rms_norm_eps: 1e-5,
    sliding_window: 4096,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
    vocab_size: 32_000,
  },
} as const

describe.each(Object.keys(SEVEN_BILLION) as (keyof typeof SEVEN_BILLION)[])('%s', name => {
  const CARD = 24e9
  const describeIt = async (config: object = SEVEN_BILLION[name]) => {
    const folder = await mkdtemp(join(root, '7b-'))
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    const { model, hasWeights } = await describeModel(folder)
    expect(hasWeights).toBe(false)
    return model
  }

  it('in 16 bits fits a card of 24 GB, for transfer and for distillation', async () => {
    const model = await describeIt()
    const transfer = transferNeeds(model, { virtualTokens: 20, maxTokens: 256 })
    const distillation = distillationNeeds(model, { layers: 2 })
    expect([transfer.weights, distillation.weights]).toEqual(['stored', 'stored'])
    expect(largestBatch(transfer, CARD, 64)).toBeGreaterThanOrEqual(1)
    // The default of 2048 tokens a step.
    expect(distillation.of(8).total).toBeLessThan(CARD)
    const parameters = [...model.weights.values()].reduce(
      (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
      0,
    )
    expect(transfer.of(1).weights / (2 * parameters)).toBeCloseTo(1, 2)
  })

  it('takes the default batch of a transfer in parts, in what workers are told', async () => {
    const model = await describeIt()
    const graphOf = (recompute: boolean) => transferGraph(model, { virtualTokens: 20, recompute })
    const { batchSize: batch } = TRANSFER_DEFAULTS
    const fit = fitStep(graphOf, { memory: 23e9, batch, tokens: 256, isOnProcessor: false })
    expect(fit.rows).toBeGreaterThanOrEqual(2)
    expect(fit.bytes).toBeLessThanOrEqual(23e9)
  })

  it('in float32 does not', async () => {
    const model = await describeIt({ ...SEVEN_BILLION[name], torch_dtype: 'float32' })
    const plan = { virtualTokens: 20, maxTokens: 256 }
    expect(largestBatch(transferNeeds(model, plan), CARD, 64)).toBe(0)
    const half = await describeIt()
    expect(largestBatch(transferNeeds(half, { ...plan, weights: 'converted' }), CARD, 64)).toBe(0)
  })
})

it('a larger batch needs more, and the largest that fits is the largest', async () => {
  const { model } = await describeModel(folders.gpt2)
  const needs = transferNeeds(model, { virtualTokens: 20, maxTokens: 64 })
  const totals = [1, 2, 4, 8, 16].map(batch => needs.of(batch).total)
  expect(totals).toEqual([...totals].sort((a, b) => a - b))
  const memory = needs.of(8).total
  expect(largestBatch(needs, memory, 64)).toBe(8)
  expect(largestBatch(needs, memory - 1, 64)).toBe(7)
})
