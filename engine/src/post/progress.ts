/**
 * Progress of long work: what is reported, how often, and stopping between steps.
 * @module
 */
import { PromptPostError } from '@promptpost/base'

export type Progress = {
  /** What is being done, e.g. "distil", "teacher logits". */
  stage: string
  step: number
  steps: number
  /** Training loss, nats; absent under differential privacy. */
  loss?: number
  /** Work done per second, in `unit`; like `secondsLeft` absent under differential privacy. */
  rate?: number
  unit?: 'tokens' | 'examples' | 'steps'
  secondsLeft?: number
  /** Other public numbers of this step. */
  metrics?: Readonly<Record<string, number>>
  /** What should be known before the work goes on; such a report is about nothing else. */
  note?: string
}

export type Monitor = { onProgress?: (progress: Progress) => void; signal?: AbortSignal }

export type Ticker = {
  /** Ends a step: reports, lets messages in, and throws when the work was cancelled. */
  step: (done: number, work: number, extra?: Pick<Progress, 'loss' | 'metrics'>) => Promise<void>
}

/** Steps between two progress lines closer than this are not reported, but for the last, milliseconds. */
const REPORT_EVERY = 200

/** @throws PromptPostError 'cancelled' when the signal fires */
export const checkCancelled = (signal?: AbortSignal): void => {
  if (signal?.aborted)
    throw new PromptPostError('cancelled', 'the work was cancelled', { cause: signal.reason })
}

/**
 * Follows a stage.
 * @param most its steps, or how many they are as far as is known by now
 * @param unit of the `work` each step reports; undefined where the time a step takes is private and no speed is told
 * @param start step it resumes from
 */
export const followStage = (
  monitor: Monitor,
  stage: string,
  most: number | (() => number),
  unit: Progress['unit'],
  start = 0,
): Ticker => {
  const begun = performance.now()
  const end = typeof most === 'function' ? most : () => most
  let total = 0
  let reported = -Infinity
  return {
    step: async (done, work, extra = {}) => {
      total += work
      const now = performance.now()
      const steps = end()
      if (now - reported >= REPORT_EVERY || done === steps) {
        reported = now
        const seconds = Math.max(1e-3, (now - begun) / 1000)
        const secondsLeft = ((steps - done) * seconds) / Math.max(1, done - start)
        const speed = unit && { rate: total / seconds, unit, secondsLeft }
        monitor.onProgress?.({ stage, step: done, steps, ...speed, ...extra })
      }
      // run() holds the event loop; here messages, timers and signals get their turn.
      await new Promise(resolve => setImmediate(resolve))
      checkCancelled(monitor.signal)
    },
  }
}
