/**
 * Verification against the reference library, and where no Node is.
 * @module
 */
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { unwrap, type WebhookEvent, WebhookVerificationError } from './index.js'

const secretOf = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const [secret, other] = [secretOf(1), secretOf(2)]
const event: WebhookEvent = {
  type: 'job.succeeded',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: { job: 'job_1', kind: 'predict', resource: { collection: 'predictions', id: 'prd_ü' } },
}
const body = JSON.stringify(event)
const now = new Date()

const signed = (at = now, ...secrets: string[]) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map(one => new Webhook(one).sign('msg_1', at, body)).join(' '),
})
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000)

describe('unwrap', () => {
  it('gives the event of what the reference library signed, however headers and body come', async () => {
    const headers = signed(now, secret)
    expect(await unwrap(body, headers, secret)).toEqual(event)
    expect(await unwrap(Buffer.from(body), new Headers(headers), secret)).toEqual(event)
    expect(await unwrap(new TextEncoder().encode(body).buffer, headers, secret)).toEqual(event)
    const upper = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
    )
    expect(await unwrap(body, upper, secret)).toEqual(event)
  })

  it('takes any signature of any secret that is given', async () => {
    expect(await unwrap(body, signed(now, other, secret), secret)).toEqual(event)
    expect(await unwrap(body, signed(now, secret), [other, secret])).toEqual(event)
    const mixed = { ...signed(now, secret) }
    mixed['webhook-signature'] = `v1a,AAAA v2,${'A'.repeat(44)} v1, junk ${mixed['webhook-signature']}`
    expect(await unwrap(body, mixed, secret)).toEqual(event)
  })

  it('holds for five minutes around its time', async () => {
    for (const at of [minutes(-4.9), minutes(4.9)])
      expect(await unwrap(body, signed(at, secret), secret)).toEqual(event)
    for (const at of [minutes(-5.1), minutes(5.1)])
      await expect(unwrap(body, signed(at, secret), secret)).rejects.toBeInstanceOf(WebhookVerificationError)
    expect(await unwrap(body, signed(minutes(-60), secret), secret, { tolerance: 3700 })).toEqual(event)
  })

  it('refuses everything else', async () => {
    const good = signed(now, secret)
    const wrong: [string, Record<string, string | undefined>, string][] = [
      [body, good, other],
      [`${body} `, good, secret],
      ['', good, secret],
      [body, { ...good, 'webhook-id': 'msg_2' }, secret],
      [body, { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }, secret],
      [body, { ...good, 'webhook-timestamp': 'soon' }, secret],
      [body, { ...good, 'webhook-timestamp': `${good['webhook-timestamp']}.0` }, secret],
      [body, { ...good, 'webhook-signature': good['webhook-signature'].slice('v1,'.length) }, secret],
      [body, { ...good, 'webhook-signature': good['webhook-signature'].slice(0, -8) }, secret],
      [body, { ...good, 'webhook-signature': 'v1,' }, secret],
      ...Object.keys(good).map((name): [string, Record<string, string | undefined>, string] => [
        body,
        { ...good, [name]: undefined },
        secret,
      ]),
    ]
    for (const [text, headers, key] of wrong)
      await expect(unwrap(text, headers, key)).rejects.toBeInstanceOf(WebhookVerificationError)
    for (const none of ['', 'whsec_', 'whsec_é', Buffer.alloc(32).toString('base64')])
      await expect(unwrap(body, good, none)).rejects.toBeInstanceOf(TypeError)
  })

  it('runs where there is nothing of Node', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [new URL('index.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      metafile: true,
      format: 'iife',
      globalName: 'webhooks',
      platform: 'neutral',
      target: 'es2022',
    })
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([])
    const edge = { crypto, atob, Headers, TextEncoder, TextDecoder, Uint8Array, ArrayBuffer }
    const run = (headers: object, key: string): Promise<WebhookEvent> =>
      runInNewContext(`${outputFiles[0]!.text};webhooks.unwrap(body, headers, key)`, {
        ...edge,
        body,
        headers,
        key,
      })
    expect(await run(new Headers(signed(now, secret)), secret)).toEqual(event)
    await expect(run(signed(now, secret), other)).rejects.toThrow(/no signature fits/)
  })
})
