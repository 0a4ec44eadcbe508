/**
 * Computes every entry of a parity fixture with the engine's own graphs.
 * @module
 */
import type { DType } from '../graph/index.js'
import { keptLayers, type Model, studentConfig, studentEntries } from '../models/index.js'
import {
  distillationGraph,
  gradientName,
  languageModelGraph,
  logitsGraph,
  plainGraph,
  transferGraph,
  tuningGraph,
} from '../programs/index.js'
import { createSession, type Feed, type Feeds } from '../runtime/index.js'
import { readTensor, type TensorEntry } from '../weights/index.js'
import type { Fixture } from './fixture.js'
import { readoutScores } from './scores.js'

export type Computed = Map<string, ArrayLike<number>>
type Numbers = Float32Array | Float64Array

const integers = (values: readonly number[], shape: readonly number[]): Feed => ({
  data: Int32Array.from(values),
  shape,
})

/** Runs one graph on its feeds and lets it go. */
const runOnce = async (
  graph: Parameters<typeof createSession>[0],
  feeds: Feeds,
): Promise<Record<string, Numbers>> => {
  const session = await createSession(graph)
  try {
    const results = await session.run(feeds)
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Numbers]))
  } finally {
    await session.dispose()
  }
}

/** @param dtype float32 as used, or float64 to see the formulas without rounding */
export const computeFixture = async (fixture: Fixture, dtype: DType): Promise<Computed> => {
  const { model, case: c } = fixture
  const floats = (values: ArrayLike<number>, shape: readonly number[]): Feed => ({
    data: dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values),
    shape,
  })
  const [batch, length] = [c.input_ids.length, c.input_ids[0]!.length]
  const lengths = c.attention_mask.map(row => row.reduce((a, b) => a + b, 0))
  const text = { ids: integers(c.input_ids.flat(), [batch, length]), lengths: integers(lengths, [batch]) }
  const readout = { ...text, readout: integers(c.readout, [batch]) }
  const labels = integers(c.labels, [batch])
  const [n, d] = [c.prompt.length, c.prompt[0]!.length]
  const columns = c.verbalizer.flat()
  const wordCounts = c.verbalizer.map(words => words.length)
  const out: Computed = new Map()

  const plain = await runOnce(plainGraph(model, dtype), text)
  out.set('plain.logits', realRows(plain.logits!, lengths, length))
  out.set('plain.hidden', realRows(plain.hidden!, lengths, length))

  const prompt = floats(c.prompt.flat(), [n, d])
  const prompted = await runOnce(logitsGraph(model, { dtype, virtualTokens: n }), { ...readout, prompt })
  out.set('prompted.readout_logits', prompted.logits!)
  const scores = readoutScores(prompted.logits!, batch, c.verbalizer)
  out.set('prompted.class_scores', scores.meanProbability)
  out.set('prompted.mean_logit_scores', scores.meanLogit)
  const repeated = floats(Array.from({ length: batch }, () => c.prompt.flat()).flat(), [batch, n, d])
  const tuned = await runOnce(
    tuningGraph(model, { dtype, virtualTokens: n, columns, wordCounts, perExample: true }),
    {
      ...readout,
      labels,
      prompt: repeated,
    },
  )
  out.set('prompted.loss', tuned.loss!)
  out.set('prompted.prompt_grad', tuned.gradient!)

  const lmTargets = languageTargets(fixture, floats)
  const weights = await readAll(model.weights, floats)
  const lm = await runOnce(languageModelGraph(model, dtype), { ...text, ...lmTargets, ...weights })
  collect(out, 'lm', lm, ['loss'])

  const student = studentOf(model, c.student_layers)
  const plainReadout = async (of: Model, feeds: Feeds, virtualTokens: number) =>
    (await runOnce(logitsGraph(of, { dtype, virtualTokens }), feeds)).logits!
  const studentPrompted = await plainReadout(student, { ...readout, prompt }, n)
  const studentLogits = await plainReadout(student, readout, 0)
  const target = await plainReadout(model, readout, 0)
  out.set('transfer.student_prompted_logits', studentPrompted)
  out.set('transfer.student_logits', studentLogits)
  const vocabulary = [batch, model.config.vocabularySize]
  const transferred = await runOnce(transferGraph(model, { dtype, virtualTokens: n }), {
    ...readout,
    prompt: floats(c.target_prompt.flat(), [n, d]),
    alpha: floats([c.alpha], []),
    omega: floats([0], []),
    target: floats(target, vocabulary),
    studentPrompted: floats(studentPrompted, vocabulary),
    student: floats(studentLogits, vocabulary),
  })
  for (const name of ['mimic', 'shift', 'loss']) out.set(`transfer.${name}`, transferred[name]!)
  out.set('transfer.prompt_grad', transferred.gradient!)

  const kept = keptLayers(model.config.layers, c.student_layers)
  out.set('kept_layers', kept)
  const { graph, trained } = distillationGraph(model, kept, () => true, { dtype })
  const total = lengths.reduce((a, b) => a + b, 0)
  const tokenWeights = lengths.flatMap(real => Array.from({ length }, (_, t) => (t < real ? 1 / total : 0)))
  const distilled = await runOnce(graph, {
    ...text,
    ...lmTargets,
    tokenWeights: floats(tokenWeights, [batch * length]),
    ...(await readAll(trained, floats)),
  })
  collect(out, 'distil', distilled, ['ce', 'lm', 'cos', 'loss'])
  return out
}

