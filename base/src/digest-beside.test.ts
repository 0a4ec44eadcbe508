import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { digestFileBeside } from './digest-beside.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-digest-'))
})
afterAll(() => rm(folder, { recursive: true }))

it.each([0, 5, (16 << 20) - 1, 16 << 20, (17 << 20) + 12345])(
  'a file of %d bytes has its digest',
  async size => {
    const path = join(folder, `${size}`)
    const bytes = Buffer.alloc(size)
    for (let i = 0; i < size; i += 997) bytes[i] = i % 251
    await writeFile(path, bytes)
    expect(await digestFileBeside(path)).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size,
    })
  },
)

it('one that is not there is an error that names it', async () => {
  const path = join(folder, 'nowhere')
  await expect(digestFileBeside(path)).rejects.toMatchObject({ code: 'ENOENT', path })
})
