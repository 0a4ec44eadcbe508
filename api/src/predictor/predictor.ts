/**
 * What answers predictions while the caller waits. Nothing of them is stored.
 * @module
 */
import type { Failure, PredictInput, PredictionResult } from '@promptpost/base/jobs'

export type PredictionRequest = {
  tenant: string
  input: PredictInput
  texts: readonly string[]
  /** Aborts when nobody waits any more. */
  signal: AbortSignal
}

/**
 * - failure: the request itself cannot be answered.
 * - busy: too many wait already; ask again in so many seconds.
 * - late: no answer came in time.
 * - crashed: the process died of it, or beside it, more than once.
 * - closed: the service stops, or the caller is gone.
 */
export type PredictionOutcome =
  | { results: PredictionResult[] }
  | { failure: Failure }
  | { refused: 'busy'; seconds: number }
  | { refused: 'late' | 'crashed' | 'closed' }

export interface Predictor {
  predict(request: PredictionRequest): Promise<PredictionOutcome>
}
