/**
 * Predictions at home where the student is sure, and from the large model where it is not.
 * @module
 */
import { PromptPostError } from '@promptpost/base/errors'
import type { Connection } from '../client/connection.js'
import { UserAbortError } from '../client/errors.js'
import { type Classified, predictionsOf } from '../client/resources/predictions.js'
import { promptsOf } from '../client/resources/prompts.js'
import { transfersOf } from '../client/resources/transfers.js'
import type { ClassifiedLocalFirst, ClassifyLocalFirstOptions, LocalFirstPlan } from './options.js'
import { copyTexts, planLocalFirst } from './plan-local-first.js'
import { redactAll } from './redact.js'

/** A transfer of another task's prompt would be told by its answer, when the texts have left. */
const requireSameLabels = async (
  connection: Connection,
  { transfer, prompt: folder, signal, maxRetries }: ClassifyLocalFirstOptions,
  labels: readonly string[],
): Promise<void> => {
  const call = { signal, maxRetries }
  const { prompt } = await transfersOf(connection).get(transfer, call)
  const { task } = await promptsOf(connection).get(prompt, call)
  const others = Object.keys(task.verbalizer)
  if (others.length === labels.length && others.every((label, at) => label === labels[at])) return
  throw new PromptPostError('conflict', 'is of a prompt with other labels than the one at home', {
    field: 'transfer',
    value: transfer,
    next: `Name a transfer of the prompt in ${folder}. No text was sent.`,
  })
}

const askModel = async (
  connection: Connection,
  options: ClassifyLocalFirstOptions,
  { labels, sent }: LocalFirstPlan,
  texts: string[],
): Promise<Pick<Classified, 'results' | 'predictions'>> => {
  if (sent === 0) return { results: [], predictions: [] }
  const { transfer, maxTokens, shards, signal, maxRetries, mostSynchronous, wait, onProgress } = options
  await requireSameLabels(connection, options, labels)
  const body = {
    transfer,
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(shards !== undefined && { shards }),
    texts,
  }
  return predictionsOf(connection).classify(body, {
    signal,
    maxRetries,
    mostSynchronous,
    wait,
    onProgress: event => onProgress?.({ stage: 'model', event }),
  })
}

/** See `client.predictions.classifyLocalFirst`. */
export const classifyLocalFirst = async (
  connection: Connection,
  options: ClassifyLocalFirstOptions,
): Promise<ClassifiedLocalFirst> => {
  try {
    const given = copyTexts(options.texts)
    const plan = await planLocalFirst({
      ...options,
      texts: given,
      onProgress: progress => options.onProgress?.({ stage: 'student', progress }),
    })
    await options.onPlan?.(plan)
    const { texts, atHome, sent, labels, decisions } = plan
    const leaving = [...new Set(given.filter((_, at) => decisions[at]!.isSent))]
    const { results, predictions } = await askModel(
      connection,
      options,
      plan,
      redactAll(leaving, options.redact),
    )
    const answers = new Map(leaving.map((text, at) => [text, results[at]!]))
    return {
      texts,
      atHome,
      sent,
      labels,
      results: given.map((text, at) => {
        const { label, scores, isSent } = decisions[at]!
        return isSent
          ? { ...answers.get(text)!, answeredBy: 'model' }
          : { label, scores, answeredBy: 'student' }
      }),
      predictions,
    }
  } catch (error) {
    // The student was stopped; what else is thrown meanwhile says more.
    const isStopped = error instanceof PromptPostError && error.code === 'cancelled'
    throw isStopped ? new UserAbortError(options.signal?.reason) : error
  }
}
