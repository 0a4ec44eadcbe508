/**
 * A model held ready for predictions: what it keeps of a prompt is computed once, and texts with different prompts and
 * tasks share a run.
 * @module
 */
import { emptyState, type PromptState, promptState, stateNames, stateOf } from '../generate/index.js'
import type { Model } from '../models/index.js'
import { servingGraph } from '../programs/index.js'
import { createSession, type Feed, type Feeds, type Session } from '../runtime/index.js'
import type { Batch, EncodedText } from '../text/index.js'
import { batchFeeds, evaluationBatches, type PromptValues } from './readout-runner.js'
import type { Compute } from './workbench.js'

export type ServedText = {
  encoded: EncodedText
  /** What stands before it; see {@link Serving.prepare}. */
  state: PromptState
  /** Token ids whose logits are wanted. */
  columns: readonly number[]
}

export type Serving = {
  /** @param prompt left out for none */
  prepare: (prompt?: PromptValues) => Promise<PromptState>
  /** @returns logits of each text's columns, in order. Blocks the event loop while a batch runs. */
  logits: (texts: readonly ServedText[]) => Promise<Float32Array[]>
  dispose: () => Promise<void>
}

/** One tensor of several states, each moved to the right of the longest one's places. */
const stack = (model: Model, states: readonly PromptState[], tensor: number): Feed => {
  const { keyValueHeads, headSize } = model.config
  const longest = Math.max(...states.map(({ virtualTokens }) => virtualTokens))
  const shape = [states.length, keyValueHeads, longest, headSize]
  if (states.length === 1) return { data: states[0]!.tensors[tensor]!, shape }
  const data = new Float32Array(states.length * keyValueHeads * longest * headSize)
  states.forEach(({ virtualTokens: n, tensors }, s) => {
    for (let head = 0; head < keyValueHeads; head++) {
      const from = head * n * headSize
      const end = (s * keyValueHeads + head + 1) * longest * headSize
      data.set(tensors[tensor]!.subarray(from, from + n * headSize), end - n * headSize)
    }
  })
  return { data, shape }
}

/** Keys and values of the prompts of a batch, and which text has which. */
const pastFeeds = (model: Model, rows: readonly ServedText[]): Feeds => {
  const states = [...new Set(rows.map(({ state }) => state))]
  const lengths = states.map(({ virtualTokens }) => virtualTokens)
  return {
    state: { data: Int32Array.from(rows, ({ state }) => states.indexOf(state)), shape: [rows.length] },
    promptLengths: { data: Int32Array.from(lengths), shape: [states.length] },
    ...Object.fromEntries(stateNames(model).map((name, i) => [name, stack(model, states, i)])),
  }
}

const promptFeeds = (model: Model, [row]: readonly ServedText[]): Feeds => {
  const { virtualTokens, tensors } = row!.state
  return { prompt: { data: tensors[0]!, shape: [virtualTokens, model.config.width] } }
}

const runBatch = async (
  model: Model,
  session: Session,
  batch: Batch,
  rows: readonly ServedText[],
): Promise<Float32Array[]> => {
  const columns = [...new Set(rows.flatMap(row => row.columns))]
  const at = new Map(columns.map((column, i) => [column, i]))
  const before = model.config.kind === 'causal' ? pastFeeds(model, rows) : promptFeeds(model, rows)
  const { logits } = await session.run({
    ...batchFeeds(batch),
    ...before,
    columns: { data: Int32Array.from(columns), shape: [columns.length] },
  })
  const data = logits!.data as Float32Array
  return rows.map((row, i) =>
    Float32Array.from(row.columns, column => data[i * columns.length + at.get(column)!]!),
  )
}

/** Texts that may share a run: all of them behind cached states, those of one prompt otherwise. */
const runnable = (model: Model, texts: readonly ServedText[]): number[][] => {
  const groups = new Map<PromptState | undefined, number[]>()
  texts.forEach(({ state }, i) => {
    const key = model.config.kind === 'causal' ? undefined : state
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  })
  return [...groups.values()]
}

/**
 * Opens the model's one session.
 * @throws PromptPostError 'invalid-weights' when ONNX Runtime cannot load it
 */
export const openServing = async (model: Model, compute: Compute = {}): Promise<Serving> => {
  const session = await createSession(servingGraph(model), compute)
  const isCausal = model.config.kind === 'causal'
  const none = isCausal ? emptyState(model) : stateOf(0, [new Float32Array(0)])
  return {
    prepare: async prompt => {
      if (!prompt) return none
      return isCausal ? promptState(model, prompt, compute) : stateOf(prompt.virtualTokens, [prompt.values])
    },
    logits: async texts => {
      const found: Float32Array[] = []
      for (const group of runnable(model, texts)) {
        const members = group.map(i => texts[i]!)
        for (const batch of evaluationBatches(members.map(({ encoded }) => encoded))) {
          const rows = await runBatch(
            model,
            session,
            batch,
            batch.examples.map(i => members[i]!),
          )
          batch.examples.forEach((example, row) => {
            found[group[example]!] = rows[row]!
          })
        }
      }
      return found
    },
    dispose: () => session.dispose(),
  }
}
