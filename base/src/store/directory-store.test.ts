import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { sha256 } from '../files.js'
import { storeContract } from './contract.test.suite.js'
import { openDirectoryStore } from './directory-store.js'
import { createJson, readJson } from './json.js'

const folders: string[] = []
const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'promptpost-store-'))
  folders.push(path)
  return path
}
afterEach(async () => {
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true })
})

storeContract('a directory', async () => openDirectoryStore(await folder()))

const program = fileURLToPath(new URL('../../dist/store/counter.test.program.js', import.meta.url))

/** Runs a counter process; kills it after `killAfter` steps. */
const count = (directory: string, times: number, killAfter?: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, directory, 'counter.json', String(times)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let done = 0
    child.stdout.on('data', (chunk: Buffer) => {
      done += chunk.length
      if (killAfter !== undefined && done >= killAfter) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', code =>
      code === 0 || killAfter !== undefined ? resolve(done) : reject(new Error(`exit ${code}`)),
    )
  })

describe('a directory store between processes', () => {
  it('loses no increment of several processes', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await createJson(store, 'counter.json', { value: 0 })
    await Promise.all(Array.from({ length: 4 }, () => count(directory, 40)))
    expect((await readJson<{ value: number }>(store, 'counter.json'))?.value.value).toBe(160)
  })

  it('goes on when writers are killed, wherever they are', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await createJson(store, 'counter.json', { value: 0 })
    const finished = await Promise.all([
      count(directory, 60),
      ...[3, 8, 13].map(k => count(directory, 1000, k)),
    ])
    const value = (await readJson<{ value: number }>(store, 'counter.json'))?.value.value as number
    const told = finished.reduce((a, b) => a + b, 0)
    // A killed process may have written one increment it had no time to tell, and more before the signal came.
    expect(value).toBeGreaterThanOrEqual(told)
    expect(await count(directory, 1)).toBe(1)
  })

  it('breaks the lock of a dead process, also when the process that broke it died too', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    const { etag } = await store.put('k', '1')
    const dead = { host: hostname(), pid: 2 ** 22 + 1, started: '1' }
    const locks = join(directory, 'locks')
    await writeFile(join(locks, `${sha256('k')}.lock`), JSON.stringify({ nonce: 'first', owner: dead }))
    await writeFile(join(locks, 'break.first'), JSON.stringify({ nonce: 'second', owner: dead }))
    await store.put('k', '2', { ifMatch: etag })
    expect(await readdir(locks)).toEqual([])
  })

  it('leaves no draft behind and opens what is there', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await store.put('a', '1')
    await store.put('a', '2', { ifAbsent: true }).catch(() => undefined)
    await store.put('a', '3', { ifMatch: 'no' }).catch(() => undefined)
    expect(await readdir(join(directory, 'drafts'))).toEqual([])
    expect(await (await openDirectoryStore(directory)).head('a')).toEqual(await store.head('a'))
  })

  it('says where the bytes are', async () => {
    const directory = await folder()
    const store = await openDirectoryStore(directory)
    await store.put('a/b', 'xyz')
    expect((await stat(store.localPath?.('a/b') as string)).size).toBe(3)
    await mkdir(join(directory, 'objects', 'a', 'empty'), { recursive: true })
    expect((await store.list('a/')).objects).toEqual([{ key: 'a/b', size: 3 }])
  })
})
