/**
 * What transfer and distillation need of a device's memory, by the graphs that they run.
 * @module
 */
import { castOnUse, type Graph } from '../graph/index.js'
import { keptLayers, type Model } from '../models/index.js'
import { DISTIL_DEFAULTS } from '../post/distil/index.js'
import { BATCH_TOKENS, LARGEST_BATCH } from '../post/readout-runner.js'
import { cachedRows } from '../post/transfer/constants.js'
import { TRANSFER_DEFAULTS } from '../post/transfer/settings.js'
import { distillationGraph, logitsGraph, transferGraph } from '../programs/index.js'
import { type WeightsKept, weightsKept } from '../runtime/index.js'
import { type Peak, peakOf, type Sizes } from './liveness.js'

/**
 * What ONNX Runtime's allocator takes for every byte in use: blocks that fit nothing that comes. Measured on CPUs, 1.05 to 1.31
 * (`needs.long.test.ts`); the allocator for CUDA is the same.
 */
export const ALLOCATOR_WASTE = 1.35

/** What CUDA, cuBLAS and cuDNN take before the first tensor, bytes. An allowance: it has not been measured. */
export const CUDA_OVERHEAD = 0.75 * 2 ** 30

/** Bytes. */
export type Needs = {
  /** On the device, at the fullest moment: `overhead + weights + work`. */
  total: number
  overhead: number
  /** Of all weights that are held, as they are held. */
  weights: number
  /** Inputs, what backward keeps, logits, gradients, conversions in use; with what the allocator wastes. */
  work: number
  /** What runs at the fullest moment. */
  phase: string
  at: string
  /** In main memory beside it: the optimiser's state, logits that are kept. */
  host: number
}

/** How much is needed with batches of a size. */
export type NeedsOf = { weights: WeightsKept; of: (batch: number) => Needs }

type Phase = { name: string; graph: Graph; sizes: (batch: number) => Sizes }

/** @param areHeld all at once, so that the weights of one stay while another runs */
const fullest = (phases: readonly Phase[], batch: number, host: number, areHeld = false): Needs => {
  const peaks = phases.map(({ graph, sizes }): Peak => peakOf(graph, sizes(batch)))
  const held = peaks.reduce((sum, { weights }) => sum + weights, 0)
  const needs = phases.map(({ name }, i): Needs => {
    const { weights: own, inputs, computed, at } = peaks[i]!
    const weights = areHeld ? held : own
    const work = ALLOCATOR_WASTE * (inputs + computed)
    const overhead = CUDA_OVERHEAD
    return { total: overhead + weights + work, overhead, weights, work, phase: name, at, host }
  })
  return needs.reduce((a, b) => (b.total > a.total ? b : a))
}

/** Keeps the weights as a session would, or as asked for. */
const prepared = (phases: readonly Phase[], asked: WeightsKept | undefined): WeightsKept => {
  const kept = asked ?? weightsKept(phases[0]!.graph)
  if (kept === 'stored') for (const { graph } of phases) castOnUse(graph)
  return kept
}

export type TransferPlan = {
  virtualTokens: number
  /** Longest text, tokens. */
  maxTokens: number
  /** Public texts. */
  texts?: number
  weights?: WeightsKept
}

/** A transfer to this model; the batch is texts of a step. */
export const transferNeeds = (model: Model, plan: TransferPlan): NeedsOf => {
  const { virtualTokens, maxTokens, texts = TRANSFER_DEFAULTS.texts } = plan
  const { vocabularySize } = model.config
  const rows = Math.max(1, Math.min(LARGEST_BATCH, Math.floor(BATCH_TOKENS / maxTokens)))
  const phases: Phase[] = [
    {
      name: 'a step',
      graph: transferGraph(model, { virtualTokens }),
      sizes: batch => ({ B: batch, T: maxTokens }),
    },
    {
      name: 'logits of all texts',
      graph: logitsGraph(model, { virtualTokens }),
      sizes: () => ({ B: rows, T: maxTokens }),
    },
  ]
  const weights = prepared(phases, plan.weights)
  // Three logits of each text, and two more of a tenth of them at the end; the optimiser has a prompt to keep.
  const host = 4 * vocabularySize * 3.2 * Math.min(texts, cachedRows(vocabularySize))
  return { weights, of: batch => fullest(phases, batch, host) }
}

export type DistillationPlan = {
  /** Of the student. */
  layers: number
  /** Tokens of a sequence. */
  sequenceLength?: number
  trainEmbeddings?: boolean
  /** As those of a distillation: shares of the tokens whose logits are compared, and of the steps behind a random prompt. */
  positions?: number
  proxyShare?: number
  weights?: WeightsKept
}

/** A distillation of this model; the batch is sequences of a step. */
export const distillationNeeds = (model: Model, plan: DistillationPlan): NeedsOf => {
  const { sequenceLength, trainEmbeddings, positions, proxyShare, proxyTokens } = {
    ...DISTIL_DEFAULTS,
    ...plan,
  }
  const kept = keptLayers(model.config.layers, plan.layers)
  const trains = (name: string): boolean => trainEmbeddings || !model.family.isEmbedding(name)
  const graphOf = (virtualTokens: number) =>
    distillationGraph(model, kept, trains, { sampled: positions < 1, virtualTokens })
  const length = Math.min(sequenceLength, model.config.maxPositions)
  const sizes = (batch: number): Sizes => ({ B: batch, T: length, R: Math.ceil(positions * batch * length) })
  const steps = [
    ...(proxyShare < 1 ? [{ name: 'a step', ...graphOf(0) }] : []),
    ...(proxyShare > 0 ? [{ name: 'a step behind a prompt', ...graphOf(proxyTokens) }] : []),
  ]
  const phases = steps.map(({ name, graph }): Phase => ({ name, graph, sizes }))
  const { trained } = steps[0]!
  const weights = prepared(phases, plan.weights)
  const parameters = [...trained.values()].reduce(
    (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  )
  // Parameters, two moments and the gradient, float32.
  const host = 4 * 4 * parameters
  return { weights, of: batch => fullest(phases, batch, host, true) }
}

/** The largest whole number from 1 to `most` that fits, where all below one that fits do; 0 if none does. */
export const largest = (most: number, fits: (value: number) => boolean): number => {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** The largest batch up to `most` that needs no more than `memory` bytes; 0 if none does. */
export const largestBatch = ({ of }: NeedsOf, memory: number, most: number): number =>
  largest(most, batch => of(batch).total <= memory)
