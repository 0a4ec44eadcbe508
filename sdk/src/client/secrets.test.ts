/**
 * What a client keeps to itself: its token, and all of a prompt's folder but four files.
 * @module
 */
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionError } from './index.js'
import { type Issued, startIssued } from './issued.test.helper.js'
import { writePrompt } from './service.test.helper.js'

let issued: Issued

beforeAll(async () => {
  issued = await startIssued()
})
beforeEach(() => issued.reset())
afterAll(() => issued.close())

describe('secrets', () => {
  it('are in no log, no error and no inspection', async () => {
    issued.proxy.mischief = (_, response) =>
      Boolean(response.writeHead(400).end(JSON.stringify({ detail: `no: Bearer ${issued.token}` })))
    const error = await issued.client.models
      .list()
      .page()
      .catch((reason: unknown) => reason)
    const shown = [
      JSON.stringify(issued.log),
      (error as Error).message,
      (error as Error).stack,
      inspect(issued.client, { depth: 9, showHidden: true }),
    ]
    for (const text of shown) expect(text).not.toContain(issued.token)
    expect(issued.log).toHaveLength(1)
  })

  it('go to the service alone: not over plain HTTP elsewhere, not after a redirect', async () => {
    for (const baseUrl of ['http://example.com', 'ftp://127.0.0.1', 'http://user:pass@127.0.0.1', 'no url'])
      expect(() => issued.connect({ baseUrl }), baseUrl).toThrow('baseUrl')
    expect(() => issued.connect({ token: '' })).toThrow('token')
    expect(() => issued.connect({ token: 'a\r\nb' })).toThrow('token')
    let followed = false
    issued.proxy.mischief = ({ path }, response) => {
      followed ||= path === '/elsewhere'
      response.writeHead(307, { location: '/elsewhere' }).end()
      return true
    }
    await expect(issued.connect({ maxRetries: 0 }).models.list().page()).rejects.toBeInstanceOf(
      ConnectionError,
    )
    expect(followed).toBe(false)
  })

  it('of a prompt’s folder stay home: four files go up and no other', async () => {
    const folder = await writePrompt(join(issued.service.root, 'only'))
    const sent: string[] = []
    const spy: typeof fetch = async (input, init) => {
      if (input instanceof Request) sent.push(await input.clone().text())
      return fetch(input, init)
    }
    await issued.connect({ fetch: spy }).prompts.upload(folder, { student: issued.ids.student })
    expect(Object.keys(JSON.parse(sent[0] as string) as object).sort()).toEqual([
      'adapter_config',
      'adapter_model',
      'privacy_report',
      'student',
      'task',
    ])
    expect(sent.join()).not.toContain('must stay here')
    await expect(
      issued.client.prompts.upload(issued.service.root, { student: issued.ids.student }),
    ).rejects.toThrow('adapter_config.json')
  })
})
