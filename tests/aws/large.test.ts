/**
 * What does not fit through a function, which is handed 6 MB at most and answers with no more.
 * @module
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cloud, startCloud } from './cloud.js'

const MEBIBYTE = 2 ** 20

let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud()
}, 120_000)
afterAll(() => cloud?.stop())

/** Texts whose lines have about so many bytes in all. */
const textsOf = (bytes: number): string[] =>
  Array.from({ length: Math.ceil(bytes / 20_000) }, (_, i) => `${i} `.repeat(20_000).slice(0, 19_988))

it('takes a data set in parts, and puts them together', { timeout: 120_000 }, async () => {
  const texts = textsOf(9 * MEBIBYTE)
  const { count, id } = await cloud.client.datasets.create({ name: 'large', purpose: 'public', texts })
  expect(count).toBe(texts.length)
  const { data } = await cloud.client.datasets.texts(id, { limit: 1 })
  expect(data).toEqual([{ text: texts[0] }])
})

it('says what it takes, and refuses more before any of it is sent', async () => {
  const { limits } = await cloud.client.service.capabilities()
  expect(limits).toMatchObject({ stream_bytes: 4 * MEBIBYTE, dataset_bytes: 128 * MEBIBYTE })
  const response = await fetch(`${cloud.url}/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cloud.tokens.client}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'dataset',
      name: 'huge',
      purpose: 'public',
      content_type: 'text/plain',
      bytes: limits.dataset_bytes + 1,
      sha256: '0'.repeat(64),
    }),
  })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ code: 'too-large', pointer: '/bytes' })
})
