import { mkdtemp, open, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CHECKPOINT_NAME, openCheckpointFile } from './checkpoint-file.js'
import { checkpointTicket } from './tune/index.js'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-checkpoint-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const openAs = (identity: string) =>
  openCheckpointFile<{ ticket: string }>(directory, { identity, holds: 'numbers' })

it('gives back what was saved, in the precision it had', async () => {
  const arrays = { single: new Float32Array([0.1, -2]), double: new Float64Array([0.1, 1e300]) }
  await openAs('a').save({ ticket: 't1' }, arrays)
  expect(await openAs('a').load()).toEqual({ state: { ticket: 't1' }, arrays })
})

it('is of any size, and what it belongs to is known without reading it whole', async () => {
  // A header alone and a hole: three GiB of which the disk holds nothing.
  const bytes = 3 * 2 ** 30
  const header = JSON.stringify({
    __metadata__: { identity: '0'.repeat(64), state: '{"ticket":"t2"}' },
    m: { dtype: 'F32', shape: [bytes / 4], data_offsets: [0, bytes] },
  })
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  const path = join(directory, CHECKPOINT_NAME)
  const file = await open(path, 'w')
  await file.write(Buffer.concat([length, Buffer.from(header)]))
  await file.close()
  await truncate(path, 8 + header.length + bytes)
  await expect(openAs('a').load()).rejects.toMatchObject({ code: 'conflict', field: path })
  expect(await checkpointTicket(directory)).toBe('t2')
})
