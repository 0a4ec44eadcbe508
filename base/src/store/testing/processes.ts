/**
 * The contract of a store that processes share: races have one winner, and a process that is killed leaves old or new, never
 * a part.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../files.js'
import { createJson, readJson } from '../json.js'
import type { ObjectStore } from '../object-store.js'
import { allKeys, type SharedPlace, type Subject } from './subject.js'

const ACTOR = fileURLToPath(new URL('../../../dist/store/testing/actor.js', import.meta.url))
const PROCESSES = 4

type Actor = { child: ChildProcess; lines: string[]; said: Promise<unknown>; ended: Promise<unknown> }

const act = ({ module, location }: SharedPlace, ...task: (string | number)[]): Actor => {
  const child = spawn(process.execPath, [ACTOR, module, location, ...task.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout! }).on('line', line => lines.push(line))
  return { child, lines, said: once(reader, 'line'), ended: once(child, 'close') }
}

/** What an actor said that was left to its end. */
const done = async (actor: Actor): Promise<string[]> => {
  await actor.ended
  expect(actor.child.exitCode).toBe(0)
  return actor.lines
}

const many = (make: () => Actor): Promise<string[][]> =>
  Promise.all(Array.from({ length: PROCESSES }, () => done(make())))

export const processContract = ({ share, abilities, kills = 40 }: Subject): void => {
  if (!share) return
  describe('between processes', () => {
    let place: SharedPlace
    const reopen = async (): Promise<ObjectStore> =>
      ((await import(place.module)) as { openPlace: (location: string) => Promise<ObjectStore> }).openPlace(
        place.location,
      )
    let store: ObjectStore
    beforeEach(async () => {
      place = await share()
      store = await reopen()
    })
    const counted = async () => (await readJson<{ value: number }>(store, 'counter.json'))?.value.value

    it('loses no increment by compare-and-swap', async () => {
      await createJson(store, 'counter.json', { value: 0 })
      await many(() => act(place, 'count', 'counter.json', 40))
      expect(await counted()).toBe(PROCESSES * 40)
    })

    it('has exactly one first under each key', async () => {
      const firsts = (await many(() => act(place, 'create', 'first', 150))).flat().map(Number)
      expect(firsts.sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i))
    })

    it('goes on when writers are killed, and loses nothing that was told', async () => {
      await createJson(store, 'counter.json', { value: 0 })
      const steady = act(place, 'count', 'counter.json', 60)
      let told = 60
      for (const after of [3, 8, 13]) {
        const actor = act(place, 'count', 'counter.json', 1000)
        while (actor.lines.length < after && actor.child.exitCode === null) await sleep(5)
        expect(actor.lines.length).toBeGreaterThanOrEqual(after)
        actor.child.kill('SIGKILL')
        await actor.ended
        told += actor.lines.length
      }
      await done(steady)
      // A killed process may have counted once more than it had time to tell.
      expect(await counted()).toBeGreaterThanOrEqual(told)
      expect(await counted()).toBeLessThanOrEqual(told + 3)
      expect(await done(act(place, 'count', 'counter.json', 1))).toEqual(['1'])
    })

    it(`shows old or new, never a part, when writers are killed anywhere, ${kills} times`, async () => {
      /** Objects that were there and whole. */
      const look = async (): Promise<number> => {
        let whole = 0
        for (const key of await allKeys(store, 'w/')) {
          const object = await store.get(key)
          if (!object) continue
          expect(object.etag).toBe(sha256(object.bytes))
          expect(Buffer.from(object.bytes.subarray(0, 64)).toString()).toBe(sha256(object.bytes.subarray(64)))
          whole++
        }
        return whole
      }
      for (let round = 0; round < kills / 2; round++) {
        const writers = [act(place, 'write', 'w'), act(place, 'write', 'w')]
        await Promise.race(writers.map(({ said }) => said))
        // What is done first may be a deletion, and on a slow machine all that is done.
        while ((await look()) === 0) await sleep(5)
        await sleep(Math.random() * 40)
        for (const { child } of writers) child.kill('SIGKILL')
        await Promise.all(writers.map(({ ended }) => ended))
        await look()
      }
      store = await reopen()
      await look()
      for (let i = 0; i < 5; i++) await store.put(`w/${i}/record`, 'free')
      expect((await place.leftovers?.()) ?? []).toEqual([])
    })

    it.runIf(abilities.streams)('passes a large object through without holding it', async () => {
      const [grown] = await done(act(place, 'stream', 'large', 256))
      expect(Number(grown)).toBeLessThan(128)
    })
  })
}
