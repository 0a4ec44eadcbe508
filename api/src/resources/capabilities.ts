/**
 * What the service offers, for those who have no token yet.
 * @module
 */
import { MODEL_KINDS } from '@promptpost/base'
import { MOST_TEXTS } from '../generated/operations.js'
import type { Services } from '../http/environment.js'
import type { Handlers } from '../http/operations.js'
import type { Schemas } from '../http/validate.js'
import { VERSION } from '../version.js'
import { VIRTUAL_TOKENS_LIMIT } from './prompt-tensor.js'

const capabilitiesOf = ({
  limits,
  limiter,
  oidc,
  predictor,
  streams,
}: Services): Schemas['Capabilities'] => ({
  version: VERSION,
  api_version: 'v1',
  auth: { methods: oidc ? ['bearer', 'oidc'] : ['bearer'] },
  features: {
    synchronous_predictions: predictor !== undefined,
    webhooks: true,
    event_streams: streams,
    migrations: true,
    dashboard: true,
  },
  model_types: Object.keys(MODEL_KINDS),
  limits: {
    json_bytes: limits.body,
    prompt_bytes: limits.prompt,
    texts_bytes: limits.texts,
    stream_bytes: limits.stream,
    dataset_bytes: limits.dataset,
    upload_part_bytes: limits.part,
    virtual_tokens: VIRTUAL_TOKENS_LIMIT,
    texts: MOST_TEXTS,
    requests: { count: limiter.quota.requests, seconds: limiter.quota.window },
  },
  links: { contract: '/openapi.yaml', reference: '/docs', health: '/health' },
})

export const capabilities = {
  getCapabilities: c => ({ status: 200, body: capabilitiesOf(c.get('services')) }),
} satisfies Partial<Handlers>
