/**
 * What every request handler can reach.
 * @module
 */
import type { Thing } from '@promptpost/base/cache'
import type { JobQueue, JobStore } from '@promptpost/base/jobs'
import type { Credential, ObjectStore } from '@promptpost/base/store'
import type { Context } from 'hono'
import type { Price } from '../estimate/rates.js'
import type { ModelShelf } from '../models/model-shelf.js'
import type { Predictor } from '../predictor/predictor.js'
import type { Reach } from '../webhooks/addresses.js'
import type { Vault } from '../webhooks/vault.js'
import type { Allowances } from './allowance/index.js'
import type { Oidc } from './oidc/index.js'
import type { RateLimiter } from './rate-limit.js'

export type Limits = {
  /** Largest JSON body of a small request, in bytes. */
  body: number
  /** Largest prompt upload, in bytes. */
  prompt: number
  /** Largest JSON body that carries texts, in bytes. */
  texts: number
  /** Largest data set that is streamed in one request, in bytes. */
  stream: number
  /** Largest data set that is sent in parts, in bytes. */
  dataset: number
  /** Largest part of an upload, in bytes. In base64 it must fit what functions in a cloud are handed, 6 MB. */
  part: number
}

export const DEFAULT_LIMITS: Limits = {
  body: 1 << 20,
  prompt: 32 << 20,
  texts: 32 << 20,
  stream: 1 << 30,
  dataset: 1 << 30,
  part: 4 << 20,
}

export type Services = {
  store: ObjectStore
  jobs: JobStore
  queue: JobQueue
  /** Answers synchronous predictions; where there is none they are refused. */
  predictor?: Predictor
  /** Removes what workers of this machine computed from a thing, or for it alone. Those elsewhere look for themselves. */
  forgetComputed?: (thing: Thing) => Promise<void>
  /** What may be registered as a model. */
  models: ModelShelf
  limits: Limits
  limiter: RateLimiter
  allowances: Allowances
  /** Accepts an issuer's tokens beside the service's own. */
  oidc?: Oidc
  /** What the provider asks for an hour of compute. */
  price?: Price
  webhooks: {
    /** Seals their secrets. */
    vault: Vault
    reach: Reach
    /** Says that something is to be sent now. */
    nudge: () => void
  }
  /** Answers go out as they are made; where they do not, as from a function in a cloud, nothing is sent as a stream of events. */
  streams: boolean
  /** One line of the server's log. Never given a text, a token or a body. */
  log: (entry: Record<string, unknown>) => void
  /** Aborts when the server shuts down, so that long polls end. */
  closing: AbortSignal
}

export type Environment = {
  Variables: {
    requestId: string
    credential: Credential
    /** When the token was last looked at, by performance.now(). */
    authenticatedAt: number
    services: Services
    /** Set by a POST that changes nothing: it is not on the audit log. */
    changesNothing?: true
  }
}
export type RequestContext = Context<Environment>
