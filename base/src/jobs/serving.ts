/**
 * What a server and its resident predictor say to each other: JSON messages, a number for each request.
 * @module
 */
import type { PredictInput } from './inputs.js'
import type { Failure } from './record.js'

/** Most texts of a synchronous prediction, as openapi.yaml has it. */
export const SYNCHRONOUS_TEXTS = 64

/** One text's answer: the likeliest label, and a probability per label in the verbalizer's order. */
export type PredictionResult = { label: string; scores: number[] }

export type ToPredictor =
  | { type: 'predict'; id: number; input: PredictInput; texts: readonly string[] }
  /** Nobody waits for it any more. */
  | { type: 'cancel'; id: number }

export type FromPredictor = { id: number; results: PredictionResult[] } | { id: number; failure: Failure }