/** Rows of real tokens only; padding rows mean nothing. */
export const realRows = (values: ArrayLike<number>, lengths: readonly number[], length: number): number[] => {
  const width = values.length / (lengths.length * length)
  const all = Array.from(values)
  return lengths.flatMap((real, b) => all.slice(b * length * width, (b * length + real) * width))
}

const readAll = async (
  entries: ReadonlyMap<string, TensorEntry>,
  floats: (v: ArrayLike<number>, s: readonly number[]) => Feed,
) => {
  const feeds: Record<string, Feed> = {}
  for (const [name, entry] of entries) feeds[name] = floats(await readTensor(entry), entry.shape)
  return feeds
}

const collect = (
  out: Computed,
  group: string,
  results: Record<string, Numbers>,
  scalars: readonly string[],
): void => {
  for (const name of scalars) out.set(`${group}.${name}`, results[name]!)
  const prefix = gradientName('')
  for (const [name, data] of Object.entries(results)) {
    if (name.startsWith(prefix)) out.set(`${group}.grad.${name.slice(prefix.length)}`, data)
  }
}

/** The student as a model of its own whose tensors are the teacher's. */
const studentOf = (model: Model, layers: number): Model => {
  const kept = keptLayers(model.config.layers, layers)
  return { ...model, config: studentConfig(model, kept), weights: studentEntries(model, kept) }
}

/** Next-token targets (causal) or the case's masked positions. */
const languageTargets = (
  { model, case: c }: Fixture,
  floats: (v: ArrayLike<number>, s: readonly number[]) => Feed,
) => {
  const [batch, length] = [c.input_ids.length, c.input_ids[0]!.length]
  const targets = new Int32Array(batch * length)
  const weights = new Float64Array(batch * length)
  if (model.config.kind === 'causal') {
    const count = c.attention_mask.reduce((sum, row) => sum + row.slice(1).reduce((a, b) => a + b, 0), 0)
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t + 1 < length; t++) {
        targets[b * length + t] = c.input_ids[b]![t + 1]!
        weights[b * length + t] = c.attention_mask[b]![t + 1]! / count
      }
    }
  } else {
    const [rows, columns] = c.mlm_positions!
    rows.forEach((b, i) => {
      targets[b * length + columns[i]!] = c.mlm_labels![i]!
      weights[b * length + columns[i]!] = 1 / rows.length
    })
  }
  return {
    targets: { data: targets, shape: [batch * length] },
    targetWeights: floats(weights, [batch * length]),
  }
}
