/**
 * What does not change during a transfer, computed once per public text: the student's logits with and without the
 * prompt, and the target's without. The reference implementation computes all three again at every step.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { ComputedCache } from '@promptpost/base/cache'
import type { Feeds } from '../../runtime/index.js'
import { createRandom, type EncodedText, makeBatches } from '../../text/index.js'
import { batchFeeds, readoutLogits, readoutRows, textsOf } from '../readout-runner.js'
import type { Share } from '../share.js'
import type { SoftPrompt } from '../soft-prompt.js'
import type { Workbench } from '../workbench.js'
import type { OpenTransferOptions, ResolvedSettings, TargetParts } from './settings.js'

/** Read-out logits, each row-major [texts, V]. */
export type Constants = { target: Float32Array; studentPrompted: Float32Array; student: Float32Array }

/** Memory the three may take together, bytes; more texts than fit are left out, and the record says how many were used. */
const CACHE_BYTES = 1.5 * 2 ** 30
/** Of a logit in all three. */
export const BYTES_PER_LOGIT = 12

/** How many rows of logits of each of the three fit: texts, or positions of answers. */
export const cachedRows = (vocabulary: number): number =>
  Math.floor(CACHE_BYTES / (BYTES_PER_LOGIT * vocabulary))

/** Distinct texts, shuffled by the seed. @throws PromptPostError 'invalid-data' for fewer than two */
export const chooseTexts = (
  texts: readonly string[],
  vocabulary: number,
  settings: ResolvedSettings,
): string[] => {
  const distinct = [...new Set(texts)]
  if (distinct.length < 2) {
    throw new PromptPostError('invalid-data', 'must hold at least two different texts', {
      field: 'publicTexts',
      value: distinct.length,
      next: 'Give a few hundred public texts of the task’s kind.',
    })
  }
  const most = Math.max(2, Math.min(settings.texts, cachedRows(vocabulary)))
  return createRandom(settings.seed).shuffled(distinct).slice(0, most)
}

const TARGET_STAGE = 'target logits'

/** A model alone, whose logits depend on the public texts and on no prompt: whoever needs them again finds them. */
const plain = ({ model, digest }: Workbench, cache: ComputedCache | undefined) => ({
  model,
  ...(cache && { kept: { cache, digest } }),
})

/** A share's rows of the target's logits. */
export const targetShare = async (
  target: Workbench,
  encoded: readonly EncodedText[],
  { device, threads, onProgress, signal, cache }: OpenTransferOptions,
  share: Share,
): Promise<Float32Array> => {
  const common = { encoded, device, threads, onProgress, signal }
  const request = { ...common, ...plain(target, cache), stage: TARGET_STAGE }
  return (await readoutRows(request, share)).logits
}

/** The rows of all shares in the order of the texts. @throws PromptPostError 'conflict' for a part of another size than its share */
const merged = async (
  encoded: readonly EncodedText[],
  vocabulary: number,
  { count, read }: TargetParts,
): Promise<Float32Array> => {
  const logits = new Float32Array(encoded.length * vocabulary)
  for (let index = 0; index < count; index++) {
    const texts = textsOf(encoded, { index, count })
    const part = await read(index)
    if (part.length !== texts.length * vocabulary)
      throw new PromptPostError('conflict', 'is not of its share’s size', { field: 'part', value: index })
    texts.forEach((text, row) => {
      logits.set(part.subarray(row * vocabulary, (row + 1) * vocabulary), text * vocabulary)
    })
  }
  return logits
}

export const constantLogits = async (
  target: Workbench,
  student: Workbench,
  prompt: SoftPrompt,
  encoded: readonly EncodedText[],
  { device, threads, onProgress, signal, cache, targetParts }: OpenTransferOptions,
): Promise<Constants> => {
  const common = { encoded, device, threads, onProgress, signal }
  return {
    target: targetParts
      ? await merged(encoded, target.model.config.vocabularySize, targetParts)
      : await readoutLogits({ ...common, ...plain(target, cache), stage: TARGET_STAGE }),
    studentPrompted: await readoutLogits({
      ...common,
      model: student.model,
      prompt,
      stage: 'prompted student logits',
    }),
    student: await readoutLogits({ ...common, ...plain(student, cache), stage: 'student logits' }),
  }
}

/** Some texts with their constants, for a step. */
export const constantFeeds = (
  constants: Constants,
  encoded: readonly EncodedText[],
  vocabulary: number,
  texts: readonly number[],
): Feeds => {
  const [batch] = makeBatches(encoded, { batchSize: texts.length, order: texts })
  const rows = (source: Float32Array) => {
    const data = new Float32Array(texts.length * vocabulary)
    texts.forEach((text, row) => {
      data.set(source.subarray(text * vocabulary, (text + 1) * vocabulary), row * vocabulary)
    })
    return { data, shape: [texts.length, vocabulary] }
  }
  return {
    ...batchFeeds(batch!),
    target: rows(constants.target),
    studentPrompted: rows(constants.studentPrompted),
    student: rows(constants.student),
  }
}
