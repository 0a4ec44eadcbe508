/**
 * What the student answers and what would be sent. No network.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import { loadRuntime } from '../load-runtime.js'
import { checkRule, chooseToSend, confidenceOf } from './choose.js'
import type { LocalFirstPlan, PlanLocalFirstOptions } from './options.js'
import type { StudentAnswer, StudentInput } from './student-child.js'

/**
 * A copy, which nobody changes while the student reads.
 *
 * @throws PromptPostError 'invalid-argument' naming a text by its number alone: it is private
 */
export const copyTexts = (texts: readonly string[]): string[] => {
  const refuse = (field: string, message: string): never => {
    throw new PromptPostError('invalid-argument', message, { field })
  }
  if (!Array.isArray(texts) || texts.length === 0) refuse('texts', 'must be a list of one text or more')
  texts.forEach((text, at) => {
    if (typeof text !== 'string' || text === '') refuse(`texts[${at}]`, 'must be a text that is not empty')
  })
  return [...texts]
}

const askStudent = async (
  { student, prompt, maxTokens, device, onProgress, signal }: PlanLocalFirstOptions,
  texts: string[],
): Promise<StudentAnswer> => {
  // Loaded here so that the API client alone never loads ONNX Runtime.
  const { runInChild } = await loadRuntime()
  const input: StudentInput = { student, prompt, texts, maxTokens, device }
  return runInChild<StudentAnswer, never>(new URL('./student-child.js', import.meta.url), input, {
    ...(onProgress && { onProgress: onProgress as never }),
    ...(signal && { signal }),
  })
}

/**
 * Asks the student, on this machine, and tells which texts a local-first prediction with the same options would answer at home
 * and which it would send. Nothing is sent, nothing is written, and no connection is opened.
 *
 * @returns counts, and of each text the student's label, probabilities and confidence. They are for this machine
 * @throws PromptPostError naming the option or file that is wrong; 'cancelled'; 'compute-crashed'
 *
 * @example
 * const { texts, atHome, sent, decisions } = await planLocalFirst({
 *   student: 'my-student', prompt: 'my-prompt', confidence: 0.9,
 *   texts: ['a quiet, moving film', 'two hours of rain'],
 * })
 * console.log(`${atHome} of ${texts} stay, ${sent} would be sent`, decisions.map(({ confidence }) => confidence))
 */
export const planLocalFirst = async (options: PlanLocalFirstOptions): Promise<LocalFirstPlan> => {
  checkRule(options)
  const texts = copyTexts(options.texts)
  // The same text in another batch may differ in the last bits, and must not be sent and stay at once.
  const different = [...new Set(texts)]
  const { labels, predictions } = await askStudent(options, different)
  const confidences = predictions.map(({ scores }) => confidenceOf(scores))
  const sent = new Set(chooseToSend(confidences, options))
  const places = new Map(different.map((text, at) => [text, at]))
  const decisions = texts.map(text => {
    const at = places.get(text)!
    return { ...predictions[at]!, confidence: confidences[at]!, isSent: sent.has(at) }
  })
  return {
    texts: decisions.length,
    atHome: decisions.filter(({ isSent }) => !isSent).length,
    sent: sent.size,
    labels,
    decisions,
  }
}
