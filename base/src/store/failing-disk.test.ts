/**
 * What a directory store does when the disk is full, a file may not grow, or nothing may be written: a clear error, the old
 * content, and nothing half-written.
 */
import { execFile, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDirectoryStore } from './directory-store.js'

const program = fileURLToPath(new URL('../../dist/store/failing-disk.test.program.js', import.meta.url))
const node = `"${process.execPath}" "${program}"`
const isRoot = process.getuid?.() === 0
const canMount =
  spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-disk-'))
})
afterEach(() => rm(directory, { recursive: true }))

const seed = async (place: string): Promise<void> => {
  await (await openDirectoryStore(place)).put('old', 'old')
}

type Outcomes = Record<'replaced' | 'swapped' | 'added' | 'old' | 'deleted', string> & { keys: string[] }

const run = async (shell: string): Promise<Outcomes> => {
  const { stdout } = await promisify(execFile)('sh', ['-c', shell])
  return JSON.parse(stdout) as Outcomes
}

const expectRefused = (outcomes: Outcomes, why: RegExp): void => {
  for (const write of ['replaced', 'swapped', 'added'] as const) {
    expect(outcomes[write]).toMatch(/^unavailable: the data folder: /)
    expect(outcomes[write]).toMatch(why)
    expect(outcomes[write]).not.toContain(directory)
  }
  expect(outcomes).toMatchObject({ old: 'old', keys: ['old'] })
}

describe('a directory store', () => {
  it('on a disk where files may not grow so large', async () => {
    await seed(directory)
    const outcomes = await run(`ulimit -f 1000; ${node} "${directory}" 4000000`)
    expectRefused(outcomes, /may not hold a file this large. Raise the limit/)
    expect(outcomes.deleted).toBe('done')
    expect(await readdir(join(directory, 'drafts'))).toEqual([])
  })

  it.runIf(canMount)('on a full disk', async () => {
    const inside = [
      `mount -t tmpfs -o size=1m tmpfs "${directory}"`,
      `mkdir "${directory}/objects" && printf old > "${directory}/objects/old"`,
      `${node} "${directory}" 4000000`,
      `test -z "$(ls "${directory}/drafts")"`,
    ]
    const outcomes = await run(`unshare -m sh -c '${inside.join(' && ')}'`)
    expectRefused(outcomes, /has no space left. Make room/)
    expect(outcomes.deleted).toBe('done')
  })

  it.runIf(process.getuid)('that may only be read', async () => {
    await seed(directory)
    await chmod(directory, 0o555)
    for (const folder of ['objects', 'drafts', 'locks']) await chmod(join(directory, folder), 0o555)
    const outcomes = await run(`${node} "${directory}" 10 ${isRoot ? 'nobody' : 'myself'}`)
    expectRefused(outcomes, /may not be written by this process. Give its user the right/)
    expect(outcomes.deleted).toMatch(/^unavailable: the data folder: may not be written/)
    for (const folder of ['', 'objects', 'drafts', 'locks']) await chmod(join(directory, folder), 0o755)
  })
})
