/** Lists: promises of a page and iterables of all items, with the filters of the contract. */
import { describe, expect, it } from 'vitest'
import { faulty, json } from './faulty-server.test.helper.js'

/** Five items in pages of two, whose cursors are positions. */
const five = () =>
  faulty((response, _, { path }) => {
    const from = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? 0)
    const data = ['a', 'b', 'c', 'd', 'e'].slice(from, from + 2).map(id => ({ id }))
    json(
      response,
      200,
      { data, next_cursor: from + 2 < 5 ? String(from + 2) : null },
      { 'x-request-id': 'r' },
    )
  })

const ids = async (items: AsyncIterable<{ id: string }>): Promise<string> => {
  const found: string[] = []
  for await (const { id } of items) found.push(id)
  return found.join('')
}

describe('a list', () => {
  it('is a promise of its first page', async () => {
    const { client, received } = await five()
    const page = await client.jobs.list()
    expect(page).toMatchObject({ data: [{ id: 'a' }, { id: 'b' }], next_cursor: '2' })
    expect(received).toHaveLength(1)
    expect(page.hasNextPage()).toBe(true)
    const last = await (await page.getNextPage()).getNextPage()
    expect(last.data).toEqual([{ id: 'e' }])
    expect(last.hasNextPage()).toBe(false)
    await expect(last.getNextPage()).rejects.toBeInstanceOf(RangeError)
  })

  it('is an iterable of all items, each time anew; a page gives its own and what follows', async () => {
    const { client, received } = await five()
    const list = client.jobs.list()
    expect(await ids(list)).toBe('abcde')
    expect(await ids(list)).toBe('abcde')
    expect((await list.all()).map(({ id }) => id).join('')).toBe('abcde')
    const page = await list
    expect(await ids(await page.getNextPage())).toBe('cde')
    expect(received).toHaveLength(3 + 3 + 3 + 1 + 2)
  })

  it('asks for no page that is not wanted', async () => {
    const { client, received } = await five()
    client.jobs.list()
    for await (const { id } of client.jobs.list()) if (id === 'b') break
    expect(received).toHaveLength(1)
  })

  it('gives the response too', async () => {
    const { client } = await five()
    const { data, requestId } = await client.jobs.list().withResponse()
    expect([data.hasNextPage(), requestId]).toEqual([true, 'r'])
    expect(await (await client.jobs.list().asResponse()).json()).toMatchObject({ next_cursor: '2' })
  })

  it('passes on filters, order and size, on every page', async () => {
    const { client, received } = await five()
    await client.jobs.list({ status: 'running', kind: 'transfer', order: 'desc', limit: 2 }).all()
    for (const { path } of received) expect(path).toContain('status=running&kind=transfer&order=desc&limit=2')
    expect(received.map(({ path }) => new URL(path, 'http://x').searchParams.get('cursor'))).toEqual([
      null,
      '2',
      '4',
    ])
  })
})
