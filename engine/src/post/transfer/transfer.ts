/**
 * Prompt transfer: from p_s on the student to p_t on the target with public text alone (POST, arXiv 2506.16196,
 * section 4.3). A step is one forward and one backward of the target.
 * @module
 */
import { sha256 } from '@promptpost/base'
import { adamState } from '../../optim/index.js'
import { transferGraph } from '../../programs/index.js'
import { createSession } from '../../runtime/index.js'
import { openCheckpointFile, type Saved } from '../checkpoint-file.js'
import { classesOf } from '../classes.js'
import { effectOf } from '../effect.js'
import { followStage } from '../progress.js'
import { readoutLogits } from '../readout-runner.js'
import type { Share } from '../share.js'
import type { SoftPrompt } from '../soft-prompt.js'
import { resolveTask, textLimit } from '../task.js'
import { openWorkbench, type Workbench } from '../workbench.js'
import { chooseTexts, constantLogits, targetShare } from './constants.js'
import { type Bench, descend, heldOutLoss, type State } from './descent.js'
import { referenceOf } from './score.js'
import {
  type OpenTransferOptions,
  requireTransferable,
  resolveSettings,
  type TransferFacts,
  type TransferOptions,
} from './settings.js'
import { chooseDescent, type Descent } from './trials.js'

export type Transferred = { prompt: SoftPrompt; facts: TransferFacts }

/** @throws PromptPostError for inputs that do not fit; 'cancelled' */
export const transfer = async (options: TransferOptions): Promise<Transferred> => {
  const target = await openWorkbench(options.modelDirectory)
  return transferWith(target, await openWorkbench(options.studentDirectory), options)
}

const HELD_OUT_SHARE = 0.1

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
  const { prompt } = options
  const { virtualTokens, width, task } = prompt
  const { settings, maxTokens, columns, wordCounts, texts, encoded } = prepare(target, student, options)
  const { config } = target.model
  const heldOut = Math.max(1, Math.round(encoded.length * HELD_OUT_SHARE))
  const numbers = encoded.map((_, i) => i)
  const reading = { columns, wordCounts, scoring: task.scoring }
  const constants = await constantLogits(target, student, prompt, encoded, options)
  const graph = transferGraph(target.model, { virtualTokens }, reading)
  const session = await createSession(graph, { device: options.device, threads: options.threads })
  const bench: Bench = {
    session,
    encoded,
    constants,
    vocabulary: config.vocabularySize,
    width,
    virtualTokens,
    settings,
    reading,
    trained: numbers.slice(heldOut),
    held: numbers.slice(0, heldOut),
  }
  const origins = [
    target.digest,
    student.digest,
    sha256(new Uint8Array(prompt.values.buffer)),
    sha256(texts.join('\0')),
  ]
  const identity = { work: 'transfer', origins, settings, task, maxTokens }
  const checkpoint = openCheckpointFile<State>(options.checkpointDirectory, {
    identity,
    holds: 'a transferred prompt in the making, from the uploaded prompt and public texts',
    seconds: options.checkpointSeconds,
  })
  const reference = referenceOf(bench)
  const heldOutClasses = (logits: Float32Array) =>
    classesOf((text, word) => logits[text * config.vocabularySize + word]!, heldOut, reading)
  let isOpen = true
  try {
    const saved = await checkpoint.load()
    const { adam, state } = saved
      ? resumed(saved)
      : await chooseDescent(bench, target, prompt, reference, options)
    const save = () => checkpoint.save(state, { parameters: adam.parameters, m: adam.m, v: adam.v })
    if (!saved) await save()
    const ticker = followStage(options, 'transfer', settings.steps, 'examples', state.step)
    await descend(bench, adam, state, settings.steps, ticker, async () => {
      if (checkpoint.due()) await save()
    })
    const values = Float32Array.from(adam.parameters)
    const after = await heldOutLoss(bench, state.candidate, values)
    // The check below opens the model again: one copy of its weights at a time.
    await session.dispose()
    isOpen = false
    const heldOutLogits = (stage: string, values: Float32Array) =>
      readoutLogits({
        model: target.model,
        prompt: { values, virtualTokens },
        encoded: encoded.slice(0, heldOut),
        stage,
        device: options.device,
        threads: options.threads,
        onProgress: options.onProgress,
        signal: options.signal,
      })
    const prompted = await heldOutLogits('effect check', values)
    const direct = await heldOutLogits('direct use', prompt.values)
    await checkpoint.remove()
    const { candidate, before, losses } = state
    const { start, alpha, omega } = candidate
    const facts: TransferFacts = {
      settings,
      start,
      alpha,
      omega,
      choice: state.choice!,
      publicTexts: encoded.length,
      heldOutTexts: heldOut,
      heldOutLoss: { before, after },
      losses,
      effect: effectOf({
        prompted: heldOutClasses(prompted),
        target: heldOutClasses(constants.target),
        direct: heldOutClasses(direct),
        ...reference,
      }),
      seconds: (performance.now() - begun) / 1000,
    }
    const lineage = {
      method: 'transfer',
      from: prompt.model,
      alpha: `${alpha}`,
      omega: `${omega}`,
      gamma: `${settings.gamma}`,
      steps: `${settings.steps}`,
      seed: `${settings.seed}`,
    }
    return { prompt: { ...prompt, values, model: target.digest, lineage }, facts }
  } finally {
    if (isOpen) await session.dispose()
  }
}

const resumed = ({ state, arrays }: Saved<State>): Descent => {
  const adam = adamState(Float64Array.from(arrays.parameters!))
  adam.m.set(arrays.m!)
  adam.v.set(arrays.v!)
  return { adam, state }
}
