import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { PromptPost } from './client.js'
import { ConnectionError } from './errors.js'
import type { LogEntry } from './logging.js'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

const listen = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const BYTES = '0123456789'

/** A service whose storage sends its files, and what that was asked. */
const elsewhere = async (answers: number[] = [], locationOf = (address: string) => address) => {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = []
  const storage = await listen((request, response) => {
    asked.push({ url: request.url!, headers: request.headers })
    const status = answers.shift() ?? 200
    if (status !== 200) return void response.writeHead(status).end()
    const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    response.writeHead(start === undefined ? 200 : 206).end(BYTES.slice(Number(start ?? 0)))
  })
  let links = 0
  const baseUrl = await listen((_, response) => {
    const location = locationOf(`${storage}/secret-link-${++links}`)
    response.writeHead(307, { location, 'x-request-id': 'req_1' }).end()
  })
  const told: (LogEntry | string)[] = []
  const tell = (...entries: unknown[]): void => void told.push(JSON.stringify(entries))
  const logger = { debug: tell, info: tell, warn: tell, error: tell }
  const client = new PromptPost({ baseUrl, token: 'pp_secret', logger, logLevel: 'debug', maxRetries: 2 })
  return { client, asked, told }
}

describe('a file that stands elsewhere', () => {
  it('is fetched from there, whole or in part, without the token', async () => {
    const { client, asked, told } = await elsewhere()
    expect(await (await client.students.file('stu_1', 'a')).text()).toBe(BYTES)
    const part = await client.students.file('stu_1', 'a', {
      headers: { range: 'bytes=4-', 'if-range': '"x"' },
    })
    expect([part.status, await part.text()]).toEqual([206, '456789'])
    for (const { headers } of asked) {
      expect(headers.authorization).toBeUndefined()
      expect(headers['if-range']).toBeUndefined()
    }
    expect(told.length).toBeGreaterThan(0)
    expect(told.join()).not.toMatch(/secret-link|pp_secret/)
  })

  it('is asked for at a new address when the first one is refused', async () => {
    const { client, asked } = await elsewhere([403, 503])
    expect(await (await client.students.file('stu_1', 'a')).text()).toBe(BYTES)
    expect(asked.map(({ url }) => url)).toEqual(['/secret-link-1', '/secret-link-2', '/secret-link-3'])
  })

  it('is not fetched over what others can read, nor from nowhere', async () => {
    for (const location of ['http://example.com/x', 'ftp://127.0.0.1/x', '']) {
      const { client, asked } = await elsewhere([], () => location)
      const failure = await client.students
        .file('stu_1', 'a', { maxRetries: 0 })
        .catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(ConnectionError)
      expect(String(failure)).not.toContain('example.com')
      expect(asked).toEqual([])
    }
  })

  it('does not lead on to a third place, and nothing but files stands elsewhere', async () => {
    const { client } = await elsewhere([302])
    await expect(client.students.file('stu_1', 'a', { maxRetries: 0 })).rejects.toThrow(ConnectionError)
    await expect(client.students.get('stu_1', { maxRetries: 0 })).rejects.toThrow('redirects elsewhere')
  })
})
