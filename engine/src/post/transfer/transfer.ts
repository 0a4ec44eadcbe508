/**
 * Prompt transfer: from p_s on the student to p_t on the target with public text alone (POST, arXiv 2506.16196,
 * section 4.3). A step is one forward and one backward of the target.
 * @module
 */
import { transferGraph } from '../../programs/index.js'
import { createSession } from '../../runtime/index.js'
import { classesOf } from '../classes.js'
import { effectOf } from '../effect.js'
import { readoutLogits } from '../readout-runner.js'
import type { Share } from '../share.js'
import { resolveTask, textLimit } from '../task.js'
import { openWorkbench, type Workbench } from '../workbench.js'
import { chooseTexts, constantFeeds, constantLogits, targetShare } from './constants.js'
import { type Bench, splitTexts } from './descent.js'
import { fitTransfer } from './fit.js'
import { referencesOf } from './reference.js'
import { resultOf, runTransfer } from './run.js'
import {
  type OpenTransferOptions,
  requireTransferable,
  resolveSettings,
  type TransferOptions,
  type Transferred,
} from './settings.js'

/** @throws PromptPostError for inputs that do not fit; 'cancelled' */
export const transfer = async (options: TransferOptions): Promise<Transferred> => {
  const target = await openWorkbench(options.modelDirectory)
  return transferWith(target, await openWorkbench(options.studentDirectory), options)
}

/** What the texts are, and how they are read: the same for whoever does a share. */
const prepare = (target: Workbench, student: Workbench, options: OpenTransferOptions) => {
  const { virtualTokens, task } = options.prompt
  const settings = resolveSettings(options)
  requireTransferable(target, student, options.prompt)
  const { config } = target.model
  const maxTokens = textLimit(
    Math.min(config.maxPositions, student.model.config.maxPositions),
    virtualTokens,
    options.maxTokens,
  )
  const { columns, wordCounts, encode } = resolveTask(target.tokenizer, task, config.kind, maxTokens)
  const texts = chooseTexts(options.publicTexts, config.vocabularySize, settings)
  return { settings, maxTokens, columns, wordCounts, texts, encoded: encode(texts) }
}

/**
 * A share of the target's logits over the public texts, row-major [texts of the share, V]: what of a transfer needs the large model
 * and can be divided.
 */
export const targetLogitsOf = (
  target: Workbench,
  student: Workbench,
  options: OpenTransferOptions,
  share: Share,
): Promise<Float32Array> => targetShare(target, prepare(target, student, options).encoded, options, share)

export const transferWith = async (
  target: Workbench,
  student: Workbench,
  options: OpenTransferOptions,
): Promise<Transferred> => {
  const begun = performance.now()
  const { prompt, device, threads, weights, onProgress, signal } = options
  const { virtualTokens, width, task } = prompt
  const { settings, maxTokens, columns, wordCounts, texts, encoded } = prepare(target, student, options)
  const { vocabularySize: vocabulary } = target.model.config
  const { held, trained } = splitTexts(encoded.length)
  const heldOut = held.length
  const reading = { columns, wordCounts, scoring: task.scoring }
  const constants = await constantLogits(target, student, prompt, encoded, options)
  const { knowledge, leaning, ...references } = referencesOf(constants, vocabulary, heldOut, reading)
  const { graph, rows } = fitTransfer(
    recompute => transferGraph(target.model, { virtualTokens, recompute }, reading),
    encoded,
    { ...options, batchSize: settings.batchSize, vocabulary, answers: 1, positions: encoded.length },
  )
  // Lighter weights are for the steps; what they are steered by, and what is said of them in the end, is the model's own.
  const session = await createSession(graph, { device, threads, weights })
  const classesIn = (logits: Float32Array, rows: number) =>
    classesOf((row, word) => logits[row * vocabulary + word]!, rows, reading)
  const bench: Bench = {
    session,
    encoded,
    feeds: batch => ({
      ...constantFeeds(constants, encoded, vocabulary, batch),
      leaning: { data: leaning, shape: [vocabulary] },
    }),
    width,
    virtualTokens,
    settings,
    rows,
    held,
    trained,
  }
  const journey = { target, student, prompt, material: texts, maxTokens }
  // The check behind it opens the model again: one copy of its weights at a time.
  const moved = await runTransfer(bench, journey, knowledge, options).finally(() => session.dispose())
  const heldOutLogits = (stage: string, values: Float32Array) =>
    readoutLogits({
      model: target.model,
      prompt: { values, virtualTokens },
      encoded: encoded.slice(0, heldOut),
      stage,
      device,
      threads,
      onProgress,
      signal,
    })
  const prompted = await heldOutLogits('effect check', moved.values)
  const direct = await heldOutLogits('direct use', prompt.values)
  const effect = effectOf({
    prompted: classesIn(prompted, heldOut),
    direct: classesIn(direct, heldOut),
    ...references,
  })
  const { prompt: made, facts } = resultOf(moved, bench, prompt, target, begun)
  const result = { prompt: made, facts: { ...facts, effect } }
  await options.deliver?.(result)
  await moved.finish()
  return result
}
