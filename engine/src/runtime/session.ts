/**
 * A graph made runnable: one ONNX Runtime session, weights taken straight from the checkpoint's files.
 * @module
 */
import { existsSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { PromptPostError } from '@promptpost/base'
import { BYTES, castOnUse, type Graph, serializeGraph, useEightBits, type Value } from '../graph/index.js'
import { readByteMatrices } from './byte-matrices.js'
import { byteWeights } from './byte-weights.js'
import type { ConcreteDevice } from './devices.js'
import ort from './onnxruntime.js'
import { defaultThreads } from './threads.js'

export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array
export type Feed = { data: TensorData; shape: readonly number[] }
export type Feeds = Readonly<Record<string, Feed>>
export type Results = Record<string, Feed>

export type SessionOptions = {
  device?: ConcreteDevice
  /** Threads of one operator; default {@link defaultThreads}. Results are the same bytes for the same number. */
  threads?: number
  /**
   * Weights repacked for speed (a second copy of them). By default only when all of them are smaller than
   * {@link PREPACK_LIMIT}: measured, repacking is worth about 7 % and costs the weights' size again.
   */
  prepack?: boolean
  /**
   * Float16 and bfloat16 weights: `converted` to float32 when the session begins, or kept as `stored`, in half the bytes, and converted
   * where they are used, each time. Results are the same to the last bit. Default: stored where they would take more than
   * {@link CONVERTED_LIMIT}. `int8`, on the cpu: frozen matrices as bytes, see {@link useEightBits}.
   */
  weights?: WeightsKept
}

export type WeightsKept = 'converted' | 'stored' | 'int8'

/** Largest total of weights, in float32 bytes, that is converted by default. */
export const CONVERTED_LIMIT = 8 * 2 ** 30

/** Largest total of weights, in float32 bytes, that is repacked by default. */
export const PREPACK_LIMIT = 192 << 20

export type Session = {
  /** Runs the graph. Blocks the event loop until it is done. */
  run: (feeds: Feeds, outputs?: readonly string[]) => Promise<Results>
  dispose: () => Promise<void>
}

/** Deepest directory that holds all files. */
const commonDirectory = (files: readonly string[]): string => {
  let common = dirname(resolve(files[0]!))
  while (!files.every(file => resolve(file).startsWith(common.endsWith(sep) ? common : common + sep))) {
    const parent = dirname(common)
    if (parent === common)
      throw new PromptPostError('invalid-argument', 'weights lie on different drives', { field: common })
    common = parent
  }
  return common
}

const weightBytes = (graph: Graph): number => {
  let elements = 0
  for (const value of graph.weights.keys()) elements += (value.shape as number[]).reduce((a, b) => a * b, 1)
  return elements * 4
}

/** Whether a session repacks the graph's weights unless it is told. */
export const prepacks = (graph: Graph): boolean => weightBytes(graph) <= PREPACK_LIMIT

/** How a session keeps the graph's weights unless it is told. */
export const weightsKept = (graph: Graph): WeightsKept =>
  [...graph.weights.keys()].some(({ dtype }) => BYTES[dtype] === 2) && weightBytes(graph) > CONVERTED_LIMIT
    ? 'stored'
    : 'converted'

/** What rewrites quantised graphs and convolutions, of which ours have none: each costs a walk through the graph, most of them several. */
const NEVER_OF_USE = [
  'DoubleQDQPairsRemover',
  'QDQPropagationTransformer',
  'WeightBiasQuantization',
  'WhereDummyDq',
  'QDQS8ToU8Transformer',
  'QDQSelectorActionTransformer',
  'QDQFinalCleanupTransformer',
  'DynamicQuantizeMatMulFusion',
  'MatMulIntegerToFloatFusion',
  'MatMulNBitsFusion',
  'GroupQueryAttentionFusion',
  'GroupQueryAttentionPreNormFusion',
  'SliceConcatToSpaceToDepthFusion',
  'ConvActivationFusion',
  'ConvAddActivationFusion',
  'NchwcTransformer',
  'NhwcTransformer',
]

const configEntries = (folder: string | undefined, prepack: boolean) => ({
  session: {
    ...(folder && { model_external_initializers_file_folder_path: folder }),
    ...(!prepack && { disable_prepacking: '1' }),
    // Worker threads must not go on spinning into the next session's run, or into JavaScript's.
    force_spinning_stop: '1',
    // x * 0 is 0 only for finite x; denormals cost far more than they mean.
    set_denormal_as_zero: '1',
  },
  optimization: { disable_specified_optimizers: NEVER_OF_USE.join(';') },
})

/**
 * @throws PromptPostError 'invalid-graph' when the graph is wrong, 'invalid-weights' when ONNX Runtime cannot load it
 */
export const createSession = async (graph: Graph, options: SessionOptions = {}): Promise<Session> => {
  const {
    device = 'cpu',
    threads = defaultThreads(),
    prepack = prepacks(graph),
    weights = weightsKept(graph),
  } = options
  if (weights === 'stored') castOnUse(graph)
  const fixed = weights === 'int8' ? await withBytes(graph, device) : {}
  const files = [...new Set([...graph.weights.values()].map(data => data.file))]
  for (const file of files) {
    if (!existsSync(file)) throw new PromptPostError('invalid-weights', 'the file is gone', { field: file })
  }
  const folder = files.length > 0 ? commonDirectory(files) : undefined
  const bytes = serializeGraph(graph, file => relative(folder!, resolve(file)).split(sep).join('/'))
  let native: ort.InferenceSession
  try {
    native = await ort.InferenceSession.create(bytes, {
      executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // A pattern is one more block as large as a whole step, kept for every shape: measured on SmolLM2, a step peaks at
      // 1.4 GiB without patterns and at 2.2 GiB with them.
      enableMemPattern: false,
      extra: configEntries(folder, prepack),
    })
  } catch (cause) {
    throw new PromptPostError('invalid-weights', `ONNX Runtime cannot load it: ${(cause as Error).message}`, {
      field: `graph ${graph.name}`,
      cause,
    })
  }
  const inputs = new Map(graph.inputs.map(value => [value.name, value]))
  const names = graph.outputs.map(value => value.name)
  return {
    run: async (feeds, outputs = names) => {
      const tensors: Record<string, ort.Tensor> = {}
      for (const name of native.inputNames)
        tensors[name] = fixed[name] ?? toTensor(inputs.get(name)!, feeds[name])
      const results = await native.run(tensors, outputs as string[])
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [
          name,
          { data: tensor.data as TensorData, shape: tensor.dims },
        ]),
      )
    },
    dispose: () => native.release(),
  }
}

/** Changes the graph to products of bytes, and gives the bytes. */
const withBytes = async (graph: Graph, device: ConcreteDevice): Promise<Record<string, ort.Tensor>> => {
  if (device !== 'cpu') {
    throw new PromptPostError('invalid-argument', 'is for the cpu', {
      field: 'weights',
      value: 'int8',
      next: `Leave it out on ${device}.`,
    })
  }
  return readByteMatrices(useEightBits(graph, await byteWeights()))
}

const toTensor = (value: Value, feed: Feed | undefined): ort.Tensor => {
  if (!feed) throw new PromptPostError('internal', 'the graph needs this input', { field: value.name })
  const fits =
    feed.shape.length === value.shape.length &&
    value.shape.every((dim, i) => typeof dim === 'string' || dim === feed.shape[i])
  if (!fits) {
    throw new PromptPostError('internal', `has shape [${feed.shape}] where the graph has [${value.shape}]`, {
      field: value.name,
    })
  }
  return new ort.Tensor(value.dtype as 'float32', feed.data as Float32Array, feed.shape)
}
