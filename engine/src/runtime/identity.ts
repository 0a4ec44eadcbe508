/**
 * What decides, beside the inputs, which bytes a graph gives: the graph itself, the library that runs it, the machine, the threads.
 * @module
 */
import { availableParallelism, cpus } from 'node:os'
import { basename } from 'node:path'
import { sha256 } from '@promptpost/base'
import { type Graph, serializeGraph } from '../graph/index.js'
import ort from './onnxruntime.js'
import { prepacks, type SessionOptions, weightsKept } from './session.js'
import { defaultThreads } from './threads.js'

/**
 * Two runs of equal identity, with weights and inputs alike, give the same bytes. Of a device other than the cpu its kind is known and
 * not its make, so what is compared must come from machines of one kind.
 *
 * @param graph before a session is made of it
 */
export const computeIdentity = (
  graph: Graph,
  {
    device = 'cpu',
    threads = defaultThreads(),
    prepack = prepacks(graph),
    weights = weightsKept(graph),
  }: SessionOptions = {},
) => ({
  graph: sha256(serializeGraph(graph, basename)),
  runtime: `onnxruntime ${ort.env.versions.node ?? 'unknown'}`,
  device,
  machine: `${process.platform} ${process.arch} ${cpus()[0]?.model ?? 'unknown'}`,
  threads: threads || availableParallelism(),
  prepacked: prepack ? 1 : 0,
  weights,
})
