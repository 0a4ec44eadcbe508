/**
 * Serialisation: the same graph gives the same bytes, and the emitted graphs of tiny models are the reviewed ones.
 *
 * Their digests lie in testing/replay.json. After an intended change of an emitted graph, run the tests once with
 * UPDATE_REPLAY=1 and commit the file with the change.
 * @module
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createNetwork, createParameters, forward, type Model } from '../models/index.js'
import { fakeModel, TINY_CONFIGS, writeTinyModel } from '../models/testing/tiny-models.js'
import { crossEntropy } from '../objectives/index.js'
import { createSession } from '../runtime/index.js'
import { repositoryPath } from '../testing/shared.js'
import { gradients } from './autodiff.js'
import { add, exp, full, gelu, layerNorm, reshape, split } from './build.js'
import { constant, createGraph, type Graph, input, setOutputs, weight } from './graph.js'
import { liveNodes } from './prune.js'
import { IR_VERSION, OPSET, serializeGraph } from './serialize.js'
import { type Fields, integersOf, messagesOf, parseProtobuf, textsOf } from './testing/parse-protobuf.js'

const REPLAY = repositoryPath('engine', 'src', 'graph', 'testing', 'replay.json')

type Name = keyof typeof TINY_CONFIGS
const NAMES = Object.keys(TINY_CONFIGS) as Name[]

/** A prompt's loss and gradient through a whole model. */
const promptGraph = (model: Model): Graph => {
  const graph = createGraph('replay')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const lengths = model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined
  const readout = input(graph, 'readout', 'int32', ['B'])
  const labels = input(graph, 'labels', 'int32', ['B'])
  const prompt = input(graph, 'prompt', 'float32', [3, 12])
  const parameters = createParameters(graph, model.weights, { dtype: 'float32' })
  const network = createNetwork(model.family, model.config, parameters, 'float32')
  const mode = model.config.kind === 'causal' ? 'shared' : 'separate'
  const hidden = forward(network, { ids, readout, prompt, mode, ...(lengths && { lengths }) })
  const loss = crossEntropy(model.family.logits(network.build, hidden), labels)
  const [gradient] = gradients(
    graph,
    [{ value: loss, cotangent: full(graph, 'float32', 1, ['B']) }],
    [prompt],
  )
  setOutputs(graph, { loss, gradient: gradient! })
  return graph
}

/** Every weight's gradient of the sum of all hidden states. */
const weightsGraph = (model: Model): Graph => {
  const graph = createGraph('replay')
  const ids = input(graph, 'ids', 'int32', ['B', 'T'])
  const lengths = model.config.kind === 'masked' ? input(graph, 'lengths', 'int32', ['B']) : undefined
  const parameters = createParameters(graph, model.weights, { dtype: 'float32', trainable: () => true })
  const network = createNetwork(model.family, model.config, parameters, 'float32')
  const hidden = forward(network, { ids, mode: 'none', ...(lengths && { lengths }) })
  const names = [...model.weights.keys()]
  const seed = { value: hidden, cotangent: full(graph, 'float32', 1, hidden.shape) }
  const found = gradients(graph, [seed], names.map(parameters.table))
  setOutputs(
    graph,
    Object.fromEntries(names.flatMap((name, i) => (found[i] ? [[`d ${name}`, found[i]]] : []))),
  )
  return graph
}

const BUILDERS = { prompt: promptGraph, weights: weightsGraph }

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('replay', () => {
  const emitted = (): Record<string, string> =>
    Object.fromEntries(
      NAMES.flatMap(name =>
        Object.entries(BUILDERS).map(([kind, build]) => [
          `${name} ${kind}`,
          digest(serializeGraph(build(fakeModel(TINY_CONFIGS[name])))),
        ]),
      ),
    )

  it('gives the same bytes for the same graph, built twice', () => {
    expect(emitted()).toEqual(emitted())
  })

  it('gives the reviewed graphs (see the head of this file)', async () => {
    const found = emitted()
    if (process.env.UPDATE_REPLAY === '1') await writeFile(REPLAY, `${JSON.stringify(found, null, 2)}\n`)
    expect(found).toEqual(JSON.parse(await readFile(REPLAY, 'utf8')))
  })

  it('gives other bytes for another configuration', () => {
    const other = fakeModel({ ...TINY_CONFIGS.gpt2, layer_norm_epsilon: 1e-6 })
    expect(digest(serializeGraph(promptGraph(other)))).not.toBe(emitted()['gpt2 prompt'])
  })
})

