import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestFile } from '@promptpost/base'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedPath } from '../testing/shared.js'
import { openCheckpoint, readTensor, writeSafetensors } from './index.js'

const INDEX = 'model.safetensors.index.json'
const FIRST = 'model-00001-of-00002.safetensors'
const SECOND = 'model-00002-of-00002.safetensors'
const MAP: Record<string, unknown> = { 'a.weight': FIRST, 'b.weight': SECOND }

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptpost-checkpoint-'))
})
afterEach(() => rm(directory, { recursive: true }))

const at = (name: string) => join(directory, name)
const put = (name: string, tensor: string, value = 1, metadata?: Record<string, string>) =>
  writeSafetensors(at(name), [{ name: tensor, shape: [1], data: new Float32Array([value]) }], metadata)
const putIndex = (map: unknown) =>
  writeFile(at(INDEX), JSON.stringify({ metadata: { total_size: 8 }, weight_map: map }))
const putShards = async (map: unknown = MAP) => {
  await put(FIRST, 'a.weight', 1, { format: 'pt', part: 'first' })
  await put(SECOND, 'b.weight', 2, { part: 'second', only: 'here' })
  await putIndex(map)
}
const refused = (...says: string[]) => {
  const pattern = says.map(text => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')
  return expect(openCheckpoint(directory)).rejects.toThrow(
    expect.objectContaining({ code: 'invalid-weights', message: expect.stringMatching(pattern) }),
  )
}

it('opens a single file', async () => {
  await put('model.safetensors', 'a.weight', 3, { format: 'pt' })
  const { files, tensors, metadata, directory: root } = await openCheckpoint(directory)
  expect({ files, metadata, root }).toEqual({
    files: [{ name: 'model.safetensors', path: at('model.safetensors') }],
    metadata: { format: 'pt' },
    root: directory,
  })
  expect(await readTensor(tensors.get('a.weight')!)).toEqual(new Float32Array([3]))
})

it('opens shards by their index, first metadata winning', async () => {
  await putShards()
  const { files, tensors, metadata } = await openCheckpoint(directory)
  expect(files.map(({ path }) => path)).toEqual([at(FIRST), at(SECOND)])
  expect(metadata).toEqual({ format: 'pt', part: 'first', only: 'here' })
  expect(tensors.get('b.weight')).toMatchObject({
    file: at(SECOND),
    shape: [1],
    storage: 'float32',
    byteLength: 4,
  })
  expect(await readTensor(tensors.get('b.weight')!)).toEqual(new Float32Array([2]))
})

it('prefers the single file when an index is there too, as transformers does', async () => {
  await putShards()
  await put('model.safetensors', 'only.weight')
  expect([...(await openCheckpoint(directory)).tensors.keys()]).toEqual(['only.weight'])
})

it('follows symbolic links, as Hugging Face caches have, to the real files', async () => {
  await putShards()
  await mkdir(at('blobs'))
  await rename(at(FIRST), at('blobs/e0a1'))
  await symlink(join('blobs', 'e0a1'), at(FIRST))
  await rename(at(SECOND), at('blobs/0a1b'))
  await symlink(join('blobs', '0a1b'), at(SECOND))
  const { tensors, files } = await openCheckpoint(directory)
  expect(tensors.get('a.weight')!.file).toBe(at('blobs/e0a1'))
  // By their names, which are the same wherever the model lies.
  expect(files).toEqual([
    { name: FIRST, path: at('blobs/e0a1') },
    { name: SECOND, path: at('blobs/0a1b') },
  ])
})

describe('an index is refused when', () => {
  it.each([
    '../other.safetensors',
    '/etc/x.safetensors',
    'sub/x.safetensors',
    'sub\\x.safetensors',
    'x.bin',
    '.safetensors\n',
    'a b.safetensors',
    '',
    7,
    null,
    {},
  ])('a shard is not a plain file name: %j', async shard => {
    await putShards({ ...MAP, 'b.weight': shard })
    await refused(INDEX, 'b.weight', 'plain .safetensors file name')
  })

  it('a shard is missing, naming a tensor that needs it', async () => {
    await putShards()
    await unlink(at(SECOND))
    await refused(SECOND, 'b.weight', 'does not exist')
  })

  it('a shard is a broken link', async () => {
    await putShards()
    await unlink(at(SECOND))
    await symlink('nowhere', at(SECOND))
    await refused(SECOND, 'b.weight', 'does not exist')
  })

  it('a shard is a directory', async () => {
    await putShards()
    await unlink(at(SECOND))
    await mkdir(at(SECOND))
    await refused(SECOND, 'not a regular file')
  })

  it('a shard is malformed', async () => {
    await putShards()
    await writeFile(at(SECOND), 'version https://git-lfs.github.com/spec/v1\n')
    await refused(SECOND, 'Git LFS')
  })

  it('a tensor of the map is in no shard', async () => {
    await putShards({ ...MAP, 'c.weight': SECOND })
    await refused(SECOND, 'c.weight', 'not in this shard')
  })

  it('a shard holds a tensor that the map does not list', async () => {
    await put('extra.safetensors', 'hidden')
    await put(FIRST, 'a.weight')
    await writeSafetensors(at(FIRST), [
      { name: 'a.weight', shape: [1], data: new Float32Array(1) },
      { name: 'hidden', shape: [1], data: new Float32Array(1) },
    ])
    await putIndex({ 'a.weight': FIRST })
    await refused(FIRST, 'hidden', 'does not list it')
  })

  it('a tensor lies in another shard than the map says', async () => {
    await putShards({ 'a.weight': SECOND, 'b.weight': FIRST })
    await refused(FIRST, 'a.weight', SECOND)
  })

  it.each([
    ['{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}', 'twice'],
    ['{"weight_map":{"":"x.safetensors"}}', 'empty name'],
    ['{"weight_map":{}}', 'empty weight_map'],
    ['{"weight_map":[]}', 'no weight_map'],
    ['{}', 'no weight_map'],
    ['[]', "no '{'"],
    ['{"weight_map":', 'not valid JSON'],
    [`{"metadata":${'['.repeat(50)}`, 'nested deeper'],
  ])('it reads %s', async (text, says) => {
    await writeFile(at(INDEX), text)
    await refused(INDEX, says)
  })
})

describe('a directory without usable weights says what to do:', () => {
  it('pickle only', async () => {
    await writeFile(at('pytorch_model.bin'), 'PK')
    await refused('pytorch_model.bin', 'never loaded', 'save_pretrained')
  })

  it('an adapter', async () => {
    await put('adapter_model.safetensors', 'prompt_embeddings')
    await refused('adapter', 'base model')
  })

  it('shards without an index', async () => {
    await put(FIRST, 'a.weight')
    await refused(FIRST, INDEX)
  })

  it('nothing at all', () => refused('holds no weights', 'Hugging Face model'))

  it('a file without tensors', async () => {
    await writeSafetensors(at('model.safetensors'), [])
    await refused('model.safetensors', 'no tensors')
  })

  it('no directory, or a file in its place', async () => {
    await expect(openCheckpoint(at('absent'))).rejects.toThrow('does not exist')
    await put('model.safetensors', 'a')
    await expect(openCheckpoint(at('model.safetensors'))).rejects.toThrow('is not a directory')
  })
})

const parity = sharedPath('fixtures', 'parity')

describe.runIf(parity !== undefined)('models written by transformers', () => {
  it.each([
    ['gpt2', 'float32', 1],
    ['gpt2-float16', 'float16', 1],
    ['llama-rope3-bfloat16-sharded', 'bfloat16', 3],
  ])('%s opens, every tensor finite', async (name, storage, files) => {
    const checkpoint = await openCheckpoint(join(parity!, name))
    expect(checkpoint.files).toHaveLength(files)
    expect(checkpoint.metadata).toEqual({ format: 'pt' })
    for (const entry of checkpoint.tensors.values()) {
      expect(entry.storage).toBe(storage)
      const values = await readTensor(entry)
      expect(values.length).toBe(entry.shape.reduce((product, size) => product * size, 1))
      expect(values.every(Number.isFinite)).toBe(true)
    }
  })

  it('writes a file back byte for byte', async () => {
    const { tensors, metadata, files } = await openCheckpoint(join(parity!, 'gpt2'))
    const data = await Promise.all(
      [...tensors.values()].map(async entry => ({ ...entry, data: await readTensor(entry) })),
    )
    await writeSafetensors(at('copy.safetensors'), data, metadata)
    expect(await digestFile(at('copy.safetensors'))).toEqual(await digestFile(files[0]!.path))
  })
})
