/**
 * `client.webhooks`: being told when jobs end.
 * @module
 */
import { unwrap } from '../../webhooks/index.js'
import type { ApiPromise } from '../api-promise.js'
import { answerOf, type Connection, lister, type Schemas } from '../connection.js'
import type { Listing, ListOptions } from '../listing.js'
import type { CallOptions } from '../transport.js'

const DELIVERIES = '/v1/webhooks/{id}/deliveries'

export const webhooksOf = (connection: Connection) => {
  const { api, transport } = connection
  const of = (id: string, call?: CallOptions) => ({ params: { path: { id } }, fetch: transport(call) })
  return {
    /** Sets one up. Its `secret` is shown in this answer and not again. */
    create: (body: Schemas['WebhookCreate'], call?: CallOptions): ApiPromise<Schemas['WebhookWithSecret']> =>
      answerOf(api.POST('/v1/webhooks', { body, fetch: transport(call) })),
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Webhook']> =>
      answerOf(api.GET('/v1/webhooks/{id}', of(id, call))),
    list: lister<'/v1/webhooks', Schemas['Webhook']>(connection, '/v1/webhooks'),
    async delete(id: string, call?: CallOptions): Promise<void> {
      await api.DELETE('/v1/webhooks/{id}', of(id, call))
    },
    /** A new secret, shown in this answer and not again; the old one signs beside it for a day. */
    rotateSecret: (id: string, call?: CallOptions): ApiPromise<Schemas['WebhookWithSecret']> =>
      answerOf(api.POST('/v1/webhooks/{id}/rotate_secret', of(id, call))),
    /** Uses it again after it was disabled. */
    enable: (id: string, call?: CallOptions): ApiPromise<Schemas['Webhook']> =>
      answerOf(api.POST('/v1/webhooks/{id}/enable', of(id, call))),
    /** Sends it one event; `deliveries` tells what came of it. */
    test: (id: string, call?: CallOptions): ApiPromise<Schemas['WebhookDelivery']> =>
      answerOf(api.POST('/v1/webhooks/{id}/test', of(id, call))),
    /** What was sent to it or is to be, oldest first unless asked otherwise, with every try. */
    deliveries: (id: string, options?: ListOptions<typeof DELIVERIES>): Listing<Schemas['WebhookDelivery']> =>
      lister<typeof DELIVERIES, Schemas['WebhookDelivery']>(connection, DELIVERIES, { id })(options),
    /** Verifies what a webhook received; also stands alone, as `unwrap` of `promptpost/webhooks`. */
    unwrap,
  }
}
