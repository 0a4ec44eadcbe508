/**
 * Graphs whose trained values are weights: language modelling, distillation.
 * @module
 */
import {
  constant,
  createGraph,
  type DType,
  type Graph,
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

/** ids (lengths) -> the hidden states [B*T, width] after the final norm. */
export const hiddenGraph = (model: Model, dtype: DType = 'float32'): Graph => {
  const graph = createGraph('hidden')
  const inputs = textInputs(graph, model)
  const parameters = createParameters(graph, model.weights, { dtype, prefix: 'teacher.' })
  const network = createNetwork(model.family, model.config, parameters, dtype)
  setOutputs(graph, { hidden: forward(network, { ...inputs, mode: 'none' }) })
  return graph
}

/**
 * ids, tokenWeights [B*T], targets int32 [B*T], targetWeights [B*T] and the student's trained weights -> ce, lm, cos,
 * loss and the gradient of every trained weight. Teacher and frozen weights come from the teacher's files.
 *
 * @param options.givenTeacher teacherHidden [B*T, width] is an input too, what {@link hiddenGraph} gives, and the teacher's blocks are
 *   not in the graph; the teacher's head is, which makes its logits of them
 */
export const distillationGraph = (
  teacher: Model,
  kept: readonly number[],
  trains: (name: string) => boolean,
  options: { dtype?: DType; weights?: DistillationWeights; givenTeacher?: boolean } = {},
): DistillationGraph => {
  const { dtype = 'float32' } = options
  const graph = createGraph('distillation')
  const inputs = textInputs(graph, teacher)
  const tokenWeights = input(graph, 'tokenWeights', dtype, [ROWS])
  const targets = input(graph, 'targets', 'int32', [ROWS])
  const targetWeights = input(graph, 'targetWeights', dtype, [ROWS])
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
    : forward(teacherNetwork, { ...inputs, mode: 'none' })
  const studentHidden = forward(studentNetwork, { ...inputs, mode: 'none' })
  const { seeds, ...losses } = distillationLoss(
    {
      teacherHidden,
      studentHidden,
      teacherScaled: scaledLogits(teacherNetwork, teacherHidden),
      studentScaled: scaledLogits(studentNetwork, studentHidden),
      tokenWeights,
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
