/**
 * Writes a checked graph as an ONNX model: the same graph gives the same bytes. Field numbers are those of
 * https://github.com/onnx/onnx/blob/v1.18.0/onnx/onnx.proto3
 * @module
 */
import { checkGraph } from './check.js'
import type { Shape } from './dim.js'
import { type DType, ONNX_TYPE } from './dtype.js'
import { type Attribute, GRADIENT_SCOPE, type Graph, type Node, type Value } from './graph.js'
import {
  type Message,
  message,
  toBytes,
  writeBytes,
  writeFloat,
  writeInt,
  writeMessage,
  writeString,
} from './protobuf.js'
import { liveNodes } from './prune.js'

/** ai.onnx operator set; 20 is the first with Gelu. */
export const OPSET = 20
/** ONNX intermediate representation version, that of opset 20 (onnx 1.15). */
export const IR_VERSION = 9

/** Attributes that only the shape rules read, and are not part of the operator. */
const OWN_ATTRIBUTES: Record<string, readonly string[]> = {
  Reshape: ['to'],
  Expand: ['to'],
  Split: ['sizes'],
  Range: ['length'],
  Gather: ['repeated'],
  ReduceSum: ['reducedAxes'],
  ReduceMean: ['reducedAxes'],
  ReduceMax: ['reducedAxes'],
  ReduceMin: ['reducedAxes'],
  ReduceLogSumExp: ['reducedAxes'],
}

const attribute = (name: string, value: Attribute): Message => {
  const proto = message()
  writeString(proto, 1, name)
  if (typeof value === 'number') {
    writeInt(proto, 3, value)
    writeInt(proto, 20, 2)
  } else if (typeof value === 'string') {
    writeString(proto, 4, value)
    writeInt(proto, 20, 3)
  } else if ('float' in value) {
    writeFloat(proto, 2, value.float)
    writeInt(proto, 20, 1)
  } else {
    for (const item of value) writeInt(proto, 8, item)
    writeInt(proto, 20, 7)
  }
  return proto
}

const nodeProto = (node: Node): Message => {
  const proto = message()
  const inputs = node.inputs.map(value => value?.name ?? '')
  while (inputs.at(-1) === '') inputs.pop()
  for (const name of inputs) writeString(proto, 1, name)
  for (const output of node.outputs) writeString(proto, 2, output.name)
  writeString(proto, 3, node.name)
  writeString(proto, 4, node.op)
  const hidden = OWN_ATTRIBUTES[node.op] ?? []
  for (const [name, value] of Object.entries(node.attributes)) {
    if (hidden.includes(name)) continue
    const item = node.op === 'Cast' ? attribute('to', ONNX_TYPE[value as DType]) : attribute(name, value)
    writeMessage(proto, 5, item)
  }
  if (node.domain) writeString(proto, 7, node.domain)
  return proto
}

const valueInfo = (value: Value): Message => {
  const shape = message()
  for (const dim of value.shape) {
    const proto = message()
    if (typeof dim === 'number') writeInt(proto, 1, dim)
    else writeString(proto, 2, dim)
    writeMessage(shape, 1, proto)
  }
  const tensor = message()
  writeInt(tensor, 1, ONNX_TYPE[value.dtype])
  writeMessage(tensor, 2, shape)
  const type = message()
  writeMessage(type, 1, tensor)
  const proto = message()
  writeString(proto, 1, value.name)
  writeMessage(proto, 2, type)
  return proto
}

const tensorHead = (value: Value): Message => {
  const proto = message()
  for (const dim of value.shape as Shape) writeInt(proto, 1, dim as number)
  writeInt(proto, 2, ONNX_TYPE[value.dtype])
  return proto
}

const entry = (key: string, value: string): Message => {
  const proto = message()
  writeString(proto, 1, key)
  writeString(proto, 2, value)
  return proto
}

/**
 * Serialises a graph after checking it. Nodes that no output needs are left out.
 * @param locate gives the location written for an external file, relative to where the model file will lie
 * @returns the bytes of the ModelProto
 * @throws PromptPostError 'invalid-graph' naming the node that is wrong
 */
export const serializeGraph = (graph: Graph, locate: (file: string) => string = file => file): Uint8Array => {
  checkGraph(graph)
  const nodes = liveNodes(graph)
  const used = new Set(nodes.flatMap(node => node.inputs))
  const proto = message()
  for (const node of nodes) writeMessage(proto, 1, nodeProto(node))
  writeString(proto, 2, graph.name)
  for (const [value, bytes] of graph.constants) {
    if (!used.has(value)) continue
    const tensor = tensorHead(value)
    writeString(tensor, 8, value.name)
    writeBytes(tensor, 9, bytes)
    writeMessage(proto, 5, tensor)
  }
  for (const [value, data] of graph.weights) {
    if (!used.has(value)) continue
    const tensor = tensorHead(value)
    writeString(tensor, 8, value.name)
    writeMessage(tensor, 13, entry('location', locate(data.file)))
    writeMessage(tensor, 13, entry('offset', `${data.offset}`))
    writeMessage(tensor, 13, entry('length', `${data.byteLength}`))
    writeInt(tensor, 14, 1)
    writeMessage(proto, 5, tensor)
  }
  for (const value of graph.inputs) writeMessage(proto, 11, valueInfo(value))
  for (const value of graph.outputs) writeMessage(proto, 12, valueInfo(value))
  // Its own inference loses sizes behind a computed shape. Where it does not know them, ONNX Runtime compares every tensor with
  // every other that is free, to see whether it fits: on a gradient of thirty blocks, three seconds of a session's beginning. Where it does, it
  // plans who takes whose place ahead, which costs a pass without a gradient more memory than it saves time.
  if (nodes.some(({ name }) => name.startsWith(GRADIENT_SCOPE))) {
    const outputs = new Set(graph.outputs)
    for (const node of nodes)
      for (const value of node.outputs) if (!outputs.has(value)) writeMessage(proto, 13, valueInfo(value))
  }

  const model = message()
  writeInt(model, 1, IR_VERSION)
  writeString(model, 2, 'promptpost')
  writeMessage(model, 7, proto)
  for (const [domain, version] of [
    ['', OPSET],
    ['com.microsoft', 1],
  ] as const) {
    const opset = message()
    if (domain) writeString(opset, 1, domain)
    writeInt(opset, 2, version)
    writeMessage(model, 8, opset)
  }
  return toBytes(model)
}
