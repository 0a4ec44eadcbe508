/**
 * Downloads through a proxy that cuts, swaps and lies.
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { IntegrityError } from './index.js'
import { type Issued, startIssued } from './issued.test.helper.js'

let issued: Issued

beforeAll(async () => {
  issued = await startIssued()
})
beforeEach(() => issued.reset())
afterAll(() => issued.close())

describe('downloads', () => {
  it('go on where they broke off, and are right in the end', async () => {
    issued.proxy.cutAfter = 120_000
    const folder = join(issued.service.root, 'resumed')
    const progress: number[] = []
    await issued.client.students.download(issued.ids.student, folder, {
      onProgress: done => progress.push(done),
    })
    const ranges = issued.proxy.seen.map(({ headers }) => headers.range).filter(range => range !== undefined)
    expect(ranges).toEqual(['bytes=120000-', 'bytes=240000-'])
    expect((await readFile(join(folder, 'model.safetensors'))).equals(Buffer.alloc(300_000, 7))).toBe(true)
    expect((await readdir(folder)).filter(name => name.endsWith('.part'))).toEqual([])
    expect(progress.at(-1)).toBeGreaterThan(300_000)
    issued.proxy.seen.length = 0
    await issued.client.students.download(issued.ids.student, folder)
    expect(issued.proxy.seen).toHaveLength(1)
  })

  it('leave nothing under its name when a byte is wrong, and mend it the next time', async () => {
    const folder = join(issued.service.root, 'wrong')
    issued.proxy.mischief = ({ path }, response) => {
      if (!path.endsWith('model.safetensors')) return false
      response.writeHead(200).end(Buffer.alloc(300_000, 8))
      return true
    }
    await expect(issued.client.students.download(issued.ids.student, folder)).rejects.toBeInstanceOf(
      IntegrityError,
    )
    expect((await readdir(folder)).filter(name => !name.endsWith('.part'))).toEqual([])
    issued.proxy.mischief = undefined
    await issued.client.students.download(issued.ids.student, folder)
    await writeFile(join(folder, 'config.json'), 'changed')
    await issued.client.students.download(issued.ids.student, folder)
    expect(await readFile(join(folder, 'config.json'), 'utf8')).toContain('gpt2')
  })

  it('refuse a name that leads out of the directory, and a file longer than said', async () => {
    const evil = (name: string, size: number) => {
      const files = [{ name, size, sha256: '0'.repeat(64) }]
      issued.proxy.mischief = ({ path }, response) => {
        const body = path.includes('/files/') ? Buffer.alloc(1000) : JSON.stringify({ id: 'stu_x', files })
        response.writeHead(200, { 'content-type': 'application/json' }).end(body)
        return true
      }
      return issued.client.students.download('stu_x', join(issued.service.root, 'evil'))
    }
    for (const name of ['../up', '/etc/x', 'a/b', '..', '.hidden'])
      await expect(evil(name, 1)).rejects.toThrow('plain file name')
    await expect(evil('a', 10)).rejects.toThrow('longer than')
  })

  it('of a student are refused as a whole when its list is not that of its digest', async () => {
    const { files, ...student } = await issued.client.students.get(issued.ids.student)
    const swapped = files.map(file => ({ ...file, sha256: files[0]!.sha256 }))
    issued.proxy.mischief = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ ...student, files: swapped }))
      return true
    }
    const folder = join(issued.service.root, 'swapped')
    await expect(issued.client.students.download(issued.ids.student, folder)).rejects.toThrow(
      'lists other files',
    )
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })
})
