/**
 * Graphs that read a model out at one position per text, or at those of an answer: evaluation, prompt tuning, transfer.
 * @module
 */
import {
  constant,
  createGraph,
  type DType,
  full,
  type GradientOptions,
  type Graph,
  gradients,
  input,
  reduceMean,
  setOutputs,
  type Value,
} from '../graph/index.js'
import {
  createNetwork,
  createParameters,
  forward,
  type LayoutMode,
  type Model,
  type Network,
} from '../models/index.js'
import {
  type ClassColumns,
  classScores,
  crossEntropy,
  type Scoring,
  transferLoss,
} from '../objectives/index.js'

export type ReadoutOptions = {
  dtype?: DType
  /** Length of the soft prompt; 0 for none. */
  virtualTokens: number
  /** Token ids whose logits are wanted, in order; all of the vocabulary when absent. */
  columns?: readonly number[]
  /** The prompt input is [B, n, width], one copy per example. */
  repeated?: boolean
  /** Reads A positions of each text: `readout` is [B, A], and wherever rows of logits are [B, ...] below they are [B*A, ...]. */
  answers?: boolean
}

export type Readout = {
  graph: Graph
  network: Network
  prompt: Value | undefined
  /** [B, columns or V] */
  logits: Value
}

/** Inputs common to all: ids int32 [B, T], lengths int32 [B] (masked models), readout int32 [B], prompt [n, width]. */
export const readoutGraph = (
  name: string,
  model: Model,
  mode: LayoutMode,
  options: ReadoutOptions,
): Readout => {
  const { dtype = 'float32', virtualTokens, columns } = options
  const graph = createGraph(name)
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const lengths = model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined
  const readout = input(graph, 'readout', 'int32', options.answers ? ['B', 'A'] : ['B'])
  const { width } = model.config
  const shape = options.repeated ? ['B', virtualTokens, width] : [virtualTokens, width]
  const prompt = virtualTokens > 0 ? input(graph, 'prompt', dtype, shape) : undefined
  const parameters = createParameters(graph, model.weights, { dtype })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  const hidden = forward(network, { ids, lengths, prompt, mode, readout })
  const chosen = columns && constant(graph, 'int64', columns)
  return { graph, network, prompt, logits: model.family.logits(network.build, hidden, chosen) }
}

/** Models that read both ways give each example its own copy of the prompt. */
export const sharedMode = (model: Model): LayoutMode =>
  model.config.kind === 'causal' ? 'shared' : 'separate'

/** ids, readout, prompt -> logits [B, columns or V]. Causal prompts run once per batch. */
export const logitsGraph = (model: Model, options: ReadoutOptions): Graph => {
  const { graph, logits } = readoutGraph('logits', model, sharedMode(model), options)
  setOutputs(graph, { logits })
  return graph
}

/** The prompt's gradient of each example's own loss [B], or of the batch's mean. */
export const promptGradient = (
  loss: Value,
  prompt: Value,
  { perExample, recompute }: { perExample: boolean } & GradientOptions,
): Value => {
  const { graph, dtype } = loss
  const seed = perExample
    ? { value: loss, cotangent: full(graph, dtype, 1, ['B']) }
    : { value: reduceMean(loss, [0]), cotangent: constant(graph, dtype, 1) }
  return gradients(graph, [seed], [prompt], { recompute })[0]!
}

export type TuningOptions = ReadoutOptions & {
  columns: readonly number[]
  /** Words per class; sums to the columns. */
  wordCounts: readonly number[]
  scoring?: Scoring
  /** Gradients of each example's own loss, or of the batch's mean loss. */
  perExample: boolean
} & GradientOptions

/**
 * Prompt tuning: ids, readout, labels int32 [B], prompt -> loss [B], scores [B, classes], gradient.
 *
 * Per example: `prompt` is [B, n, width] (the prompt repeated) and the gradient [B, n, width] holds each example's own
 * gradient, since no example's loss depends on another's copy. Otherwise `prompt` is [n, width] and the gradient is that of
 * the batch's mean loss.
 */
export const tuningGraph = (model: Model, options: TuningOptions): Graph => {
  const mode = options.perExample ? 'separate' : sharedMode(model)
  const { graph, prompt, logits } = readoutGraph('tuning', model, mode, {
    ...options,
    repeated: options.perExample,
  })
  const labels = input(graph, 'labels', 'int32', ['B'])
  const scores = classScores(logits, options.wordCounts, options.scoring)
  const loss = crossEntropy(scores, labels)
  setOutputs(graph, { loss, scores, gradient: promptGradient(loss, prompt!, options) })
  return graph
}

/**
 * Transfer: ids, readout, alpha, omega and gamma (scalars), prompt [n, width], the constant logits target, studentPrompted, student
 * [B, V] and the target's leaning [V] (gamma and leaning with a verbalizer only) -> loss, mimic [B], shift [B], logits [B, V], gradient [n, width] of the
 * mean loss. With answers also weights [B*A], whose sum over the rows takes the mean's place.
 */
export const transferGraph = (
  model: Model,
  options: ReadoutOptions & GradientOptions,
  verbalizer?: ClassColumns,
): Graph => {
  const { graph, prompt, logits } = readoutGraph('transfer', model, sharedMode(model), options)
  const { dtype } = logits
  const constantLogits = (name: string) => input(graph, name, dtype, logits.shape)
  const weights = {
    alpha: input(graph, 'alpha', dtype, []),
    gamma: verbalizer && input(graph, 'gamma', dtype, []),
    omega: input(graph, 'omega', dtype, []),
    ...(options.answers && { rows: input(graph, 'weights', dtype, [logits.shape[0]!]) }),
  }
  const { loss, mimic, shift } = transferLoss(
    {
      prompted: logits,
      target: constantLogits('target'),
      studentPrompted: constantLogits('studentPrompted'),
      student: constantLogits('student'),
      leaning: verbalizer && input(graph, 'leaning', dtype, logits.shape.slice(-1)),
    },
    weights,
    verbalizer,
  )
  const seed = { value: loss, cotangent: constant(graph, dtype, 1) }
  const [gradient] = gradients(graph, [seed], [prompt!], { recompute: options.recompute })
  setOutputs(graph, { loss, mimic, shift, logits, gradient: gradient! })
  return graph
}
