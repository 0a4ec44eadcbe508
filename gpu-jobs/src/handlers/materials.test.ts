import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestFile } from '@promptpost/base'
import type { ModelReference } from '@promptpost/base/jobs'
import { openWorkbench } from '@promptpost/engine/post'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { providersFolder } from '../models/index.js'
import { openRegistered } from './materials.js'

const EXAMPLE = fileURLToPath(new URL('../../../examples/reviews-gpt2', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'promptpost-materials-'))
const folder = join(root, 'model')
let model: ModelReference

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(EXAMPLE, folder, { recursive: true })
  const names = readdirSync(folder).sort()
  const files = await Promise.all(
    names.map(async name => ({ name, ...(await digestFile(join(folder, name))) })),
  )
  model = { id: 'mod_1', name: 'model', files }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Changes one byte and leaves the size as it is. */
const flip = async (name: string, at: number): Promise<void> => {
  const file = await open(join(folder, name), 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  await file.write(Buffer.of(byte[0]! ^ 1), 0, 1, at)
  await file.close()
}

describe('a registered model', () => {
  it('opens while its files are as they were', async () => {
    const { model: opened, tokenizer } = await openRegistered(providersFolder(root), model)
    expect(opened.config.layers).toBeGreaterThan(1)
    expect(tokenizer.digest).toBe(model.files.find(({ name }) => name === 'tokenizer.json')?.sha256)
  })

  it('may be of links, as Hugging Face caches are', async () => {
    renameSync(join(folder, 'model.safetensors'), join(root, '0a1b'))
    symlinkSync(join(root, '0a1b'), join(folder, 'model.safetensors'))
    const { digest } = await openRegistered(providersFolder(root), model)
    expect(digest).toBe((await openWorkbench(EXAMPLE)).digest)
  })

  it.each([
    ['a weight changed', 'model.safetensors', () => flip('model.safetensors', 500_000)],
    ['the configuration changed', 'config.json', () => writeFile(join(folder, 'config.json'), '{}')],
    ['a character of the tokenizer changed', 'tokenizer.json', () => flip('tokenizer.json', 40)],
    ['a file went', 'tokenizer.json', async () => rmSync(join(folder, 'tokenizer.json'))],
  ])('is refused by name once %s', async (_, name, change) => {
    await change()
    await expect(openRegistered(providersFolder(root), model)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`model/${name}: has changed since the model was registered`),
    })
  })

  it('is refused once it has weights that were not registered', async () => {
    cpSync(join(folder, 'model.safetensors'), join(folder, 'model-00002.safetensors'))
    const other = { ...model, files: model.files.filter(({ name }) => name !== 'model.safetensors') }
    await expect(openRegistered(providersFolder(root), other)).rejects.toMatchObject({ code: 'conflict' })
  })
})
