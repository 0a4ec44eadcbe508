/**
 * The service: `serve` runs it whole on Node; `createApp` is the HTTP part over any store and queue.
 * @module
 */

export type { JobQueue, QueueAdvice } from '@promptpost/base/jobs'
export { type Credential, createToken, type Role } from '@promptpost/base/store'
export { createApp } from './app.js'
export {
  type Allowance,
  type Allowances,
  createAllowances,
  DEFAULT_ALLOWANCE,
} from './http/allowance/index.js'
export { DEFAULT_LIMITS, type Environment, type Limits, type Services } from './http/environment.js'
export { type Oidc, type OidcSettings, openOidc } from './http/oidc/index.js'
export type { PredictionOutcome, PredictionRequest, Predictor } from './predictor/predictor.js'
export { type LocalQueue, type LocalQueueOptions, openLocalQueue } from './queue/local-queue.js'
export { type RunningServer, type ServeOptions, serve } from './serve.js'
