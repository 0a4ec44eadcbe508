/**
 * Graphs whose trained values are weights: language modelling, distillation.
 * @module
 */
import {
  constant,
  createGraph,
  type DType,
  type Graph,
  gather,
  gradients,
  input,
  mul,
  multiplyDims,
  type Seed,
  setOutputs,
  type Value,
} from '../graph/index.js'
import {
  createNetwork,
  createParameters,
  forward,
  type Model,
  type Network,
  studentConfig,
  studentEntries,
} from '../models/index.js'
import {
  type DistillationWeights,
  distillationLoss,
  languageModelLoss,
  TEMPERATURE,
} from '../objectives/index.js'
import type { TensorEntry } from '../weights/index.js'
import { sharedMode } from './readout.js'

/** Output name of a weight's gradient. */
export const gradientName = (weight: string): string => `gradient:${weight}`

const textInputs = (graph: Graph, model: Model) => ({
  ids: input(graph, 'ids', 'int32', ['B', 'T']),
  lengths: model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined,
})

const ROWS = multiplyDims('B', 'T')

/** ids (lengths) -> logits [B*T, V] and hidden [B*T, width], without a prompt. */
export const plainGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const graph = createGraph('plain')
  const inputs = textInputs(graph, model)
  const parameters = createParameters(graph, model.weights, { dtype })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  const hidden = forward(network, { ...inputs, mode: 'none' })
  setOutputs(graph, { logits: model.family.logits(network.build, hidden), hidden })
  return graph
}

/**
 * ids, targets int32 [B*T], targetWeights [B*T] and every weight -> loss and the gradient of every weight.
 */
export const languageModelGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const graph = createGraph('language-model')
  const inputs = textInputs(graph, model)
  const targets = input(graph, 'targets', 'int32', [ROWS])
  const targetWeights = input(graph, 'targetWeights', dtype, [ROWS])
  const parameters = createParameters(graph, model.weights, { dtype, trainable: () => true })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  const hidden = forward(network, { ...inputs, mode: 'none' })
  const loss = languageModelLoss(model.family.logits(network.build, hidden), targets, targetWeights)
  setOutputs(graph, {
    loss,
    ...weightGradients(graph, [seed(loss)], [...model.weights.keys()], name => parameters.table(name)),
  })
  return graph
}

const seed = (loss: Value): Seed => ({ value: loss, cotangent: constant(loss.graph, loss.dtype, 1) })

const weightGradients = (
  graph: Graph,
  seeds: readonly Seed[],
  names: readonly string[],
  parameterOf: (name: string) => Value,
) => {
  const all = gradients(graph, seeds, names.map(parameterOf))
  return Object.fromEntries(names.flatMap((name, i) => (all[i] ? [[gradientName(name), all[i]]] : [])))
}

/** Logits over the temperature: a linear head takes the scale on its [rows, width] input, not on [rows, V]. */
const scaledLogits = ({ family, build }: Network, hidden: Value): Value =>
  build.config.kind === 'causal'
    ? family.logits(build, mul(hidden, 1 / TEMPERATURE))
    : mul(family.logits(build, hidden), 1 / TEMPERATURE)

export type DistillationGraph = {
  graph: Graph
  /** Trained weights of the student, by name, with where their initial values lie. */
  trained: Map<string, TensorEntry>
}

/** A prompt [n, width] that all texts are read behind, where there is one. */
const promptInput = (graph: Graph, model: Model, virtualTokens: number, dtype: DType) => ({
  mode: sharedMode(model),
  ...(virtualTokens > 0 && { prompt: input(graph, 'prompt', dtype, [virtualTokens, model.config.width]) }),
})

/** ids (lengths) and prompt, if any -> the hidden states [B*T, width] of the texts after the final norm. */
export const hiddenGraph = (
  model: Model,
  { virtualTokens = 0, dtype = 'float32' }: { virtualTokens?: number; dtype?: DType } = {},
): Graph => {
  const graph = createGraph('hidden')
  const inputs = { ...textInputs(graph, model), ...promptInput(graph, model, virtualTokens, dtype) }
  const parameters = createParameters(graph, model.weights, { dtype, prefix: 'teacher.' })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  setOutputs(graph, { hidden: forward(network, inputs) })
  return graph
}

export type DistillationGraphOptions = {
  dtype?: DType
  weights?: DistillationWeights
  /**
   * teacherHidden [B*T, width] is an input too, what {@link hiddenGraph} gives, and the teacher's blocks are not in the graph; the
   * teacher's head is, which makes its logits of them.
   */
  givenTeacher?: boolean
  /** Both models read the texts behind an input `prompt` [virtualTokens, width]. */
  virtualTokens?: number
  /** Logits are compared at the rows `positions` int32 [R] alone, with weights `logitWeights`; targets and their weights are [R]. */
  sampled?: boolean
}

/**
 * ids, tokenWeights [B*T], targets int32 [B*T], targetWeights [B*T] and the student's trained weights -> ce, lm, cos,
 * loss and the gradient of every trained weight. Teacher and frozen weights come from the teacher's files.
 */
export const distillationGraph = (
  teacher: Model,
  kept: readonly number[],
  trains: (name: string) => boolean,
  options: DistillationGraphOptions = {},
): DistillationGraph => {
  const { dtype = 'float32', virtualTokens = 0 } = options
  const graph = createGraph('distillation')
  const inputs = { ...textInputs(graph, teacher), ...promptInput(graph, teacher, virtualTokens, dtype) }
  const tokenWeights = input(graph, 'tokenWeights', dtype, [ROWS])
  const positions = options.sampled ? input(graph, 'positions', 'int32', ['R']) : undefined
  const compared = positions ? 'R' : ROWS
  const targets = input(graph, 'targets', 'int32', [compared])
  const targetWeights = input(graph, 'targetWeights', dtype, [compared])
  const { family } = teacher
  const teacherNetwork = createNetwork(
    family,
    teacher.config,
    createParameters(graph, teacher.weights, { dtype, prefix: 'teacher.' }),
    dtype,
  )
  const entries = studentEntries(teacher, kept)
  const parameters = createParameters(graph, entries, { dtype, trainable: trains })
  const studentNetwork = createNetwork(family, studentConfig(teacher, kept), parameters, dtype)
  const teacherHidden = options.givenTeacher
    ? input(graph, 'teacherHidden', dtype, [ROWS, teacher.config.width])
    : forward(teacherNetwork, inputs)
  const studentHidden = forward(studentNetwork, inputs)
  const comparedOf = (hidden: Value): Value => (positions ? gather(hidden, positions) : hidden)
  const { seeds, ...losses } = distillationLoss(
    {
      teacherHidden,
      studentHidden,
      teacherScaled: scaledLogits(teacherNetwork, comparedOf(teacherHidden)),
      studentScaled: scaledLogits(studentNetwork, comparedOf(studentHidden)),
      tokenWeights,
      ...(positions && { logitWeights: input(graph, 'logitWeights', dtype, ['R']) }),
      targets,
      targetWeights,
    },
    options.weights,
  )
  const trained = new Map([...entries].filter(([name]) => trains(name)))
  setOutputs(graph, {
    ...losses,
    ...weightGradients(graph, seeds, [...trained.keys()], name => parameters.table(name)),
  })
  return { graph, trained }
}