describe('the model file', () => {
  const model = (graph: Graph): Fields =>
    parseProtobuf(serializeGraph(graph, file => file.replace('/model/', '')))
  const single = (fields: Fields, field: number): Fields => messagesOf(fields, field)[0]!

  it('states its versions and operator sets', () => {
    const fields = model(promptGraph(fakeModel(TINY_CONFIGS.gpt2)))
    expect(integersOf(fields, 1)).toEqual([IR_VERSION])
    expect(textsOf(fields, 2)).toEqual(['promptpost'])
    expect(
      messagesOf(fields, 8).map(set => [textsOf(set, 1)[0] ?? '', ...integersOf(set, 2)]),
    ).toContainEqual(['', OPSET])
  })

  it('holds the live nodes in order, with their inputs and outputs', () => {
    const graph = promptGraph(fakeModel(TINY_CONFIGS.llama))
    const nodes = messagesOf(single(model(graph), 7), 1)
    const live = liveNodes(graph)
    expect(nodes.map(node => textsOf(node, 3)[0])).toEqual(live.map(node => node.name))
    expect(nodes.map(node => textsOf(node, 4)[0])).toEqual(live.map(node => node.op))
    expect(nodes.map(node => textsOf(node, 1))).toEqual(
      live.map(node => node.inputs.map(value => value?.name ?? '')),
    )
    expect(nodes.map(node => textsOf(node, 2))).toEqual(
      live.map(node => node.outputs.map(value => value.name)),
    )
  })

  it('points to each used weight in its file', () => {
    const fake = fakeModel(TINY_CONFIGS.bert)
    const outside = messagesOf(single(model(promptGraph(fake)), 7), 5).filter(
      tensor => integersOf(tensor, 14)[0] === 1,
    )
    const used = [...fake.weights.values()].filter(({ name }) =>
      outside.some(tensor => textsOf(tensor, 8)[0] === name),
    )
    expect(used.length).toBe(fake.weights.size)
    for (const tensor of outside) {
      const entry = fake.weights.get(textsOf(tensor, 8)[0]!)!
      expect(integersOf(tensor, 1)).toEqual(entry.shape)
      const data = messagesOf(tensor, 13).map(pair => [textsOf(pair, 1)[0], textsOf(pair, 2)[0]])
      expect(Object.fromEntries(data)).toEqual({
        location: 'model.safetensors',
        offset: `${entry.offset}`,
        length: `${entry.byteLength}`,
      })
    }
  })

  it('writes attributes of each kind, and none that are only the shape rules’', () => {
    const graph = createGraph('attributes')
    const x = input(graph, 'x', 'float32', ['B', 4])
    const gain = constant(graph, 'float32', [1, 2, 3, 4])
    const [first, second] = split(gelu(layerNorm(x, gain, undefined, 0.25)[0]!, 'tanh'), [2, 2], -1)
    setOutputs(graph, { y: reshape(add(first!, second!), ['B', 2, 1]) })
    const proto = single(model(graph), 7)
    const attributes = (op: string) => {
      const node = messagesOf(proto, 1).find(item => textsOf(item, 4)[0] === op)!
      return Object.fromEntries(messagesOf(node, 5).map(item => [textsOf(item, 1)[0], item]))
    }
    expect(attributes('LayerNormalization').epsilon!.get(2)).toEqual([0.25])
    expect(integersOf(attributes('LayerNormalization').axis!, 3)).toEqual([-1])
    expect(textsOf(attributes('Gelu').approximate!, 4)).toEqual(['tanh'])
    expect(Object.keys(attributes('Split'))).toEqual(['axis'])
    expect(attributes('Reshape')).toEqual({})
    const [value] = messagesOf(proto, 11)
    const dims = messagesOf(single(single(single(value!, 2), 1), 2), 1)
    expect(dims.map(dim => textsOf(dim, 2)[0] ?? integersOf(dim, 1)[0])).toEqual(['B', 4])
  })

  it('leaves out weights, constants and nodes that no output needs', () => {
    const graph = createGraph('dead')
    const x = input(graph, 'x', 'float32', [2])
    exp(add(x, constant(graph, 'float32', 7)))
    add(x, weight(graph, 'unused', 'float32', [2], { file: 'none.safetensors', offset: 0, byteLength: 8 }))
    setOutputs(graph, { y: x })
    const proto = single(model(graph), 7)
    expect(messagesOf(proto, 1)).toHaveLength(1)
    expect(messagesOf(proto, 5)).toEqual([])
  })

  it('is not written for a wrong graph', () => {
    expect(() => serializeGraph(createGraph('empty'))).toThrow(
      expect.objectContaining({ code: 'invalid-graph' }),
    )
  })
})

describe('ONNX Runtime', () => {
  const directories: string[] = []
  afterAll(() => Promise.all(directories.map(path => rm(path, { recursive: true, force: true }))))

  it.each(NAMES)('loads the graphs of %s', async name => {
    const directory = await mkdtemp(join(tmpdir(), 'promptpost-serialize-'))
    directories.push(directory)
    const model = await writeTinyModel(directory, TINY_CONFIGS[name])
    for (const build of Object.values(BUILDERS)) {
      const session = await createSession(build(model), { threads: 1 })
      await session.dispose()
    }
  })
})
