/**
 * A process that works on a shared store until it is done or killed, for the tests of races and crashes.
 * Arguments: URL of the module that opens the place, its location, what to do, and the arguments of that.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../../files.js'
import { createJson, updateJson } from '../json.js'
import { isConflict, type ObjectStore } from '../object-store.js'
import type { SharedPlace } from './subject.js'

const [module, location, task, ...rest] = process.argv.slice(2) as [string, string, string, ...string[]]
const { openPlace } = (await import(module)) as {
  openPlace: (location: SharedPlace['location']) => Promise<ObjectStore>
}
const store = await openPlace(location)
const say = (line: string | number): void => void process.stdout.write(`${line}\n`)

/** Adds one to a counter, again and again, by compare-and-swap. */
const count = async (key: string, times: number): Promise<void> => {
  for (let i = 1; i <= times; i++) {
    await updateJson<{ value: number }>(store, key, ({ value }) => ({ value: value + 1 }))
    say(i)
  }
}

/** Tries to be the first under each of many keys and says where it was. */
const create = async (prefix: string, keys: number): Promise<void> => {
  for (let i = 0; i < keys; i++) if (await createJson(store, `${prefix}/${i}`, process.pid)) say(i)
}

/** Content that shows whether it is whole: the digest of the rest, then the rest. */
const sealed = (size: number): Buffer => {
  const body = Buffer.alloc(size, Math.floor(Math.random() * 256))
  return Buffer.concat([Buffer.from(sha256(body)), body])
}

async function* inParts(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) {
    yield bytes.subarray(at, at + 65_536)
    await sleep(1)
  }
}

/** Writes, replaces and deletes objects of any size in every way, without end. */
const write = async (prefix: string): Promise<void> => {
  for (let i = 0; ; i++) {
    const key = `${prefix}/${Math.floor(Math.random() * 5)}/record`
    const bytes = sealed(Math.floor(10 ** (Math.random() * 6)))
    const etag = (await store.head(key))?.etag
    const ways = [
      () => store.put(key, bytes),
      () => store.put(key, inParts(bytes)),
      () => store.put(key, bytes, { ifAbsent: true }),
      () => store.put(key, bytes, etag === undefined ? { ifAbsent: true } : { ifMatch: etag }),
      () => store.delete(key),
    ]
    await ways[Math.floor(Math.random() * ways.length)]!().catch(error => {
      if (!isConflict(error)) throw error
    })
    say(i)
  }
}

/** Moves an object through and says by how much memory grew at most, in megabytes. */
const stream = async (key: string, megabytes: number): Promise<void> => {
  const before = process.memoryUsage().rss
  const data = async function* () {
    for (let i = 0; i < megabytes; i++) yield Buffer.alloc(1 << 20, i)
  }
  const { size } = await store.put(key, data())
  let read = 0
  for await (const chunk of (await store.getRange(key, 0, size))!) read += chunk.length
  if (read !== megabytes << 20) throw new Error(`${read} bytes came back`)
  say(Math.round((process.resourceUsage().maxRSS * 1024 - before) / (1 << 20)))
}

const tasks: Record<string, () => Promise<void>> = {
  count: () => count(rest[0]!, Number(rest[1])),
  create: () => create(rest[0]!, Number(rest[1])),
  write: () => write(rest[0]!),
  stream: () => stream(rest[0]!, Number(rest[1])),
}
await tasks[task]!()
