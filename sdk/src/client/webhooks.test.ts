/**
 * `client.webhooks` against a real service, which sends to a real receiver.
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NotFoundError, PromptPost, unwrapWebhook } from '../index.js'
import { type Service, startService } from './service.test.helper.js'

let service: Service
let client: PromptPost
const receiver = createServer()

beforeAll(async () => {
  service = await startService(['--webhooks-to-private', 'yes'])
  client = new PromptPost({ baseUrl: service.url, token: await service.token('acme', 'client') })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  receiver.close()
  await service.close()
})

const nextRequest = async (): Promise<{ body: string; headers: IncomingHttpHeaders }> => {
  const [request, response] = await once(receiver, 'request')
  const body = await text(request)
  response.end()
  return { body, headers: request.headers }
}

it('sets one up, verifies what it sends under both secrets, and deletes it', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const { secret, ...webhook } = await client.webhooks.create({ url, events: ['job.failed'] })
  expect(await client.webhooks.get(webhook.id)).toEqual(webhook)
  expect(await client.webhooks.list().all()).toEqual([webhook])
  const rotated = await client.webhooks.rotateSecret(webhook.id)
  const coming = nextRequest()
  const delivery = await client.webhooks.test(webhook.id)
  const { body, headers } = await coming
  const event = await client.webhooks.unwrap(body, headers, secret)
  expect(event).toMatchObject({ type: 'webhook.test', data: { webhook: webhook.id } })
  expect(await unwrapWebhook(body, headers, rotated.secret)).toEqual(event)
  expect(headers['webhook-id']).toBe(delivery.id)
  expect((await client.webhooks.deliveries(webhook.id).all()).map(({ id }) => id)).toEqual([delivery.id])
  expect(await client.webhooks.enable(webhook.id)).toEqual(webhook)
  await client.webhooks.delete(webhook.id)
  await expect(client.webhooks.get(webhook.id)).rejects.toBeInstanceOf(NotFoundError)
})
