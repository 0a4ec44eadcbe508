/**
 * How much memory a server takes for a large upload: what stands in it at a time does not grow with the data set.
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { startServer } from './testing/server.test.helper.js'
import { announce, complete, linesOf, putPart } from './testing/uploads.test.helper.js'

const PART = 4 * 2 ** 20
const COUNT = 50

it.runIf(existsSync('/proc/self/status'))('is a fraction of the data set', { timeout: 180_000 }, async () => {
  const server = await startServer(['--predictor', 'off'])
  /** The most it ever had, in bytes. */
  const peak = async (): Promise<number> => {
    const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
  }
  try {
    const client = await server.as('client', 'client')
    const part = linesOf(PART).subarray(0, PART)
    part[PART - 1] = 10
    const hash = createHash('sha256')
    for (let i = 0; i < COUNT; i++) hash.update(part)
    const whole = { bytes: COUNT * PART, sha256: hash.digest('hex'), part_bytes: PART }
    const { id } = (await client('POST', '/v1/uploads', announce(part, whole))).body
    await putPart(client, id, 1, part)
    const before = await peak()
    let next = 2
    const send = async (): Promise<void> => {
      while (next <= COUNT) expect((await putPart(client, id, next++, part)).status).toBe(204)
    }
    await Promise.all([send(), send(), send()])
    const { status, body } = await complete(client, id)
    expect(status).toBe(201)
    expect(body.size).toBeGreaterThan(COUNT * PART)
    expect((await peak()) - before).toBeLessThan((COUNT * PART) / 2)
  } finally {
    await server.close()
  }
})
