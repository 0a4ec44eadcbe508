/**
 * A task as task.json beside a prompt has it: with a verbalizer, or with bounds of answers.
 * @module
 */
import { PromptPostError } from '@promptpost/base'
import type { Scoring } from '../objectives/index.js'
import { type AnyTask, type GenerationTask, isGeneration } from './task-kinds.js'

const refuse = (field: string, message: string, value: unknown): never => {
  throw new PromptPostError('invalid-prompt', message, { field, value })
}

/** What is written of a task. */
export const taskFacts = (task: AnyTask) =>
  isGeneration(task)
    ? { template: task.template, answers: task.answers }
    : {
        template: task.template,
        verbalizer: task.verbalizer,
        scoring: task.scoring ?? 'mean-probability',
      }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @param file for messages. @throws PromptPostError 'invalid-prompt' */
export const readTask = (facts: Record<string, unknown>, file: string): AnyTask => {
  const { template, verbalizer, answers, scoring } = facts
  if (typeof template !== 'string') return refuse(file, 'template must be a string', template)
  if (answers !== undefined) {
    if (verbalizer !== undefined) refuse(file, 'has both a verbalizer and answers', Object.keys(facts))
    return { template, answers: readAnswers(answers, `${file}: answers`) }
  }
  if (!isObject(verbalizer)) return refuse(file, 'verbalizer must be an object', verbalizer)
  for (const [label, words] of Object.entries(verbalizer)) {
    const valid = Array.isArray(words) && words.length > 0 && words.every(word => typeof word === 'string')
    if (!valid) refuse(`${file}: verbalizer.${label}`, 'must be a list of words', words)
  }
  if (scoring !== undefined && scoring !== 'mean-probability' && scoring !== 'mean-logit')
    refuse(`${file}: scoring`, 'is unknown', scoring)
  return {
    template,
    verbalizer: verbalizer as Record<string, string[]>,
    ...(scoring ? { scoring: scoring as Scoring } : {}),
  }
}

const readAnswers = (answers: unknown, field: string): GenerationTask['answers'] => {
  if (!isObject(answers)) return refuse(field, 'must be an object', answers)
  const { maxTokens, stop } = answers
  if (!Number.isSafeInteger(maxTokens) || (maxTokens as number) < 1)
    refuse(`${field}.maxTokens`, 'must be a positive whole number', maxTokens)
  if (stop !== undefined && typeof stop !== 'string') refuse(`${field}.stop`, 'must be a string', stop)
  return { maxTokens: maxTokens as number, ...(typeof stop === 'string' && { stop }) }
}
