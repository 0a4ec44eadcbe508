/**
 * Downloads onto a disk that takes no more, or into what is no folder. A limit on the size of files is what a test can set; the
 * system refuses with EFBIG where a full disk refuses with ENOSPC.
 * @module
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const CONTENTS = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919) % 251))
const FILE = {
  name: 'model.safetensors',
  size: CONTENTS.length,
  sha256: createHash('sha256').update(CONTENTS).digest('hex'),
}

const PROGRAM = `
  import { downloadFiles } from ${JSON.stringify(new URL('../../../dist/client/disk/download.js', import.meta.url).href)}
  const [url, folder] = process.argv.slice(1)
  const fetcher = (name, headers) => fetch(url + name, { headers })
  const told = await downloadFiles(fetcher, [${JSON.stringify(FILE)}], folder).catch(
    ({ name, code, field, message, cause }) => ({ name, code, field, message, cause: cause?.code }))
  console.log(JSON.stringify(told ?? {}))
`

let folder: string
let ranges: (string | undefined)[]
const server = createServer((request, response) => {
  ranges.push(request.headers.range)
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(start > 0 ? 206 : 200).end(CONTENTS.subarray(start))
})

/** @param limit kibibytes that a file may have */
const download = async (directory: string, limit: number | 'unlimited'): Promise<object> => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  // Without the trap the system ends the process instead of refusing.
  const script = `trap '' XFSZ; ulimit -f ${limit}; exec "$0" --input-type=module -e "$1" "$2" "$3"`
  const { stdout } = await run('bash', ['-c', script, process.execPath, PROGRAM, url, directory])
  return JSON.parse(stdout) as object
}

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-disk-'))
  ranges = []
  return () => rm(folder, { recursive: true, force: true })
})

describe.skipIf(process.platform === 'win32')('a download', () => {
  it('that the disk refuses is told once, with the next step, and continued when there is room', async () => {
    expect(await download(folder, 100)).toEqual({
      name: 'PromptPostError',
      code: 'unavailable',
      field: folder,
      message: `${folder}: may not hold a file this large. Raise the limit of file sizes (ulimit -f) and try again.`,
      cause: 'EFBIG',
    })
    expect(ranges).toEqual([undefined])
    const [part] = await readdir(folder)
    const { size } = await stat(join(folder, part!))
    expect(size).toBeGreaterThan(0)
    expect(await download(folder, 'unlimited')).toEqual({})
    expect(ranges).toEqual([undefined, `bytes=${size}-`])
    expect(await readdir(folder)).toEqual([FILE.name])
    expect((await readFile(join(folder, FILE.name))).equals(CONTENTS)).toBe(true)
  })

  it('into a file asks for nothing and says that it is none', async () => {
    const file = join(folder, 'taken')
    await writeFile(file, '')
    expect(await download(file, 'unlimited')).toMatchObject({
      field: file,
      message: expect.stringContaining('is no folder. Name a folder'),
    })
    const below = join(file, 'below')
    expect(await download(below, 'unlimited')).toMatchObject({
      field: below,
      code: 'invalid-argument',
      cause: 'ENOTDIR',
    })
    expect(ranges).toEqual([])
  })
})
