/**
 * A server that cannot start says which flag is at fault and what to do, and ends with 1.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startServer } from './testing/server.test.helper.js'

const folder = await mkdtemp(join(tmpdir(), 'promptpost-start-'))
afterAll(() => rm(folder, { recursive: true }))

it('names a port that is taken', async () => {
  const taken = createServer()
  const port = await new Promise<number>(resolve => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port))
  })
  await expect(startServer(['--port', String(port)])).rejects.toThrow(
    new RegExp(`^the server did not start: --port: is taken by another program \\(got ${port}\\)\\. Give`),
  )
  taken.close()
})

it('names an address that is not of this machine', async () => {
  // Of a block for documentation (RFC 5737).
  await expect(startServer(['--host', '192.0.2.1'])).rejects.toThrow(
    /start: --host: is no address of this machine/,
  )
})

it.each([
  ['a file', 'file'],
  ['below a file', 'file/data'],
  ['a folder with a file where a folder should be', '.'],
])('names a data folder that is %s', async (_, path) => {
  await writeFile(join(folder, 'file'), '')
  await writeFile(join(folder, 'objects'), '')
  await expect(startServer(['--data', join(folder, path)])).rejects.toThrow(/start: --data: is not a folder/)
})
