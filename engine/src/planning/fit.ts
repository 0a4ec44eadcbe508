/**
 * How a step of tuning or transfer is cut to fit a given memory: the largest micro-batches that do, and where not even two examples do,
 * blocks that are computed again on the way back.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import { castOnUse, type Graph, useEightBits } from '../graph/index.js'
import { weightsKept } from '../runtime/index.js'
import { peakOf } from './liveness.js'
import { ALLOCATOR_WASTE, CUDA_OVERHEAD, largest } from './needs.js'

/** What the process takes beside tensors, bytes: Node.js, ONNX Runtime, tokenizer, texts. Measured on SmolLM2-135M: 150 MiB. */
export const PROCESS_OVERHEAD = 170 * 2 ** 20

/**
 * What the processor's memory takes for every byte in use, measured there with and without an arena (1.27), and where blocks are computed
 * again (2.0: parts of two of them are there at a time, of a total that is a tenth).
 */
const WASTE = 1.3
const WASTE_AGAIN = 2

export type Fit = {
  graph: Graph
  /** Examples of a micro-batch. */
  rows: number
  /** What is expected to be taken, bytes. */
  bytes: number
}

export type FitRequest = {
  /** Bytes of the process, or of the device. */
  memory: number
  /** Most examples of a step, and most tokens of one, padding included. */
  batch: number
  tokens: number
  /** Bytes that the process holds beside it, which are none of a device's; default 0. */
  held?: number
  /** Positions that are read of each text; default 1. */
  answers?: number
  isOnProcessor: boolean
  /** As for a session. */
  weights?: 'int8'
}

/**
 * @param graphOf the graph of a step, with its blocks computed again or not
 * @throws PromptPostError 'invalid-argument' when not even one example fits, saying how much would do
 */
export const fitStep = (graphOf: (recompute: boolean) => Graph, request: FitRequest): Fit => {
  const { memory, batch, tokens, held = 0, answers = 1, isOnProcessor, weights } = request
  const bytesWith = (graph: Graph, rows: number, waste: number): number => {
    const { weights, inputs, computed } = peakOf(graph, { B: rows, T: tokens, A: answers })
    return isOnProcessor
      ? PROCESS_OVERHEAD + held + weights + waste * (inputs + computed)
      : CUDA_OVERHEAD + weights + Math.max(waste, ALLOCATOR_WASTE) * (inputs + computed)
  }
  const cut = (recompute: boolean): Fit & { least: number } => {
    const graph = graphOf(recompute)
    // The session changes its own to bytes, and feeds them.
    const planned = weights === 'int8' ? graphOf(recompute) : graph
    if (weights === 'int8') useEightBits(planned, 'int8')
    else if (weightsKept(planned) === 'stored') castOnUse(planned)
    const bytesOf = (rows: number): number => bytesWith(planned, rows, recompute ? WASTE_AGAIN : WASTE)
    const rows = largest(batch, value => bytesOf(value) <= memory)
    return { graph, rows, bytes: bytesOf(rows), least: bytesOf(1) }
  }
  const plain = cut(false)
  // One by one takes half as long again, and so does computing blocks again, with larger matrices.
  if (plain.rows >= Math.min(2, batch)) return plain
  const again = cut(true)
  if (again.rows > 0) return again
  if (plain.rows > 0) return plain
  const least = Math.min(plain.least, again.least)
  throw new PromptPostError('invalid-argument', 'is too little for a step on one example', {
    field: 'memory',
    value: memory,
    next: `Give ${Math.ceil(least)} bytes or more, or lower maxTokens or virtualTokens.`,
  })
}
