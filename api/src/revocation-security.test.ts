/**
 * What another process changes in the data folder holds at once: nothing that decides who may do what is remembered.
 * @module
 */
import { keyOf, listTokens, openDirectoryStore, revokeToken, rotateToken } from '@promptpost/base/store'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from './testing/server.test.helper.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** Seen through one token many times, so that whatever could be remembered is. */
const use = async (call: Awaited<ReturnType<TestServer['as']>>): Promise<number[]> => {
  const statuses: number[] = []
  for (let i = 0; i < 20; i++) statuses.push((await call('GET', '/v1/models')).status)
  return [...new Set(statuses)]
}

describe('a token', () => {
  it('that another process revokes is refused from the next request on', async () => {
    const store = await openDirectoryStore(server.data)
    for (let round = 0; round < 5; round++) {
      const call = await server.as('acme', 'provider')
      expect(await use(call)).toEqual([200])
      const id = (await listTokens(store, 'acme')).at(-1)!.id
      await revokeToken(store, 'acme', id)
      expect(await use(call)).toEqual([401])
    }
  })

  it('that another process replaces holds for its overlap and no longer', async () => {
    const store = await openDirectoryStore(server.data)
    const call = await server.as('beta', 'provider')
    expect(await use(call)).toEqual([200])
    const id = (await listTokens(store, 'beta')).at(-1)!.id
    await rotateToken(store, 'beta', id, { overlap: 0 })
    expect(await use(call)).toEqual([401])
  })
})

describe('a record', () => {
  it('that another process changes or removes is seen so by the next request', async () => {
    const store = await openDirectoryStore(server.data)
    const call = await server.as('gamma', 'provider')
    const { id } = (await call('POST', '/v1/models', { name: 'tiny' })).body
    const key = keyOf({ tenant: 'gamma', collection: 'models', id })
    const record = JSON.parse(Buffer.from((await store.get(key))!.bytes).toString('utf8')) as object
    for (let i = 0; i < 20; i++) {
      // Of the same length, within a tick of the file system's clock.
      const name = `tin${i % 10}`
      await store.put(key, JSON.stringify({ ...record, name }))
      expect((await call('GET', `/v1/models/${id}`)).body.name).toBe(name)
    }
    await store.delete(key)
    expect((await call('GET', `/v1/models/${id}`)).status).toBe(404)
  })
})
