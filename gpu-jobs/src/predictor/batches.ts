/**
 * Answers requests in batches: whatever has come for a model while the last batch ran goes into the next one together.
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Failure, FromPredictor, PredictInput, PredictionResult } from '@promptpost/base/jobs'
import type { ServedText } from '@promptpost/engine/post'
import { failureOf, traceOf } from '../worker/failure.js'
import { modelKey, type Resident, type Residents } from './residents.js'

export type PredictRequest = { id: number; input: PredictInput; texts: readonly string[] }

/** Texts of one batch; a single request may have more. */
const BATCH_TEXTS = 64

export type Batches = {
  add: (request: PredictRequest) => void
  /** Answers at once what has not begun. */
  cancel: (id: number) => void
  isIdle: () => boolean
}

type Failed = { failure: Failure }
type Answer = { results: PredictionResult[] } | Failed
type Ready = { texts: ServedText[]; read: (logits: Float32Array) => PredictionResult }

/** A request made ready: its texts encoded behind its prompt, and how to read their logits. */
const prepare = async (
  residents: Residents,
  resident: Resident,
  { input, texts }: PredictRequest,
): Promise<Ready> => {
  const { predictionFrom, resolveTask, textLimit } = await import('@promptpost/engine/post')
  const { model, tokenizer } = resident.workbench
  const { state, virtualTokens } = await residents.prompt(resident, input.prompt)
  const limit = textLimit(model.config.maxPositions, virtualTokens, input.maxTokens)
  const task = resolveTask(tokenizer, input.task, model.config.kind, limit)
  return {
    texts: task.encode(texts).map(encoded => ({ encoded, state, columns: task.columns })),
    read: logits => predictionFrom(task, logits),
  }
}

/**
 * @param answer sends a request's answer
 * @param log one line; no text is in it
 */
export const openBatches = (
  residents: Residents,
  answer: (reply: FromPredictor) => void,
  log: (line: string) => void,
): Batches => {
  let waiting: PredictRequest[] = []
  let isRunning = false

  const failed = (error: unknown): Failed => {
    log(`prediction failed: ${traceOf(error)}`)
    return { failure: failureOf(error) }
  }

  /** The first request, and those of its model that fit beside it. */
  const nextBatch = (): PredictRequest[] => {
    const key = modelKey(waiting[0]!.input.model)
    let room = BATCH_TEXTS
    const batch = waiting.filter(({ input, texts }, i) => {
      if (modelKey(input.model) !== key || (i > 0 && texts.length > room)) return false
      room -= texts.length
      return true
    })
    waiting = waiting.filter(request => !batch.includes(request))
    return batch
  }

  /** What goes wrong with one request goes wrong with it alone. */
  const run = async (batch: readonly PredictRequest[]): Promise<Answer[]> => {
    try {
      const resident = await residents.model(batch[0]!.input.model)
      const ready: (Ready | Failed)[] = []
      // One after the other: two with the same new prompt would both compute its state.
      for (const request of batch) ready.push(await prepare(residents, resident, request).catch(failed))
      const logits = await resident.serving.logits(
        ready.flatMap(request => ('failure' in request ? [] : request.texts)),
      )
      let at = 0
      return ready.map(request => {
        if ('failure' in request) return request
        const results = request.texts.map((_, i) => request.read(logits[at + i]!))
        at += request.texts.length
        return { results }
      })
    } catch (error) {
      if (batch.length === 1) return [failed(error)]
      const answers: Answer[] = []
      for (const request of batch) answers.push(...(await run([request])))
      return answers
    }
  }

  const work = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) {
      // What has arrived is read before the batch is made.
      await turn()
      if (waiting.length === 0) break
      const batch = nextBatch()
      const answers = await run(batch)
      batch.forEach(({ id }, i) => {
        answer({ id, ...answers[i]! })
      })
    }
    isRunning = false
  }

  return {
    add: request => {
      waiting.push(request)
      if (!isRunning) void work()
    },
    cancel: id => {
      if (!waiting.some(request => request.id === id)) return
      waiting = waiting.filter(request => request.id !== id)
      answer({ id, failure: { code: 'cancelled', message: 'The prediction was cancelled.' } })
    },
    isIdle: () => !isRunning && waiting.length === 0,
  }
}
