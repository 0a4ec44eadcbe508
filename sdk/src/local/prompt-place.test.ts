import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownerTag } from '@promptpost/base/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdPlace, requireFree } from './prompt-place.js'

let folder: string
let out: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptpost-place-'))
  out = join(folder, 'prompt')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process that is there until it is told to end, and then is gone. */
const startProcess = async () => {
  const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()'])
  await new Promise(done => child.once('spawn', done))
  const end = (): Promise<unknown> => {
    const ended = new Promise(done => child.once('close', done))
    child.kill('SIGKILL')
    return ended
  }
  return { pid: child.pid!, end }
}

/** The folder in which such a process would make a prompt of the name `prompt`; systems that tell no start times leave it out. */
const folderOf = (pid: number): string =>
  join(folder, `.prompt.${ownerTag().replace(/-\d+-\w*$/, `-${pid}-`)}.made`)

describe('a name that cannot be given to a prompt', () => {
  it.each([
    ['', 'invalid-argument', /out: is empty/],
    [join(tmpdir(), 'x'.repeat(225)), 'invalid-argument', /out: is too long a name/],
    [tmpdir(), 'conflict', /out: exists already/],
  ])('%j is refused', async (name, code, says) => {
    await expect(requireFree(name)).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
  })

  it('is that of a link that leads nowhere, too', async () => {
    await symlink(join(folder, 'nowhere'), out)
    await expect(requireFree(out)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a held name', () => {
  it('is refused to others while its process lives, and leaves nothing when it is given back', async () => {
    const other = await startProcess()
    await mkdir(folderOf(other.pid))
    await expect(holdPlace(out)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('is being worked on by another call'),
    })
    expect(await readdir(folder)).toHaveLength(1)
    await other.end()
    const place = await holdPlace(out)
    expect(await readdir(folder)).toEqual([expect.stringContaining(ownerTag())])
    await writeFile(join(place.folder, 'half'), '')
    await place.release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is not that of a prompt whose name only begins like it', async () => {
    const other = await startProcess()
    await mkdir(folderOf(other.pid).replace('.prompt.', '.prompt.more.'))
    await (await holdPlace(out)).release()
    await other.end()
  })

  it('becomes the prompt’s', async () => {
    const { folder: made, settle, release } = await holdPlace(out)
    await writeFile(join(made, 'prompt'), '')
    expect(await settle()).toBe(out)
    await release()
    expect(await readdir(folder, { recursive: true })).toEqual(['prompt', 'prompt/prompt'])
  })

  it('that was taken all the same leaves the prompt beside it', async () => {
    const { folder: made, settle, release } = await holdPlace(out)
    await writeFile(join(made, 'prompt'), '')
    await mkdir(out)
    await writeFile(join(out, 'of another'), '')
    const settled = await settle()
    await release()
    expect(settled).toMatch(/\/prompt-[0-9a-f]{8}$/)
    expect(await readdir(settled)).toEqual(['prompt'])
    expect(await readdir(out)).toEqual(['of another'])
  })
})
