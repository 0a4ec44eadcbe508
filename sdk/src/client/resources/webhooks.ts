/**
 * `client.webhooks`: being told when jobs end.
 * @module
 */
import { unwrap } from '../../webhooks/index.js'
import type { ApiPromise } from '../api-promise.js'
import { ask, type Connection, lister, type Schemas } from '../connection.js'
import type { Listing, ListOptions } from '../listing.js'
import type { CallOptions } from '../transport.js'

const DELIVERIES = '/v1/webhooks/{id}/deliveries'

export const webhooksOf = (connection: Connection) => {
  const { api } = connection
  const at = (id: string) => ({ params: { path: { id } } })
  return {
    /**
     * Sets one up. Its `secret` is shown in this answer and not again.
     *
     * @example
     * const { id, secret } = await client.webhooks.create({ url: 'https://example.com/hooks', events: ['job.succeeded'] })
     */
    create: (body: Schemas['WebhookCreate'], call?: CallOptions): ApiPromise<Schemas['WebhookWithSecret']> =>
      ask(connection, call, fetch => api.POST('/v1/webhooks', { body, fetch })),
    /**
     * One webhook, without its secret.
     *
     * @example
     * const { url } = await client.webhooks.get('whk_01h455vb4pex5vsknk084sn02q')
     */
    get: (id: string, call?: CallOptions): ApiPromise<Schemas['Webhook']> =>
      ask(connection, call, fetch => api.GET('/v1/webhooks/{id}', { ...at(id), fetch })),
    /**
     * Webhooks, oldest first unless asked otherwise.
     *
     * @example
     * for await (const webhook of client.webhooks.list()) console.log(webhook.id, webhook.url)
     */
    list: lister<'/v1/webhooks', Schemas['Webhook']>(connection, '/v1/webhooks'),
    /**
     * Takes it away.
     *
     * @example
     * await client.webhooks.delete('whk_01h455vb4pex5vsknk084sn02q')
     */
    delete: (id: string, call?: CallOptions): ApiPromise<void> =>
      ask(connection, call, fetch => api.DELETE('/v1/webhooks/{id}', { ...at(id), fetch })),
    /**
     * A new secret, shown in this answer and not again; the old one signs beside it for a day.
     *
     * @example
     * const { secret } = await client.webhooks.rotateSecret('whk_01h455vb4pex5vsknk084sn02q')
     */
    rotateSecret: (id: string, call?: CallOptions): ApiPromise<Schemas['WebhookWithSecret']> =>
      ask(connection, call, fetch => api.POST('/v1/webhooks/{id}/rotate_secret', { ...at(id), fetch })),
    /**
     * Uses it again after it was disabled.
     *
     * @example
     * await client.webhooks.enable('whk_01h455vb4pex5vsknk084sn02q')
     */
    enable: (id: string, call?: CallOptions): ApiPromise<Schemas['Webhook']> =>
      ask(connection, call, fetch => api.POST('/v1/webhooks/{id}/enable', { ...at(id), fetch })),
    /**
     * Sends it one event; `deliveries` tells what came of it.
     *
     * @example
     * const delivery = await client.webhooks.test('whk_01h455vb4pex5vsknk084sn02q')
     */
    test: (id: string, call?: CallOptions): ApiPromise<Schemas['WebhookDelivery']> =>
      ask(connection, call, fetch => api.POST('/v1/webhooks/{id}/test', { ...at(id), fetch })),
    /**
     * What was sent to it or is to be, oldest first unless asked otherwise, with every try.
     *
     * @example
     * for await (const { type, status } of client.webhooks.deliveries('whk_01h455vb4pex5vsknk084sn02q'))
     *   console.log(type, status)
     */
    deliveries: (id: string, options?: ListOptions<typeof DELIVERIES>): Listing<Schemas['WebhookDelivery']> =>
      lister<typeof DELIVERIES, Schemas['WebhookDelivery']>(connection, DELIVERIES, { id })(options),
    /**
     * Verifies what a webhook received; also stands alone, as `unwrap` of `promptpost/webhooks`.
     *
     * @example
     * const receive = async (request: Request, secret: string) => {
     *   const event = await client.webhooks.unwrap(await request.text(), request.headers, secret)
     *   console.log(event.type, event.data)
     * }
     */
    unwrap,
  }
}
