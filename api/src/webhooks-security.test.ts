/**
 * Webhooks of a service that was not told otherwise reach nothing but public addresses.
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Receiver, startReceiver, TRUSTING } from './testing/receiver.test.helper.js'
import { type Call, startServer, type TestServer, until } from './testing/server.test.helper.js'

let server: TestServer
let client: Call
let receivers: Receiver[]

beforeAll(async () => {
  server = await startServer(['--webhook-time-scale', '0.00001'], TRUSTING)
  client = await server.as('client', 'client')
  receivers = [await startReceiver(), await startReceiver('http')]
}, 60_000)
afterAll(async () => {
  await server.close()
  for (const receiver of receivers) await receiver.close()
})

const events = ['job.succeeded']

it.each([
  ...['http://example.com/', 'http://localhost/', 'ftp://example.com/', 'file:///etc/passwd', 'no address'],
  ...['https://user:pass@example.com/', 'https://user@example.com/', 'https://example.com/#part'],
  ...[
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://017700000001/',
  ],
  ...[
    'https://0/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
  ],
  ...['https://169.254.169.254/latest/meta-data/', 'https://168.63.129.16/', 'https://0xa9fea9fe/'],
  ...['https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:8.8.8.8]/'],
  ...[
    'https://[::127.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
  ],
  ...[
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
  ],
])('refuses %s', async url => {
  const { status, body } = await client('POST', '/v1/webhooks', { url, events })
  expect([status, body.code, body.pointer]).toEqual([422, 'invalid-url', '/url'])
})

it('takes public addresses', async () => {
  for (const url of ['https://example.com/hook?key=1', 'https://8.8.8.8:8443/', 'https://[2606:4700::1]/'])
    expect((await client('POST', '/v1/webhooks', { url, events })).status).toBe(201)
})

it('opens no connection to a name that leads to this machine', async () => {
  const { url } = receivers[0]!
  const { id } = (await client('POST', '/v1/webhooks', { url, events })).body
  await client('POST', `/v1/webhooks/${id}/test`)
  const { data } = await until(
    () => client('GET', `/v1/webhooks/${id}/deliveries`),
    body => body.data[0]?.status === 'failed',
  )
  expect(new Set((data[0]!.attempts as { error: string }[]).map(({ error }) => error))).toEqual(
    new Set(['address-refused']),
  )
  expect(receivers.map(({ connections }) => connections())).toEqual([0, 0])
})
