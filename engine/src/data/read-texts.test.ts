import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTexts } from './read-texts.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'texts-'))
  await writeFile(join(directory, 'b.txt'), '\n\nOne\r\nparagraph.\r\n \r\n\r\nTwo\u0085.')
  await writeFile(join(directory, 'a.tsv'), 'id\ttext\n1\tfrom a table\n2\t\n')
  await writeFile(join(directory, 'README.txt'), 'About these files.')
  await writeFile(join(directory, 'c.bin'), Buffer.from([0, 255]))
})
afterAll(() => rm(directory, { recursive: true }))

describe('readTexts', () => {
  it('gives the lines of a file without empty ones', async () => {
    const path = join(directory, 'lines.list.txt')
    await writeFile(path, 'one\r\ntwo\nthree\n')
    expect(await readTexts(path)).toEqual(['one', 'two', 'three'])
    expect(await readTexts(path, { unit: 'paragraph' })).toEqual(['one\ntwo\nthree'])
    await rm(path)
  })

  it('gives paragraphs, or whole documents', async () => {
    const path = join(directory, 'b.txt')
    expect(await readTexts(path)).toEqual(['One\nparagraph.', 'Two\u0085.'])
    expect(await readTexts(path, { unit: 'document' })).toEqual(['One\nparagraph.\n \n\nTwo\u0085.'])
  })
  it('reads a folder by name, text columns of tables included, and passes others over', async () => {
    const files: [string, number][] = []
    const onFile = (path: string, count: number) => files.push([path, count])
    expect(await readTexts(directory, { onFile })).toEqual(['from a table', 'One\nparagraph.', 'Two\u0085.'])
    expect(files).toEqual([
      [join(directory, 'a.tsv'), 1],
      [join(directory, 'b.txt'), 2],
    ])
  })
  it('refuses nothing to read', async () => {
    await writeFile(join(directory, 'empty.txt'), ' \n')
    await expect(readTexts(join(directory, 'empty.txt'))).rejects.toThrow(/has no texts/)
    await rm(join(directory, 'empty.txt'))
    await expect(readTexts(join(directory, 'nowhere'))).rejects.toThrow(/was not found/)
    await expect(readTexts(join(directory, 'c.bin'))).rejects.toThrow(/has no known format/)
  })
})
