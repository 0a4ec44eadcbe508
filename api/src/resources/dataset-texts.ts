/**
 * The texts of a data set, a page at a time. A cursor is where a line begins.
 * @module
 */
import type { ObjectStore } from '@promptpost/base/store'
import { Problem } from '../http/problem.js'
import type { Schemas } from '../http/validate.js'

/** A page ends after so many bytes, or after one text. */
const PAGE_BYTES = 1 << 20
const NEWLINE = 0x0a

const badCursor = (): Problem =>
  new Problem(422, 'invalid-cursor', 'It is no next_cursor of this data set.', { pointer: 'cursor' })

/** Whether a text begins there. */
const isStart = async (store: ObjectStore, key: string, offset: number): Promise<boolean> => {
  if (offset === 0) return true
  const before: Buffer[] = []
  for await (const chunk of (await store.getRange(key, offset - 1, offset)) ?? [])
    before.push(Buffer.from(chunk))
  return Buffer.concat(before)[0] === NEWLINE
}

/**
 * @param size bytes of the JSON lines
 * @param cursor of the page before
 */
export const readTextPage = async (
  store: ObjectStore,
  { key, size }: { key: string; size: number },
  cursor: string | undefined,
  limit: number,
): Promise<Schemas['TextPage']> => {
  const start = Number(cursor ?? 0)
  if (start >= size || !(await isStart(store, key, start))) throw badCursor()
  const data: { text: string }[] = []
  let next = start
  let rest: Buffer = Buffer.alloc(0)
  reading: for await (const chunk of (await store.getRange(key, start, size)) ?? []) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      data.push(JSON.parse(rest.toString('utf8', 0, end)) as { text: string })
      rest = rest.subarray(end + 1)
      next += end + 1
      if (data.length === limit || next - start >= PAGE_BYTES) break reading
    }
  }
  return { data, next_cursor: next < size ? String(next) : null }
}
